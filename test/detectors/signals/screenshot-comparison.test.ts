import { describe, expect, it } from 'vitest';
import { screenshotComparison } from '../../../detectors/signals/screenshot-comparison.ts';
import { scaledFeatures } from '../../../detectors/reading/scaled-features.ts';
import type { Raster } from '../../../detectors/host-view.ts';
import type { Persona } from '../../../storage/vocabulary/personas.ts';
import { article, canvas, portal } from '../drawn-raster.ts';
import { OFFICIAL_FORM, capture, context, page, reference } from '../page-fixtures.ts';

const official = portal();
const references = [reference(OFFICIAL_FORM, { raster: official })];
const compare = (raster: Raster | null, persona: Persona = 'desktop', refs = references) =>
  screenshotComparison(
    capture(page({ viewport: { width: 1280, height: 800 } }), { raster, persona }),
    context({ references: refs }),
  );
const valueOf = (raster: Raster) =>
  compare(raster).find((item) => item.detector === 'screenshot-comparison')?.value ?? 0;

describe('pictures that match', () => {
  it.each([
    ['the same picture', portal(), 0.95],
    ['another captcha', portal({ captcha: 99 }), 0.9],
    ['moved sideways', portal({ offsetX: 7 }), 0.8],
    ['moved down', portal({ offsetY: 9 }), 0.8],
    ['moved far down', portal({ offsetY: 41, height: 300 }), 0.6],
    ['a higher banner', portal({ banner: 52, height: 280 }), 0.6],
    ['cut lower', portal({ height: 400 }), 0.8],
  ])('%s', (_name, raster, least) => {
    expect(valueOf(raster)).toBeGreaterThanOrEqual(least);
  });

  it.each([0.8, 0.9, 1.12, 1.25])('shown at %s of their size', (factor) => {
    const { raster } = scaledFeatures(portal(), factor);
    const shown = canvas(400, 250, [245, 247, 250]);
    for (let y = 0; y < raster.height; y += 1)
      shown.data.set(raster.data.subarray(y * raster.width * 4, (y + 1) * raster.width * 4), y * 400 * 4);
    const [finding] = compare(shown);
    expect(finding?.value).toBeGreaterThan(0.5);
    expect(finding?.because[0]?.en).toMatch(/at \d+% of its size/);
  });

  it('do not suffer from a captcha', () => {
    const changed = portal();
    const box = { x: 60, y: 120, width: 80, height: 40 };
    for (let y = box.y; y < box.y + box.height; y += 1)
      for (let x = box.x; x < box.x + box.width; x += 1)
        changed.data.set((x * 7 + y * 13) % 5 < 2 ? [0, 0, 0] : [255, 255, 255], (y * 400 + x) * 4);
    const shown = { x: box.x * 3.2, y: box.y * 3.2, width: box.width * 3.2, height: box.height * 3.2 };
    const share = (src: string) => {
      const [found] = screenshotComparison(
        capture(page({ images: [{ src, alt: '', box: shown }] }), { raster: changed }),
        context({ references }),
      );
      return Number(/in (\d+)% of its regions/.exec(found?.because[0]?.en ?? '')?.[1]);
    };
    expect(share('/prod-api/captcha?t=1')).toBeGreaterThan(share('/img/picture.png'));
  });

  it('still match in their layout under other colours', () => {
    const value = valueOf(portal({ bar: [10, 130, 60] }));
    expect(value).toBeGreaterThan(0.5);
  });

  it('show matching and differing regions in viewport pixels, with the reference they were compared with', () => {
    const changed = portal();
    for (let y = 200; y < 240; y += 1) changed.data.fill(0, (y * 400 + 60) * 4, (y * 400 + 300) * 4);
    const [finding] = compare(changed);
    const [matching, differing] = finding?.evidence ?? [];
    expect(matching?.reference).toBe('c'.repeat(64));
    expect(matching?.boxes?.length).toBeGreaterThan(0);
    const widest = Math.max(...(matching?.boxes ?? []).map((box) => box.x + box.width));
    expect(widest).toBeGreaterThan(600); // 1280-wide viewport, not the 400-wide raster
    expect(differing?.boxes?.some((box) => box.y > 550)).toBe(true);
    expect(finding?.because[0]?.zh).toContain('官方页面');
  });
});

describe('pictures that do not match', () => {
  it.each([
    ['an article', article()],
    ['a longer article', article(900, 700)],
    ['blank white', canvas()],
    [
      'nearly blank',
      (() => {
        const image = canvas();
        image.line(180, 120, 20, 3);
        return image;
      })(),
    ],
    ['one colour', canvas(400, 250, [20, 80, 180])],
    ['one pixel', canvas(1, 1)],
    ['one row', canvas(400, 1)],
    ['no data', { width: 400, height: 250, data: new Uint8Array(0) }],
    ['absurd size', { width: 1e6, height: 1e6, data: new Uint8Array(4) }],
  ])('%s yields no finding', (_name, raster) => {
    expect(compare(raster)).toEqual([]);
  });

  it('other words in the same frame stay below a near-certain match', () => {
    expect(valueOf(portal({ seed: 300 }))).toBeLessThan(0.75);
  });

  it('small and large screens are not compared', () => {
    expect(compare(portal(), 'wechat')).toEqual([]);
    expect(
      compare(portal(), 'mobile', [reference(OFFICIAL_FORM, { raster: official, persona: 'wechat' })]),
    ).not.toEqual([]);
    expect(compare(portal(), 'search')).not.toEqual([]);
  });

  it('what two platforms have in common convicts for neither', () => {
    const shared = [
      reference(OFFICIAL_FORM, { raster: portal({ seed: 300 }) }),
      reference(OFFICIAL_FORM, { platform: 'lifts', raster: portal({ seed: 600 }) }),
    ];
    const findings = compare(portal({ seed: 900 }), 'desktop', shared);
    expect(findings.length).toBeGreaterThan(0);
    for (const finding of findings) expect(finding.weight).toBeLessThan(1.6);
  });
});
