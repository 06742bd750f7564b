/** Compares title, headings, menu entries, messages and wording of a page with a platform's own. */
import type { PageModel } from '../../storage/vocabulary/page-model.ts';
import type { Platform } from '../../storage/vocabulary/platform.ts';
import type { Sentence } from '../../storage/vocabulary/sentence.ts';
import { quote, sentence } from '../finding.ts';
import type { DetectionContext } from '../host-view.ts';
import { hostOf, isOfficialHost } from '../names/official-hosts.ts';
import { type PageText, pageText } from './page-text.ts';
import { offersQuery } from './offers-query.ts';
import { referenceTexts, wordingOverlap } from './reference-text.ts';
import { bigramSimilarity, compactText } from '../text/normalise-text.ts';

/** What one page shares with one platform, each part 0..1 before the discount. */
export interface WordMatch {
  platform: string;
  title: number;
  headline: number;
  sections: number;
  messages: number;
  wording: number;
  value: number;
  because: Sentence[];
}

interface PlatformWords {
  platform: Platform;
  names: { shown: string; compact: string }[];
  sections: { shown: string; compact: string }[];
  messages: { shown: string; compact: string }[];
  keywords: { shown: string; compact: string }[];
}

const ORGAN_NAME = /(?:部|局|厅|委员会|委)$/;

const NEAR = 0.82;

const prepared = new WeakMap<DetectionContext, Map<string, PlatformWords>>();

const officialLabels = new WeakMap<DetectionContext, WeakMap<PageModel, Set<string>>>();

/** The undiscounted comparison of a page with one platform. */
export function matchWords(page: PageModel, platform: Platform, context: DetectionContext): WordMatch {
  const text = pageText(page);
  const wanted = platformWords(platform, context);
  const linked = labelsOfOfficialLinks(page, context);
  const because: Sentence[] = [];
  const title = titleMatch(text, wanted, because);
  const headline = headlineMatch(text, wanted, linked, because);
  const sections = sectionMatch(text, wanted, linked, because);
  const messages = messageMatch(text, wanted, because);
  const wording = wordingMatch(page, platform, context, because);
  const topic = title > 0 ? 0 : topicMatch(page, text, wanted, because);
  const parts = [0.3 * topic, 0.85 * title, 0.75 * headline, 0.7 * sections, 0.45 * messages, 0.9 * wording];
  const value = 1 - parts.reduce((rest, part) => rest * (1 - part), 1);
  return { platform: platform.id, title, headline, sections, messages, wording, value, because };
}

/** The profile's names plus the titles of its reference pages, where those are telling and no other platform's. */
function platformWords(platform: Platform, context: DetectionContext): PlatformWords {
  const all = prepared.get(context) ?? new Map<string, PlatformWords>();
  prepared.set(context, all);
  const known = all.get(platform.id);
  if (known) return known;
  const forms = (texts: readonly string[], least: number) =>
    [...new Set(texts)]
      .map((shown) => ({ shown, compact: compactText(shown) }))
      .filter(({ compact }) => compact.length >= least);
  const sections = forms(platform.sections ?? [], 4);
  const titles = referenceTitles(platform, context).filter(
    (title) => !sections.some(({ compact }) => compact === compactText(title)),
  );
  // the name of its app or account is worn like the platform's own
  const accounts = (platform.wechat ?? []).map(({ name }) => name).filter((name) => compactText(name).length >= 6);
  const result = {
    platform,
    names: forms([platform.name, ...(platform.titles ?? []), ...accounts, ...titles], 3),
    keywords: forms(platform.keywords ?? [], 5).filter(({ compact }) => !ORGAN_NAME.test(compact)),
    sections,
    messages: forms(platform.messages ?? [], 8),
  };
  all.set(platform.id, result);
  return result;
}

function referenceTitles(platform: Platform, context: DetectionContext): string[] {
  const others = new Set(
    context.references.filter((item) => item.platform !== platform.id).map((item) => compactText(item.page.title)),
  );
  return context.references
    .filter((item) => item.platform === platform.id)
    .map((item) => item.page.title.slice(0, 80).trim())
    .filter((title) => compactText(title).length >= 8 && !others.has(compactText(title)));
}

