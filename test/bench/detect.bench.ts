/**
 * Milliseconds of CPU the detectors take per page, and one picture against fifty references; ratios to one naive
 * pixelmatch and to one pass over memory.
 */
import pixelmatch from 'pixelmatch';
import { assess } from '../../detectors/assess.ts';
import { screenshotComparison } from '../../detectors/signals/screenshot-comparison.ts';
import type { DetectionContext, ReferenceView, HostView } from '../../detectors/host-view.ts';
import type { PageModel } from '../../storage/vocabulary/page-model.ts';
import { article, canvas, portal } from '../detectors/drawn-raster.ts';
import {
  LIFTS,
  OFFICIAL_FORM,
  OFFICIAL_HOME,
  REFERENCES,
  WORKS,
  capture,
  context,
  page,
  queryForm,
  reference,
  hostView,
} from '../detectors/page-fixtures.ts';

export interface BenchRow {
  label: string;
  value: number;
  unit: string;
  ratio?: number;
}

const PAGES = 60;
const SENTENCE = '关于做好特种作业人员考核发证工作的通知，请各有关单位认真学习并贯彻执行，联系电话见附件。\n';

export async function run(): Promise<{ name: string; rows: BenchRow[] }> {
  const naive = naivePixelmatch();
  const pass = memoryPass();
  const perPage = cpuPerCall(subjects(PAGES), (item) => assess(item, ready));
  const long = cpuPerCall(
    Array.from({ length: 6 }, () => longPage()),
    (item) => assess(item, ready),
  );
  const ofFifty: DetectionContext = { ...ready, platforms: [WORKS, LIFTS], references: fiftyReferences() };
  const pictures = cpuPerCall(
    Array.from({ length: 20 }, (_, index) => freshPortal(index)),
    (raster) => screenshotComparison(capture(page(), { raster }), ofFifty),
  );
  return {
    name: 'detectors',
    rows: [
      { label: 'one pixelmatch, 1280x800, a tenth of it different', value: naive, unit: 'ms CPU', ratio: 1 },
      { label: 'all detectors, one page, 10 references', value: perPage, unit: 'ms CPU', ratio: perPage / naive },
      { label: 'all detectors, a page of 200,000 characters', value: long, unit: 'ms CPU', ratio: long / naive },
      { label: 'one picture against 50 references', value: pictures, unit: 'ms CPU', ratio: pictures / naive },
      { label: 'one pass over the 50 rasters (memory-bound)', value: pass, unit: 'ms CPU', ratio: 1 },
      {
        label: 'one picture against 50 references, in such passes',
        value: pictures,
        unit: 'ms CPU',
        ratio: pictures / pass,
      },
    ],
  };
}

/** Ten references of two platforms, as a sweep has them. */
const ready: DetectionContext = context({
  references: Array.from({ length: 10 }, (_, index): ReferenceView => {
    const base = REFERENCES[index % 2]?.page ?? OFFICIAL_FORM;
    return reference(
      { ...base, text: `${base.text}\n参照 ${index}` },
      {
        platform: index < 6 ? 'works' : 'lifts',
        persona: index % 3 === 2 ? 'mobile' : 'desktop',
        raster: portal({ seed: 7 + 60 * index, height: index % 3 === 2 ? 800 : 250 }),
      },
    );
  }),
});

/** Clones, articles and unrelated pages in turn; every object is new, so nothing is remembered between them. */
function subjects(count: number): HostView[] {
  return Array.from({ length: count }, (_, index) => {
    const host = `site-${index}.example`;
    const url = `https://${host}/q?id=${index}`;
    const news = page({
      url,
      title: `通知公告 ${index}`,
      text: SENTENCE.repeat(80),
      links: Array.from({ length: 60 }, (_item, link) => ({
        href: `https://${host}/news/${link}`,
        text: SENTENCE.slice(0, 20),
      })),
    });
    const models: PageModel[] = [{ ...OFFICIAL_FORM, url, ...queryForm() }, { ...OFFICIAL_HOME, url }, news];
    const model = models[index % 3] ?? news;
    const html = `<html><body>${model.text.replaceAll('\n', '</p><p>')}</body></html>`.repeat(4);
    return hostView(host, [capture(model, { raster: index % 3 === 2 ? article(index) : freshPortal(index), html })]);
  });
}

function longPage(): HostView {
  const model = page({ url: 'https://long.example/', title: '长页面', text: SENTENCE.repeat(4400).slice(0, 200_000) });
  return hostView('long.example', [capture(model, { raster: article(5), html: model.text })]);
}

function freshPortal(seed: number) {
  return portal({ seed: 7 + (seed % 5) * 60, offsetY: seed % 7, captcha: seed });
}

function fiftyReferences(): ReferenceView[] {
  return Array.from({ length: 50 }, (_, index) =>
    reference(OFFICIAL_FORM, {
      platform: index % 2 === 0 ? 'works' : 'lifts',
      raster: portal({ seed: 7 + index * 13, banner: 20 + (index % 9) * 6 }),
    }),
  );
}

function cpuPerCall<T>(items: readonly T[], call: (item: T) => unknown): number {
  const warm = items.slice(0, Math.ceil(items.length / 3));
  for (const item of warm) call(item);
  const timed = items.slice(warm.length);
  const before = process.cpuUsage();
  for (const item of timed) call(item);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / timed.length;
}

function naivePixelmatch(): number {
  const [left, right] = [canvas(1280, 800), canvas(1280, 800)];
  for (let row = 0; row < 60; row += 1) left.line(40, 20 + row * 13, 900, row);
  right.data.set(left.data);
  right.fill(100, 100, 320, 320, [20, 80, 180]);
  return cpuPerCall(Array.from({ length: 9 }), () =>
    pixelmatch(left.data, right.data, undefined, 1280, 800, { threshold: 0.1 }),
  );
}

function memoryPass(): number {
  const rasters = Array.from({ length: 50 }, () => new Uint32Array(400 * 250));
  let sum = 0;
  const cost = cpuPerCall(Array.from({ length: 30 }), () => {
    for (const raster of rasters) for (let index = 0; index < raster.length; index += 1) sum += raster[index] ?? 0;
  });
  if (sum !== 0) throw new Error('the rasters are not blank');
  return cost;
}
