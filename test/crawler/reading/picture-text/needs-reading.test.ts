/** When a screenshot is read: drawn pictures against page models as literals. */
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import {
  isScrambled,
  needsReading,
  notToRead,
  writtenCells,
} from '../../../../crawler/reading/picture-text/needs-reading.ts';
import { textMarks, type GreyPicture } from '../../../../crawler/reading/picture-text/text-marks.ts';
import type { Box } from '../../../../storage/vocabulary/page-model.ts';
import { field, page } from '../../../detectors/page-fixtures.ts';

interface Line {
  text: string;
  x: number;
  y: number;
  size: number;
}

/** Latin letters: every machine has a font for them. */
async function picture(lines: Line[], { width = 1280, height = 800 } = {}): Promise<GreyPicture> {
  const text = lines
    .map(
      ({ text, x, y, size }) => `<text x="${x}" y="${y}" font-size="${size}" font-family="sans-serif">${text}</text>`,
    )
    .join('');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#fff"/>${text}</svg>`;
  const { data, info } = await sharp(Buffer.from(svg))
    .removeAlpha()
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}

const TITLE: Line = { text: 'Certificate query platform of the office', x: 200, y: 90, size: 40 };
const FORM: Line[] = ['Name of the holder', 'Number of the card', 'Code in the picture'].map((text, index) => ({
  text,
  x: 200,
  y: 200 + index * 50,
  size: 18,
}));
const boxOf = ({ text, x, y, size }: Line): Box => ({
  x,
  y: y - size,
  width: Math.round(text.length * size * 0.55),
  height: Math.round(size * 1.3),
});
const drawn = textMarks(await picture([TITLE, ...FORM]));

describe('needsReading', () => {
  it('reads a page whose writing the DOM does not say', () => {
    expect(needsReading(page({ textBoxes: [] }), drawn)).toBe('drawn-text');
    expect(
      needsReading(page({ textBoxes: FORM.map(boxOf), text: FORM.map(({ text }) => text).join('\n') }), drawn),
    ).toBe('drawn-text');
    expect(needsReading(null, drawn)).toBe('no-dom');
  });

  it('does not read a page whose DOM says what is drawn, wherever else the DOM has text', () => {
    expect(needsReading(page({ textBoxes: [TITLE, ...FORM].map(boxOf) }), drawn)).toBeNull();
    const elsewhere = [TITLE, ...FORM].map(boxOf).map((box) => ({ ...box, y: box.y + 400 }));
    expect(needsReading(page({ textBoxes: elsewhere }), drawn)).toBe('drawn-text');
  });

  it('does not read a page of text below a banner with the name in it', async () => {
    const body: Line[] = Array.from({ length: 20 }, (_line, index) => ({
      text: 'A line of ordinary text that the page says and shows to its reader',
      x: 100,
      y: 200 + index * 28,
      size: 16,
    }));
    const marks = textMarks(await picture([{ ...TITLE, size: 30 }, ...body]));
    const honest = page({
      text: 'x'.repeat(400),
      textBoxes: body.map(boxOf),
      images: [{ src: '/banner.png', alt: '', box: { x: 0, y: 0, width: 1280, height: 120 } }],
    });
    expect(writtenCells(honest, marks).unexplained).toBeGreaterThan(20);
    expect(needsReading(honest, marks)).toBeNull();
  });

  it('reads little writing when fields have neither label nor placeholder', async () => {
    const marks = textMarks(await picture(FORM.slice(0, 1)));
    const nameless = page({ textBoxes: [], fields: [field(''), field('')] });
    expect(needsReading(nameless, marks)).toBe('unlabelled-fields');
    expect(needsReading(page({ textBoxes: [], fields: [field('Name'), field('')] }), marks)).toBeNull();
    expect(
      needsReading(page({ textBoxes: [], fields: [field('', { placeholder: 'Name' }), field('')] }), marks),
    ).toBeNull();
    expect(needsReading(nameless, textMarks(await picture([])))).toBeNull();
  });

  it('leaves captchas and QR codes alone, but not a page cut into tiles', async () => {
    const code: Line[] = Array.from({ length: 12 }, (_line, index) => ({
      text: '#X%8#WM@',
      x: 402,
      y: 312 + index * 14,
      size: 15,
    }));
    const marks = textMarks(await picture(code));
    const captcha = { src: '/yzm', alt: '', box: { x: 395, y: 300, width: 100, height: 40 } };
    const typed = field('Code', { box: { x: 180, y: 300, width: 205, height: 40 } });
    expect(notToRead(page({ images: [captcha], fields: [typed] }), 1280)).toEqual([captcha.box]);
    expect(notToRead(page({ images: [captcha], fields: [typed], shownWidth: 2560 }), 1280)).toEqual([
      { x: 197.5, y: 150, width: 50, height: 20 },
    ]);
    expect(notToRead(page({ images: [captcha] }), 1280)).toEqual([]);
    const square = { src: '/qr.png', alt: '', box: { x: 390, y: 290, width: 200, height: 200 } };
    expect(needsReading(page({ textBoxes: [] }), marks)).toBe('drawn-text');
    expect(needsReading(page({ textBoxes: [], images: [square] }), marks)).toBeNull();
    const tiles = Array.from({ length: 24 }, (_tile, index) => ({
      src: '/t.png',
      alt: '',
      box: { x: (index % 6) * 200, y: Math.floor(index / 6) * 200, width: 200, height: 200 },
    }));
    expect(needsReading(page({ textBoxes: [], images: tiles }), drawn)).toBe('drawn-text');
  });

  it('brings the boxes of a wide page to the pixels of a phone', async () => {
    const marks = textMarks(
      await picture(
        [{ ...TITLE, x: 20, size: 26 }, ...FORM.map((line) => ({ ...line, x: 20, text: line.text.repeat(2) }))],
        { width: 390, height: 844 },
      ),
    );
    const whole = { x: 0, y: 0, width: 980, height: 2120 };
    expect(needsReading(page({ viewport: { width: 980, height: 2120 }, textBoxes: [whole] }), marks)).toBeNull();
    expect(
      needsReading(
        page({ viewport: { width: 390, height: 844 }, textBoxes: [{ ...whole, width: 100, height: 60 }] }),
        marks,
      ),
    ).toBe('drawn-text');
  });

  it('judges an older model, which has no places of its text, by how much it says', () => {
    expect(needsReading(page({ text: '' }), drawn)).toBe('drawn-text');
    expect(needsReading(page({ text: 'x'.repeat(400) }), drawn)).toBeNull();
  });

  it('ends on boxes without sense', () => {
    const odd: Box[] = [Number.NaN, -1e9, 1e12].map((value) => ({ x: value, y: value, width: value, height: value }));
    expect(
      needsReading(
        page({
          textBoxes: odd,
          viewport: { width: 0, height: 0 },
          images: odd.map((box) => ({ src: '', alt: '', box })),
        }),
        drawn,
      ),
    ).toBe('drawn-text');
  });
});