function titleMatch(text: PageText, wanted: PlatformWords, because: Sentence[]): number {
  const whole = text.titleCompact;
  if (whole === '') return 0;
  for (const name of wanted.names) {
    const equal = whole === name.compact || text.titleParts.includes(name.compact);
    const near =
      !equal &&
      name.compact.length >= 5 &&
      [whole, ...text.titleParts].some((part) => bigramSimilarity(part, name.compact) >= NEAR);
    const inside = !equal && !near && name.compact.length >= 8 && whole.includes(name.compact);
    if (!equal && !near && !inside) continue;
    const rest = Math.max(0, whole.length - name.compact.length);
    const value = equal ? (rest > 12 ? 0.85 : 1) : near ? 0.85 : Math.max(0.2, 0.8 - rest / 30);
    const how = equal ? ['相同', 'equals'] : near ? ['近似', 'nearly equals'] : ['包含', 'contains'];
    because.push(
      sentence(
        `页面标题“${quote(text.title)}”与官方平台标题“${name.shown}”${how[0] ?? ''}`,
        `Page title "${quote(text.title)}" ${how[1] ?? ''} the official title "${name.shown}"`,
      ),
    );
    return value;
  }
  const section = wanted.sections.find(
    ({ compact }) =>
      compact.length >= 7 &&
      (whole === compact || text.titleParts.includes(compact) || bigramSimilarity(whole, compact) >= NEAR),
  );
  if (!section) return titleContains(text, wanted, because);
  because.push(
    sentence(
      `页面标题“${quote(text.title)}”与官方栏目名“${section.shown}”一致`,
      `Page title "${quote(text.title)}" is the official column name "${section.shown}"`,
    ),
  );
  return whole.length > section.compact.length + 6 ? 0.3 : 0.5;
}

/** A column's name inside a longer title, such as 国家特种作业操作证查询平台. */
function titleContains(text: PageText, wanted: PlatformWords, because: Sentence[]): number {
  const section = wanted.sections.find(({ compact }) => compact.length >= 7 && text.titleCompact.includes(compact));
  if (!section) return 0;
  because.push(
    sentence(
      `页面标题“${quote(text.title)}”含官方栏目名“${section.shown}”`,
      `Page title "${quote(text.title)}" contains the official column name "${section.shown}"`,
    ),
  );
  return 0.3;
}

/** The platform's name as a banner or heading of its own, not as the text of a link to the official site. */
function headlineMatch(text: PageText, wanted: PlatformWords, linked: Set<string>, because: Sentence[]): number {
  for (const name of wanted.names) {
    if (name.compact.length < 6 || linked.has(name.compact)) continue;
    const line = text.labels.get(name.compact) ?? nearLabel(text, name.compact);
    const glued = line ? null : gluedLabel(text, name.compact);
    const inside = line || glued ? null : bannerWith(text, name.compact);
    const found = line ?? glued ?? inside;
    if (!found) continue;
    because.push(
      sentence(
        `页面把“${quote(found.shown)}”作为标题或栏目显示，官方平台名称为“${name.shown}”`,
        `The page shows "${quote(found.shown)}" as a heading; the official name is "${name.shown}"`,
      ),
    );
    // an organ's bare name is a claim of authority (organ-claim), not the name of its web site
    const own = ORGAN_NAME.test(name.compact) || ORGAN_NAME.test(found.compact) ? 0.3 : 1;
    return own * (found.compact === name.compact ? 1 : inside ? 0.7 : 0.8);
  }
  return 0;
}

/** A line near the top that is the name with an owner before it or a word behind it. */
function bannerWith(text: PageText, wanted: string) {
  if (wanted.length < 6) return null;
  return (
    text.lines
      .slice(0, 12)
      .find((line) => !line.prose && line.compact.length <= wanted.length + 16 && line.compact.includes(wanted)) ?? null
  );
}

/** A banner with a slightly changed name (平台 → 系统, one letter different). */
function nearLabel(text: PageText, wanted: string) {
  if (wanted.length < 8) return null;
  let looked = 0;
  for (const [compact, line] of text.labels) {
    if (Math.abs(compact.length - wanted.length) > wanted.length * 0.3) continue;
    looked += 1;
    if (looked > 400) return null;
    if (bigramSimilarity(compact, wanted) >= NEAR) return line;
  }
  return null;
}

/** A name broken over two or three lines, as banners do. */
function gluedLabel(text: PageText, wanted: string) {
  const lines = text.lines.slice(0, 60);
  for (let index = 0; index + 1 < lines.length; index += 1) {
    const [first, second, third] = [lines[index], lines[index + 1], lines[index + 2]];
    if (!first || !second || first.prose || !wanted.startsWith(first.compact) || first.compact.length < 2) continue;
    const two = first.compact + second.compact;
    if (two === wanted || two + (third?.compact ?? '') === wanted) return { ...first, compact: wanted, shown: wanted };
  }
  return null;
}

