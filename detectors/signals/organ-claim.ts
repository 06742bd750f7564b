/** Whether a page presents itself as a state organ's query service, or as somebody else's honest own site. */
import type { Finding } from '../../storage/vocabulary/detect.ts';
import type { PageModel } from '../../storage/vocabulary/page-model.ts';
import type { Platform } from '../../storage/vocabulary/platform.ts';
import type { CaptureView } from '../host-view.ts';
import { finding, pageEvidence, quote, sentence } from '../finding.ts';
import { asksForCertificate } from './form-fingerprint.ts';
import { compactText } from '../reading/normalise-text.ts';
import { hostOf } from '../names/official-hosts.ts';
import { officialNames } from '../names/official-names.ts';
import { pageText } from '../reading/page-text.ts';
import type { PageText } from '../reading/page-text.ts';

const NATIONAL =
  /中华人民共和国|国家(?:安全生产|应急|职业|市场|特种|建筑|工程)|(?:应急管理|住房和城乡建设|人力资源和社会保障|教育|工业和信息化|交通运输|公安|国家安全生产监督管理)部(?!门|分)|国家[\u4e00-\u9fff]{2,8}(?:总局|局|委员会)|(?:市场监督管理|安全生产监督管理|安监|质检)总局|^全国[\u4e00-\u9fff]{2,24}(?:平台|系统|查询网?|信息网|门户)/;
const ORGAN_NAME = /中华人民共和国|(?:部|总局|委员会)(?!门|分)/;
const REGIONAL =
  /[\u4e00-\u9fff]{2,8}(?:省|市|自治区|区|县|州|盟)(?:应急管理|住房和城乡建设|人力资源和社会保障|建设|教育|市场监督管理|质量技术监督|安全生产监督管理|安监|交通运输|劳动)(?:厅|局|委员会|委|部门)|(?:省|市|县|区)人民政府|(?:应急管理|住房和城乡建设|人力资源和社会保障|市场监督管理)(?:厅|局)/;
const QUERY =
  /(?:证|证书|证件|合格|资格|职称|学历|人员|许可|考核|成绩|持证)[\u4e00-\u9fff]{0,14}(?:查询|查验|核验|验证|验真|真伪|核查|核对|查证|校验|鉴别|信息公示|状态公示)|(?:查询|核验|验证|查验|核查|校验)[\u4e00-\u9fff]{0,10}(?:证书|证件|资格|合格|平台|系统)/;
const TALKERS = /学校|学院|大学|培训|公司|集团|协会|网校|新闻|日报|晚报|百科|论坛|博客|导航/;
const OWNER_LINE = /版权所有|主办单位|主办[:：]|承办单位|copyright|©|\(c\)|网站名称|主管单位/i;
const OWN =
  /学校|学院|大学|职校|技校|培训(?:中心|机构|基地|部|站)|有限(?:责任)?公司|公司|集团|工作室|事务所|协会|商会|网校|教育科技|商城|旗舰店|医院|银行|日报|晚报|新闻网|晚报社|杂志社|出版社|论坛|博客|社区|百科/;

/**
 * The page's claim to be an organ's query service. Without a query form, a record or an app on the page itself (a start
 * page with cards) the claim counts less, and nothing when the page talks (`talk`, 0..1) about the organ instead.
 */
export function organClaim(
  capture: CaptureView,
  platforms: readonly Platform[],
  offers: { record: boolean; app: boolean },
  talk: number,
): Finding[] {
  const { page } = capture;
  if (!page || talk >= 0.5) return [];
  const text = pageText(page);
  const places = claimLines(text);
  const nationals = places.filter((line) => NATIONAL.test(line) && !TALKERS.test(line));
  const national = nationals.find((line) => ORGAN_NAME.test(line)) ?? nationals[0];
  const regional = places.find((line) => REGIONAL.test(line) && !TALKERS.test(line));
  const organ = national ?? regional;
  const asks = [text.title, ...places].find((line) => QUERY.test(line) || wornName(line, platforms));
  if (!organ || !asks) return [];
  const offered =
    asksForCertificate(page) || offers.record
      ? 1
      : offers.app || claimsQuery(text.title)
        ? 0.85
        : talk >= 0.25
          ? 0
          : 0.6;
  // Naming a ministry as owner says more than calling oneself national.
  const standing = national ? (ORGAN_NAME.test(national) ? 1 : 0.75) : 0.62;
  const value = standing * (TALKERS.test(text.title) ? 0.3 : 1) * offered * (1 - talk);
  if (value < 0.1) return [];
  const zh = `页面以机关名义（“${quote(organ)}”）提供证书查询（“${quote(asks)}”），但该域名不是政府或已登记的官方域名`;
  const en = `The page offers a certificate query ("${quote(asks)}") in an organ's name ("${quote(organ)}"), yet the host is neither a government name nor listed as official`;
  return [
    finding({
      signal: 'organ-claim',
      platform: closestOwner(organ, platforms),
      value,
      because: [sentence(zh, en)],
      evidence: [pageEvidence(capture, organ)],
    }),
  ];
}

