/**
 * Official filing numbers, site codes, CONAC marks, analytics ids and hot-linked files of a platform on a foreign host.
 */
import type { Finding } from '../../storage/vocabulary/detect.ts';
import type { Platform } from '../../storage/vocabulary/platform.ts';
import type { CaptureView, DetectionContext } from '../host-view.ts';
import { extractClues } from '../reading/clues.ts';
import type { Clue, ClueKind } from '../reading/clues.ts';
import { finding, pageEvidence, quote, sentence } from '../finding.ts';
import { normaliseText } from '../reading/normalise-text.ts';
import { hostOf, officialPlatform } from '../names/official-hosts.ts';
import { pageText } from '../reading/page-text.ts';
import { talkShare } from './talking-about.ts';
import type { SignalName } from '../weights.ts';

interface OfficialId {
  platform: string;
  kind: ClueKind;
  key: string;
  shown: string;
}

const SIGNALS: Partial<Record<ClueKind, { signal: SignalName; value: number; zh: string; en: string }>> = {
  analytics: { signal: 'copied-analytics', value: 1, zh: '统计代码编号', en: 'analytics id' },
  conac: { signal: 'copied-site-id', value: 1, zh: '党政机关标识', en: 'CONAC mark' },
  siteCode: { signal: 'copied-site-id', value: 0.9, zh: '政府网站标识码', en: 'government site code' },
  icp: { signal: 'copied-filing', value: 1, zh: 'ICP 备案号', en: 'ICP filing number' },
  police: { signal: 'copied-filing', value: 1, zh: '公安备案号', en: 'police filing number' },
};

const known = new WeakMap<DetectionContext, OfficialId[]>();

/**
 * Ids that belong to platforms: their profiles' and those read from their reference pages. An id two platforms share
 * belongs to the first.
 */
export function officialIds(context: DetectionContext): OfficialId[] {
  const ready = known.get(context);
  if (ready) return ready;
  const ids: OfficialId[] = [];
  const add = (platform: string, kind: ClueKind, shown: string) => {
    const key = idKey(kind, shown);
    if (key !== '' && !ids.some((id) => id.kind === kind && id.key === key && id.platform === platform))
      ids.push({ platform, kind, key, shown });
  };
  for (const platform of context.platforms)
    for (const [kind, shown] of profileIds(platform)) add(platform.id, kind, shown);
  for (const reference of context.references) {
    const view = {
      visit: { persona: reference.persona },
      page: reference.page,
      html: '',
      raster: null,
      artifacts: {},
    } as unknown as CaptureView;
    for (const clue of extractClues(view)) if (clue.kind in SIGNALS) add(reference.platform, clue.kind, clue.value);
  }
  known.set(context, ids);
  return ids;
}

function profileIds(platform: Platform): [ClueKind, string][] {
  const { icp = [], police = [], siteCode = [], conac = [], analytics = [] } = platform.ids ?? {};
  const lists: [ClueKind, string[]][] = [
    ['icp', icp],
    ['police', police],
    ['siteCode', siteCode],
    ['conac', conac],
    ['analytics', analytics],
  ];
  return lists.flatMap(([kind, values]) => values.map((value): [ClueKind, string] => [kind, value]));
}

/** Filing numbers compare by province and digits (the part after the hyphen numbers the sites of one holder). */
function idKey(kind: ClueKind, shown: string): string {
  const normal = normaliseText(shown).replace(/\s+/g, '');
  if (kind === 'icp')
    return (/^.?icp[^\d]{0,4}\d{5,10}/.exec(normal)?.[0] ?? normal).replace(
      /[^\d京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]/g,
      '',
    );
  if (kind === 'police') return normal.replace(/\D/g, '');
  if (kind === 'analytics') return normal.replace(/^(?:hm|cnzz|51la|ga):/, '');
  return normal;
}

