/** A page that calls itself the only official place to check certificates: forgers protest, organs do not need to. */
import type { Finding } from '../../storage/vocabulary/detect.ts';
import type { CaptureView, DetectionContext } from '../host-view.ts';
import { finding, pageEvidence, quote, sentence } from '../finding.ts';
import { pageText } from '../reading/page-text.ts';
import { talkShare } from '../reading/talk-share.ts';

/** Source: domain brief §2 (“工信部已备案，唯一官方认证” on the fakes of one family) and §7 selling words. */
const BOAST =
  /唯一(?:的)?(?:官方|合法|指定|权威|联网|统一|法定)?(?:查询|验证|核验|认证|管理方|发布)(?:网站?|入口|平台|渠道|机构)?|唯一(?:官方|权威|合法|指定)(?:网站?|入口|平台|渠道)|权威唯一|全国唯一|工信部(?:已)?备案|(?:以|凭)本(?:网|站|平台|app)(?:的)?查询结果为准|(?:无法|不能|未能)(?:在本网)?查(?:询|验)(?:到)?的(?:证书)?(?:一律|均)?(?:无效|为假)|其他(?:渠道|网站|平台)(?:的)?(?:查询)?结果(?:一律|均)?无效/;
/** Words by which a line speaks of somebody else's site. */
const OF_OTHERS = /gov\.cn|https?:|认准|官方网址|请到|请登录|应当到/;

/** One finding, of no platform in particular; none for pages that talk and for lines that point elsewhere. */
export function soleOfficial(capture: CaptureView, context: DetectionContext): Finding[] {
  const { page } = capture;
  if (!page) return [];
  const talk = talkShare(page, context);
  if (talk >= 0.5) return [];
  const text = pageText(page);
  const line = [{ shown: text.title }, ...text.lines.slice(0, 400)].find(({ shown }) => {
    const said = shown.toLowerCase().replace(/\s+/g, '');
    return BOAST.test(said) && !OF_OTHERS.test(said);
  });
  if (!line) return [];
  const shown = quote(line.shown, 80);
  const because = sentence(
    `页面自称唯一或官方认证的查询处（“${shown}”）`,
    `The page calls itself the only or certified place to check ("${shown}")`,
  );
  return [
    finding({
      signal: 'sole-official',
      platform: null,
      value: 1 - talk,
      because: [because],
      evidence: [pageEvidence(capture, line.shown)],
    }),
  ];
}
