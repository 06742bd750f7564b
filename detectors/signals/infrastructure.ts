/** Supporting facts of name and server: age, registrant, certificate, bare address. They convict nobody. */
import { parse } from 'tldts';
import { sharedHost } from '../../storage/sites/host-domain.ts';
import type { Finding } from '../../storage/vocabulary/detect.ts';
import type { Registration } from '../../storage/vocabulary/probe.ts';
import type { DetectionContext, HostView } from '../host-view.ts';
import { finding, quote, sentence } from '../finding.ts';
import { normaliseText } from '../reading/normalise-text.ts';
import { ownerNames } from './organ-claim.ts';

const DAY = 86_400_000;
const ORGAN =
  /(?:人民政府|应急管理|建设|人力资源|社会保障|教育|市场监督|安全生产|质量监督|考试|鉴定|信息)[\u4e00-\u9fff]{0,8}(?:部|厅|局|委员会|中心|指导中心|研究院|院|总队|站)$|(?:部|厅|局|委员会)$|人民政府/;
const HIDDEN = /privacy|redacted|proxy|withheld|隐私|保护|not disclosed/i;

/** Age of a registration in days at `now` (ISO 8601); null when either is unknown. */
export function domainAgeDays(registration: Registration | null, now: string): number | null {
  if (!registration?.createdAt) return null;
  const age = (Date.parse(now) - Date.parse(registration.createdAt)) / DAY;
  return Number.isFinite(age) ? Math.max(0, age) : null;
}

/**
 * Days for which the site's owner has had the name; null when unknown, and where the registered name is not the owner's
 * but its hoster's.
 */
export function ownerAgeDays(
  { host, registration }: Pick<HostView, 'host' | 'registration'>,
  now: string,
): number | null {
  return sharedHost(host) === null ? domainAgeDays(registration, now) : null;
}

/** Findings about registration, certificate and address. */
export function infrastructure(hostView: HostView, context: DetectionContext): Finding[] {
  const shared = sharedHost(hostView.host);
  const registration =
    shared === null ? [...age(hostView, context), ...registrant(hostView)] : hosted(hostView, shared);
  return [...registration, ...certificate(hostView), ...bareAddress(hostView)];
}

/** A fact for whoever reads the registration beside the verdict; it never weighs. */
function hosted(hostView: HostView, shared: string): Finding[] {
  const zh = `网站托管在“${shared}”：任何人都可在该处发布页面，该域名的注册时间、注册人和到期日都不能说明是谁放置了此页面`;
  const en = `The site is hosted on "${shared}", where anybody can publish: age, registrant and expiry of that domain say nothing of who put this page there`;
  const evidence = [{ digest: hostView.registration?.rdap ?? hostView.registration?.whois ?? null, text: shared }];
  return [finding({ signal: 'shared-host', platform: null, value: 1, because: [sentence(zh, en)], evidence })];
}

function age(hostView: HostView, context: DetectionContext): Finding[] {
  const days = domainAgeDays(hostView.registration, context.now);
  if (days === null) return [];
  const evidence = [
    {
      digest: hostView.registration?.rdap ?? hostView.registration?.whois ?? null,
      text: hostView.registration?.createdAt ?? '',
    },
  ];
  const shown = Math.round(days);
  if (days < 180) {
    const zh = `域名注册仅 ${shown} 天（官方平台域名已使用多年）`;
    const en = `The domain was registered only ${shown} days ago (official names are years old)`;
    return [
      finding({
        signal: 'young-domain',
        platform: null,
        value: days < 30 ? 1 : days < 90 ? 0.8 : 0.5,
        because: [sentence(zh, en)],
        evidence,
      }),
    ];
  }
  if (days < 365) return [];
  const zh = `域名已注册 ${(days / 365).toFixed(1)} 年`;
  const en = `The domain has been registered for ${(days / 365).toFixed(1)} years`;
  return [
    finding({
      signal: 'established-domain',
      platform: null,
      value: days > 6 * 365 ? 1 : days > 3 * 365 ? 0.7 : 0.35,
      because: [sentence(zh, en)],
      evidence,
    }),
  ];
}

function registrant(hostView: HostView): Finding[] {
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
      evidence: [{ digest: hostView.registration?.rdap ?? hostView.registration?.whois ?? null, text: shown }],
    }),
  ];
}

function certificate(hostView: HostView): Finding[] {
  const tls = hostView.probe?.tls;
  if (!tls || tls.valid) return [];
  const reason = tls.error ?? 'unknown';
  return [
    finding({
      signal: 'certificate-problem',
      platform: null,
      value: 1,
      because: [sentence(`服务器证书未通过验证：${reason}`, `The server certificate does not validate: ${reason}`)],
      evidence: [{ digest: null, text: reason }],
    }),
  ];
}

function bareAddress(hostView: HostView): Finding[] {
  if (parse(hostView.host).isIp !== true) return [];
  return [
    finding({
      signal: 'bare-address',
      platform: null,
      value: 1,
      because: [
        sentence(`网站只有地址 ${hostView.host}，没有域名`, `The site has a bare address ${hostView.host} and no name`),
      ],
      evidence: [{ digest: null, text: hostView.host }],
    }),
  ];
}
