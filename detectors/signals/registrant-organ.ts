/** A name registered by an organ, or by the owner the page names. */
import { sharedHost } from '../../storage/sites/host-domain.ts';
import type { Finding } from '../../storage/vocabulary/detect.ts';
import { finding, quote, sentence } from '../finding.ts';
import type { HostView } from '../host-view.ts';
import { ownerNames } from '../reading/page-owner.ts';
import { registrationDigest } from '../reading/registration-age.ts';
import { normaliseText } from '../text/normalise-text.ts';

const ORGAN =
  /(?:人民政府|应急管理|建设|人力资源|社会保障|教育|市场监督|安全生产|质量监督|考试|鉴定|信息)[\u4e00-\u9fff]{0,8}(?:部|厅|局|委员会|中心|指导中心|研究院|院|总队|站)$|(?:部|厅|局|委员会)$|人民政府/;

const HIDDEN = /privacy|redacted|proxy|withheld|隐私|保护|not disclosed/i;

/** One finding of no platform; it exonerates. None for hidden registrants and a hoster's registration. */
export function registrantOrgan(hostView: HostView): Finding[] {
  if (sharedHost(hostView.host) !== null) return [];
  const name = hostView.registration?.registrant?.trim() ?? '';
  if (name === '' || HIDDEN.test(name)) return [];
  const organ = ORGAN.test(name) && !/公司|有限/.test(name);
  const normal = normaliseText(name).replace(/\s+/g, '');
  const sameOwner =
    normal.length >= 4 &&
    hostView.captures.some(
      (capture) => capture.page && ownerNames(capture.page).some((owner) => owner.includes(normal)),
    );
  if (!organ && !sameOwner) return [];
  const shown = quote(name);
  const zh = organ ? `域名注册人是机关或事业单位“${shown}”` : `域名注册人“${shown}”与页面自称的主体一致`;
  const en = organ
    ? `The registrant is an organ or public institution, "${shown}"`
    : `The registrant "${shown}" is the owner the page names`;
  return [
    finding({
      signal: 'registrant-organ',
      platform: null,
      value: organ ? 1 : 0.5,
      because: [sentence(zh, en)],
      evidence: [{ digest: registrationDigest(hostView), text: shown }],
    }),
  ];
}
