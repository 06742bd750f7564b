/** Files of its own host that carry the very paths of the platform's files: a saved copy of the official page. */
import type { Finding } from '../../storage/vocabulary/detect.ts';
import type { PageModel } from '../../storage/vocabulary/page-model.ts';
import type { CaptureView, DetectionContext } from '../host-view.ts';
import { finding, pageEvidence, quote, sentence } from '../finding.ts';
import { hostOf } from '../names/official-hosts.ts';

/** Names that every second site uses say nothing. */
const COMMON =
  /jquery|bootstrap|vue(?:\.|-)|react|axios|element-ui|layui|layer|swiper|echarts|moment|lodash|polyfill|normalize|font-?awesome|hm\.js|favicon|\/(?:index|main|app|style|common|base|reset|global|public|logo|banner|bg|login)\.\w+$/i;
/** A build's fingerprint in the file name: app.3f2a9c1b.js, chunk-7d2f…css. */
const FINGERPRINT = /[.\-_][0-9a-f]{8,}\.\w{2,4}$/i;

const known = new WeakMap<PageModel, Set<string>>();

/** Telling paths of scripts and pictures that the page loads from its own host. */
function ownPaths(page: PageModel): Set<string> {
  const ready = known.get(page);
  if (ready) return ready;
  const host = hostOf(page.url);
  const paths = new Set<string>();
  for (const url of [...page.scripts.slice(0, 300), ...page.images.slice(0, 300).map(({ src }) => src)]) {
    if (hostOf(url) !== host) continue;
    const path = URL.parse(url)?.pathname ?? '';
    if (FINGERPRINT.test(path) || (path.length >= 14 && path.split('/').length >= 3 && !COMMON.test(path)))
      paths.add(path);
  }
  known.set(page, paths);
  return paths;
}

/** One finding per platform of whose reference pages the page repeats at least two telling paths. */
export function copiedAssets(capture: CaptureView, context: DetectionContext): Finding[] {
  const { page } = capture;
  if (!page) return [];
  const own = ownPaths(page);
  if (own.size === 0) return [];
  const shared = new Map<string, Set<string>>();
  for (const reference of context.references) {
    const paths = [...ownPaths(reference.page)].filter((path) => own.has(path));
    const held = shared.get(reference.platform) ?? new Set<string>();
    for (const path of paths) held.add(path);
    shared.set(reference.platform, held);
  }
  return [...shared].flatMap(([platform, paths]) => {
    const prints = [...paths].filter((path) => FINGERPRINT.test(path)).length;
    const value = Math.min(1, 0.4 * prints + 0.2 * (paths.size - prints));
    if (value < 0.4) return [];
    const name = context.platforms.find(({ id }) => id === platform)?.name ?? platform;
    const shown = quote([...paths].slice(0, 3).join('、'), 120);
    const zh = `页面自有的 ${paths.size} 个文件与“${name}”官方页面的文件路径完全相同（${shown}）`;
    const en = `${paths.size} files of the page's own host have the very paths of the official page of ${name} (${shown})`;
    return [
      finding({
        signal: 'copied-assets',
        platform,
        value,
        because: [sentence(zh, en)],
        evidence: [pageEvidence(capture, shown)],
      }),
    ];
  });
}
