/** A page's claim to be a state organ's query service: the organ it names, and what it offers in that name. */
import type { Platform } from '../../storage/vocabulary/platform.ts';
import { officialNames } from '../names/official-names.ts';
import { NATIONAL_ORGAN, REGIONAL_ORGAN } from './organ-words.ts';
import { OWNER_LINE } from './page-owner.ts';
import type { PageText } from './page-text.ts';
import { compactText } from '../text/normalise-text.ts';

const ORGAN_NAME = /中华人民共和国|(?:部|总局|委员会)(?!门|分)/;

const QUERY =
  /(?:证|证书|证件|合格|资格|职称|学历|人员|许可|考核|成绩|持证)[\u4e00-\u9fff]{0,14}(?:查询|查验|核验|验证|验真|真伪|核查|核对|查证|校验|鉴别|信息公示|状态公示)|(?:查询|核验|验证|查验|核查|校验)[\u4e00-\u9fff]{0,10}(?:证书|证件|资格|合格|平台|系统)/;

const TALKERS = /学校|学院|大学|培训|公司|集团|协会|网校|新闻|日报|晚报|百科|论坛|博客|导航/;

/** A claim as the page's own lines make it. */
export interface ClaimedOrgan {
  /** The line that names the organ. */
  organ: string;
  /** The line that offers a query, or wears a platform's name. */
  asks: string;
  /** 0..1: a ministry as owner says more than a service that calls itself national, and that more than a bureau. */
  standing: number;
  /** The title names a school, firm or paper: those write about organs. */
  fromTalker: boolean;
}

/** The claim of a page; null when it names no organ or offers no query in its name. */
export function claimedOrgan(text: PageText, platforms: readonly Platform[]): ClaimedOrgan | null {
  const places = claimLines(text);
  const nationals = places.filter((line) => NATIONAL_ORGAN.test(line) && !TALKERS.test(line));
  const national = nationals.find((line) => ORGAN_NAME.test(line)) ?? nationals[0];
  const regional = places.find((line) => REGIONAL_ORGAN.test(line) && !TALKERS.test(line));
  const organ = national ?? regional;
  const asks = [text.title, ...places].find((line) => QUERY.test(line) || wornName(line, platforms));
  if (!organ || !asks) return null;
  const standing = national ? (ORGAN_NAME.test(national) ? 1 : 0.75) : 0.62;
  return { organ, asks, standing, fromTalker: TALKERS.test(text.title) };
}

/**
 * A title that claims a nation-wide or ministry's query service: such a page presents itself, whatever news stand
 * below.
 */
export function claimsQuery(title: string): boolean {
  return NATIONAL_ORGAN.test(title) && QUERY.test(title) && !TALKERS.test(title);
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