describe('isScrambled', () => {
  it('knows text that only a font of the page can draw', () => {
    expect(isScrambled('\ue123\ue456\ue789\uf012\ue345'.repeat(6))).toBe(true);
    expect(isScrambled('䶮龘靐齉爩龗鱻麤灪厵'.repeat(4))).toBe(true);
  });

  it('does not mistake ordinary Chinese, traditional Chinese, other scripts or a few icons for it', () => {
    const simplified =
      '特种作业操作证及安全生产知识和管理能力考核合格信息查询平台,以上信息仅供参考,如有疑问请与发证机关联系。';
    expect(isScrambled(simplified)).toBe(false);
    expect(
      isScrambled(
        '特種作業操作證及安全生產知識和管理能力考核合格資訊查詢平臺,以上資訊僅供參考,如有疑問請與發證機關聯繫。',
      ),
    ).toBe(false);
    expect(isScrambled('Запрос сертификата 証明書の照会 자격증 조회 '.repeat(3))).toBe(false);
    expect(isScrambled(`${'\ue600 菜单 '.repeat(12)}${simplified}`)).toBe(false);
    expect(isScrambled('')).toBe(false);
  });

  it('makes a page with any writing worth reading', () => {
    const text = '䶮龘靐齉爩龗鱻麤灪厵'.repeat(4);
    expect(needsReading(page({ text, textBoxes: [TITLE, ...FORM].map(boxOf) }), drawn)).toBe('scrambled-font');
  });
});

describe('textMarks', () => {
  const of = (value: (x: number, y: number) => number): GreyPicture => ({
    width: 640,
    height: 320,
    data: Uint8Array.from({ length: 640 * 320 }, (_pixel, at) => value(at % 640, Math.floor(at / 640))),
  });
  const count = (grey: GreyPicture): number => textMarks(grey).cells.reduce((sum, cell) => sum + cell, 0);

  it('marks writing, and neither flat ground, slow shading, noise nor single lines', async () => {
    expect(count(await picture([TITLE, ...FORM]))).toBeGreaterThan(60);
    let seed = 1;
    const random = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
    expect(count(of(() => 255))).toBe(0);
    expect(count(of((x) => x / 3))).toBe(0);
    expect(count(of((x, y) => 120 + 60 * Math.sin(x / 40 + y / 50) + 30 * random()))).toBe(0);
    expect(count(of(() => 255 * random()))).toBe(0);
    expect(count(of((x) => (x % 100 === 0 ? 0 : 255)))).toBe(0);
  });

  it('has none for a picture too small, or whose data do not fit', () => {
    expect(textMarks({ width: 1, height: 1, data: Uint8Array.of(0) })).toMatchObject({ columns: 0, rows: 0 });
    expect(textMarks({ width: 1280, height: 800, data: new Uint8Array(10) }).cells).toHaveLength(0);
  });
});