/**
 * A title that claims a nation-wide or ministry's query service: such a page presents itself, whatever news stand
 * below.
 */
export function claimsQuery(title: string): boolean {
  return NATIONAL.test(title) && QUERY.test(title) && !TALKERS.test(title);
}

/** Wearing a platform's name is offering its query. */
function wornName(line: string, platforms: readonly Platform[]): boolean {
  const compact = compactText(line);
  return platforms.some((platform) =>
    officialNames(platform).some((name) => name.length >= 6 && compact.includes(name)),
  );
}

/** Places where a page says who it is: title, headings, banner lines and the owner's line at the foot. */
function claimLines(text: PageText): string[] {
  // The issuer printed in a record is not the page's owner.
  const banner = text.lines
    .slice(0, 12)
    .filter((line) => !line.prose && !/签发|发证|颁发|核发/.test(line.compact))
    .map((line) => line.shown.replace(/\s+/g, ''));
  const foot = text.lines
    .filter((line) => line.compact.length < 120 && OWNER_LINE.test(line.shown))
    .map((line) => line.shown.replace(/\s+/g, ''));
  return [text.title, ...[...text.headings].filter((heading) => heading.length < 60), ...banner, ...foot].filter(
    (line) => line !== '',
  );
}

/**
 * A platform of the owner whom the organ's line names (its other platforms count as related); null when none or several
 * owners are named.
 */
function closestOwner(organ: string, platforms: readonly Platform[]): string | null {
  const compact = compactText(organ);
  const owned = platforms.filter((platform) => platform.owner && compact.includes(ministryOf(platform.owner)));
  return new Set(owned.map((platform) => ministryOf(platform.owner ?? ''))).size === 1 ? (owned[0]?.id ?? null) : null;
}

/** What the names of a ministry and of its departments begin with. */
export function ministryOf(owner: string): string {
  return compactText(owner).slice(0, 4);
}

/**
 * The page names an owner of its own (school, company, paper) in its title or owner's line: exonerating unless it wears
 * a platform's name.
 */
export function ownIdentity(capture: CaptureView, platforms: readonly Platform[]): Finding[] {
  const { page } = capture;
  if (!page) return [];
  const text = pageText(page);
  const official = platforms.flatMap((platform) => [
    platform.owner,
    ...(platform.wechat ?? []).flatMap((account) => [account.name, account.subject]),
  ]);
  const known = official.filter((name) => name !== undefined).map(compactText);
  const isOwn = (line: string) => OWN.test(line) && !known.some((name) => name !== '' && line.includes(name));
  const title = text.titleParts.find(isOwn);
  const foot = ownerLines(text).find(isOwn);
  if (!title && !foot) return [];
  const wears = platforms.some((platform) =>
    officialNames(platform).some((name) => text.titleParts.includes(name) || text.headings.has(name)),
  );
  const value = ((title ? 0.6 : 0) + (foot ? 0.5 : 0)) * (wears ? 0.25 : 1);
  const shown = quote(title ?? foot ?? '');
  const zh = `页面写明自己的主体：“${shown}”`;
  const en = `The page names an owner of its own: "${shown}"`;
  return [
    finding({
      signal: 'own-identity',
      platform: null,
      value,
      because: [sentence(zh, en)],
      evidence: [pageEvidence(capture, shown)],
    }),
  ];
}

/**
 * A site that leads a life of its own: a filing number no platform holds and many inner pages. Fakes stop at the copied
 * front.
 */
export function ownLife(capture: CaptureView, officialNumbers: readonly string[]): Finding[] {
  const { page } = capture;
  if (!page) return [];
  const host = hostOf(page.url);
  const numbers =
    pageText(page)
      .compact.match(/icp(?:备|备案|证)?\d{5,10}/g)
      ?.map((number) => number.replace(/\D/g, '')) ?? [];
  const filed =
    numbers.length > 0 && !numbers.some((number) => officialNumbers.some((official) => official.includes(number)));
  const paths = new Set(
    page.links
      .slice(0, 600)
      .filter((link) => hostOf(link.href) === host)
      .map((link) => URL.parse(link.href)?.pathname ?? ''),
  );
  if (!filed || paths.size < 8) return [];
  const zh = `网站有自己的备案号和 ${paths.size} 个自有页面`;
  const en = `The site has a filing number of its own and ${paths.size} inner pages`;
  return [
    finding({
      signal: 'own-life',
      platform: null,
      value: 1,
      because: [sentence(zh, en)],
      evidence: [pageEvidence(capture)],
    }),
  ];
}

function ownerLines(text: PageText): string[] {
  return text.lines
    .filter((line) => line.compact.length < 160 && OWNER_LINE.test(line.shown))
    .map((line) => line.compact);
}

/** Names of owners a page gives itself, compact: used to compare pages of one host and the registrant. */
export function ownerNames(page: PageModel): string[] {
  const text = pageText(page);
  return [...text.titleParts, ...ownerLines(text)].filter((line) => OWN.test(line) || REGIONAL.test(line));
}
