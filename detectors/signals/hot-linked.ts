/** Scripts, styles and pictures loaded straight from official hosts. */
import type { Finding } from '../../storage/vocabulary/detect.ts';
import { finding, pageEvidence, quote, sentence } from '../finding.ts';
import type { CaptureView, DetectionContext } from '../host-view.ts';
import { hostOf, officialPlatform } from '../names/official-hosts.ts';
import { talkShare } from '../reading/talk-share.ts';

/** One finding per platform whose files the page loads; code counts more than pictures, talk discounts both. */
export function hotLinked(capture: CaptureView, context: DetectionContext): Finding[] {
  const { page } = capture;
  if (!page) return [];
  const discount = 1 - 0.8 * talkShare(page, context);
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