function sectionMatch(text: PageText, wanted: PlatformWords, linked: Set<string>, because: Sentence[]): number {
  const found = wanted.sections.filter(({ compact }) => !linked.has(compact) && hasLabel(text, compact));
  if (found.length === 0) return 0;
  const amount = found.reduce((sum, { compact }) => sum + (compact.length >= 7 ? 1 : 0.4), 0);
  const names = found.map(({ shown }) => shown);
  because.push(
    sentence(
      `页面出现官方平台 ${wanted.sections.length} 个栏目名中的 ${found.length} 个：“${quote(names.join('”“'), 90)}”`,
      `The page shows ${found.length} of the official platform's ${wanted.sections.length} column names: "${quote(names.join('", "'), 90)}"`,
    ),
  );
  return amount >= 3 ? 1 : amount >= 2 ? 0.85 : amount >= 1 ? 0.4 : 0.15;
}

/** As a label of its own, or with a short head or tail such as 国家… or …进入查询. */
function hasLabel(text: PageText, compact: string): boolean {
  if (text.labels.has(compact)) return true;
  if (compact.length < 7) return false;
  let looked = 0;
  for (const label of text.labels.keys()) {
    looked += 1;
    if (looked > 3000) return false;
    if (label.length > compact.length && label.length <= compact.length + 9 && label.includes(compact)) return true;
  }
  return false;
}

/** The platform's subject in the title or a heading of a page that asks for or shows a certificate: a little. */
function topicMatch(page: PageModel, text: PageText, wanted: PlatformWords, because: Sentence[]): number {
  if (!offersQuery(page)) return 0;
  const places = [
    text.titleCompact,
    ...text.headings,
    ...text.lines
      .slice(0, 4)
      .filter((line) => !line.prose)
      .map((line) => line.compact),
  ];
  const keyword = wanted.keywords.find(({ compact }) =>
    places.some((place) => place.length <= compact.length + 20 && place.includes(compact)),
  );
  if (!keyword) return 0;
  because.push(
    sentence(
      `标题或栏目含官方平台的业务名称“${keyword.shown}”`,
      `Title or heading names the official platform's subject "${keyword.shown}"`,
    ),
  );
  return 1;
}

function messageMatch(text: PageText, wanted: PlatformWords, because: Sentence[]): number {
  const found = wanted.messages.filter(({ compact }) => text.compact.includes(compact));
  if (found.length === 0) return 0;
  const names = found.map(({ shown }) => shown);
  because.push(
    sentence(
      `页面使用官方平台的提示语“${quote(names.join('”“'), 90)}”`,
      `The page uses the official platform's messages "${quote(names.join('", "'), 90)}"`,
    ),
  );
  return found.length >= 2 ? 1 : 0.6;
}

function wordingMatch(page: PageModel, platform: Platform, context: DetectionContext, because: Sentence[]): number {
  let best = 0;
  let url = '';
  for (const reference of referenceTexts(context.references)) {
    if (reference.reference.platform !== platform.id) continue;
    const overlap = wordingOverlap(page, reference);
    if (overlap > best) [best, url] = [overlap, reference.reference.url];
  }
  const value = Math.min(1, Math.max(0, (best - 0.25) / 0.5));
  if (value > 0)
    because.push(
      sentence(
        `正文与官方页面 ${url} 的文字重合 ${Math.round(best * 100)}%`,
        `The wording agrees to ${Math.round(best * 100)}% with the official page ${url}`,
      ),
    );
  return value;
}

/** Compact texts of links that lead to official hosts: naming them is pointing at the platform, not posing as it. */
function labelsOfOfficialLinks(page: PageModel, context: DetectionContext): Set<string> {
  const pages = officialLabels.get(context) ?? new WeakMap<PageModel, Set<string>>();
  officialLabels.set(context, pages);
  const known = pages.get(page);
  if (known) return known;
  const labels = new Set<string>();
  for (const link of page.links.slice(0, 3000)) {
    if (isOfficialHost(hostOf(link.href), context.platforms, context.allowList))
      labels.add(compactText(link.text.slice(0, 120)));
  }
  pages.set(page, labels);
  return labels;
}