/** Findings for ids of a platform on this page, and for scripts, styles and pictures taken from official hosts. */
export function copiedIdentifiers(capture: CaptureView, context: DetectionContext): Finding[] {
  const { page } = capture;
  if (!page) return [];
  const clues = extractClues(capture);
  const discount = 1 - 0.8 * talkShare(page, context);
  const findings: Finding[] = [];
  for (const official of officialIds(context)) {
    const clue = clues.find(
      (candidate) => candidate.kind === official.kind && idKey(candidate.kind, candidate.value) === official.key,
    );
    if (clue) findings.push(...copied(capture, context, official, clue, discount));
  }
  return [...findings, ...hotLinked(capture, context, discount)];
}

function copied(
  capture: CaptureView,
  context: DetectionContext,
  official: OfficialId,
  clue: Clue,
  discount: number,
): Finding[] {
  const signal = SIGNALS[official.kind];
  if (!signal) return [];
  const printed = official.kind === 'icp' || official.kind === 'police' || official.kind === 'siteCode';
  // A number inside a sentence is being talked about; one standing alone is being worn.
  const value = signal.value * (printed ? discount * (standsInProse(capture, clue.value) ? 0.25 : 1) : 1);
  const name = context.platforms.find((platform) => platform.id === official.platform)?.name ?? official.platform;
  const zh = `页面带有“${name}”的${signal.zh}“${quote(clue.value)}”（官方值 ${official.shown}），而该域名不属于它`;
  const en = `The page carries the ${signal.en} "${quote(clue.value)}" of ${name} (official value ${official.shown}), yet the host is not its own`;
  return [
    finding({
      signal: signal.signal,
      platform: official.platform,
      value,
      because: [sentence(zh, en)],
      evidence: [pageEvidence(capture, clue.value)],
    }),
  ];
}

function standsInProse(capture: CaptureView, value: string): boolean {
  if (!capture.page) return false;
  const key = normaliseText(value).replace(/[^\d]/g, '');
  return pageText(capture.page).lines.some(
    (line) => line.prose && line.compact.includes(key) && !/版权所有|copyright|主办单位|©/i.test(line.shown),
  );
}

function hotLinked(capture: CaptureView, context: DetectionContext, discount: number): Finding[] {
  const { page } = capture;
  if (!page) return [];
  const taken = new Map<string, { code: string[]; pictures: string[] }>();
  const note = (url: string, list: 'code' | 'pictures') => {
    const platform = officialPlatform(hostOf(url), context.platforms);
    if (!platform) return;
    const lists = taken.get(platform.id) ?? { code: [], pictures: [] };
    lists[list].push(url);
    taken.set(platform.id, lists);
  };
  for (const url of page.scripts.slice(0, 500)) note(url, 'code');
  for (const url of styleSheets(capture.html)) note(url, 'code');
  for (const image of page.images.slice(0, 500)) note(image.src, 'pictures');
  return [...taken].map(([platform, { code, pictures }]) => {
    const value = Math.min(1, (code.length > 0 ? 0.75 : 0) + Math.min(0.5, 0.25 * pictures.length)) * discount;
    const shown = quote([...code, ...pictures][0] ?? '', 100);
    const zh = `页面直接引用官方网站的 ${code.length} 个脚本或样式、${pictures.length} 张图片（如 ${shown}）`;
    const en = `The page loads ${code.length} scripts or styles and ${pictures.length} pictures straight from the official site (e.g. ${shown})`;
    return finding({
      signal: 'hot-linked',
      platform,
      value,
      because: [sentence(zh, en)],
      evidence: [pageEvidence(capture, shown)],
    });
  });
}

function styleSheets(html: string): string[] {
  const found: string[] = [];
  const pattern = /<link\b[^<>]{0,400}?href=["']?((?:https?:)?\/\/[^"'\s<>]{4,300})/gi;
  for (const match of html.slice(0, 100_000).matchAll(pattern)) {
    if (found.length >= 100) break;
    if (/stylesheet|\.css|icon/i.test(match[0])) found.push((match[1] ?? '').replace(/^\/\//, 'https://'));
  }
  return found;
}
