import { describe, expect, it } from 'vitest';
import { assess } from '../../../detectors/assess.ts';
import { captureQuality } from '../../../detectors/signals/capture-quality.ts';
import type { CaptureView } from '../../../detectors/host-view.ts';
import type { PageModel } from '../../../storage/vocabulary/page-model.ts';
import { canvas, portal } from '../drawn-raster.ts';
import { OFFICIAL_FORM, capture, context, page, hostView } from '../page-fixtures.ts';

const said = (view: CaptureView) =>
  captureQuality(view)
    .flatMap((finding) => finding.because.map(({ en }) => en))
    .join('; ');
const view = (parts: Partial<PageModel>, raster = portal()) => capture({ ...OFFICIAL_FORM, ...parts }, { raster });

describe('limits of a capture', () => {
  it.each<[string, CaptureView, RegExp]>([
    ['a page of 100,000 elements', view({ elementCount: 100_000 }), /100000 elements/],
    ['a page of 30,000 px', view({ pageHeight: 30_000 }), /30000 px/],
    [
      'a full picture that ends above the page',
      view({ fullPicture: { pieces: 5, width: 1280, height: 40_000, pageWidth: 1280, pageHeight: 61_000 } }),
      /cut at 40000 of 61000 px of height/,
    ],
    [
      'a full picture narrower than the page',
      view({ fullPicture: { pieces: 1, width: 1920, height: 900, pageWidth: 3000, pageHeight: 900 } }),
      /cut at 1920 of 3000 px of width/,
    ],
    ['a picture of one pixel', view({}, { width: 1, height: 1, data: new Uint8Array(4) }), /1×1 pixels/],
    ['a picture that does not decode', capture(OFFICIAL_FORM), /does not decode/],
    ['a blank picture', view({}, canvas()), /nearly blank/],
    [
      'another script',
      view({
        text: 'Проверка удостоверений специалистов по безопасности труда, справочная служба министерства, введите номер удостоверения и нажмите кнопку',
      }),
      /not in Chinese/,
    ],
    ['no page at all', capture(null), /could not be read/],
    ['no text', view({ text: '', fields: [] }), /no text/],
    ['a very long text', view({ text: '证'.repeat(150_000) }), /longer than 100000/],
  ])('%s is said', (_name, item, expected) => {
    expect(said(item)).toMatch(expected);
  });

  it('never weighs, and an ordinary page has none', () => {
    expect(captureQuality(capture(null))[0]?.weight).toBe(0);
    expect(captureQuality(view({}))).toEqual([]);
    expect(
      captureQuality(
        view({ fullPicture: { pieces: 2, width: 1280, height: 13_000, pageWidth: 1280, pageHeight: 13_000 } }),
      ),
    ).toEqual([]);
  });

  it('stands in the assessment also where nothing could be judged', () => {
    const { findings, verdict } = assess(
      hostView('x.example', [capture(null, { visit: { outcome: 'crashed' } })]),
      context(),
    );
    expect(verdict).toBe('undecided');
    expect(findings.map(({ detector }) => detector)).toContain('capture-quality');
    expect(
      assess(hostView('y.example', [capture(page())]), context()).findings.map(({ detector }) => detector),
    ).toContain('capture-quality');
  });
});
