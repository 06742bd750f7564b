/** Pages made to hurt the judgement: it ends, without an exception, in work that grows no faster than they do. */
import { describe, expect, it } from 'vitest';
import { assess } from '../../detectors/assess.ts';
import type { CaptureView, Raster } from '../../detectors/host-view.ts';
import type { Assessment } from '../../storage/vocabulary/detect.ts';
import type { PageModel } from '../../storage/vocabulary/page-model.ts';
import { growth, TOO_MUCH_GROWTH } from '../growth.ts';
import { portal } from './drawn-raster.ts';
import { REFERENCES, capture, context, field, page, hostView } from './page-fixtures.ts';

const ctx = context({
  references: REFERENCES.map((view, index) => ({ ...view, raster: portal(index === 0 ? { seed: 70 } : {}) })),
});
const judge = (host: string, captures: CaptureView[]): Assessment => assess(hostView(host, captures, {}), ctx);

describe('hostile input', () => {
  const hostile = (model: PageModel, raster: Raster | null = null, html = ''): CaptureView =>
    capture(model, { raster, html });

  it.each<[string, number, (count: number) => CaptureView]>([
    [
      '200k characters in one line',
      800,
      (count) =>
        hostile(
          page({ text: '特种作业操作证查询免考包过微信'.repeat(count), title: '特种作业操作证查询'.repeat(500) }),
        ),
    ],
    ['200k short lines', 6000, (count) => hostile(page({ text: '证\n'.repeat(count) }))],
    [
      '100k links, images and fields',
      6000,
      (count) =>
        hostile(
          page({
            links: Array.from({ length: count }, () => ({ href: 'https://a.example/', text: '查询' })),
            images: Array.from({ length: count }, () => ({ src: 'x', alt: 'y', box: null })),
            fields: Array.from({ length: count }, () => field('姓名')),
          }),
        ),
    ],
    ['unclosed markup', 12_000, (count) => hostile(page({ text: 'x' }), null, '<'.repeat(count))],
    [
      'repeated almost-matches',
      600,
      (count) =>
        hostile(
          page({
            text: '1'.repeat(count * 10) + 'a@'.repeat(count * 4),
            inlineScripts: ['location.href="'.repeat(count)],
          }),
          null,
          'wpa.qq.com/'.repeat(count),
        ),
    ],
  ])('%s is judged without an exception, in work that grows no faster than the page', (_name, size, make) => {
    const assessment = judge('site.example', [make(size * 16)]);
    expect(assessment.because.filter(({ en }) => en.startsWith('Detector'))).toEqual([]);
    expect(assessment.verdict).not.toBe('impersonation');
    expect(growth(size, make, (view) => judge('site.example', [view]))).toBeLessThan(TOO_MUCH_GROWTH);
  });

  it.each<[string, CaptureView]>([
    [
      'bad URLs',
      hostile(
        page({
          url: 'not a url',
          links: [
            { href: 'javascript:alert(1)', text: '' },
            { href: '\u0000', text: '' },
          ],
          frames: ['::::'],
        }),
      ),
    ],
    ['one pixel', hostile(page({ text: '你好' }), { width: 1, height: 1, data: new Uint8Array(4) })],
    [
      'other scripts and lone surrogates',
      hostile(page({ title: '\ud800\udfff\ud800', text: 'สวัสดี שלום مرحبا \udc00 \u202e' })),
    ],
  ])('%s is judged without an exception', (_name, view) => {
    const assessment = judge('site.example', [view]);
    expect(assessment.because.filter(({ en }) => en.startsWith('Detector'))).toEqual([]);
    expect(assessment.verdict).not.toBe('impersonation');
  });
});
