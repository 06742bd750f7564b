/**
 * A long page in the report and in the evidence folder: every piece is there, in order, and every cut is said in
 * Chinese and English.
 */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportEvidence } from '../../../reports/evidence-folder/evidence-export.ts';
import { sweepReport } from '../../../reports/sweep-report/sweep-report.ts';
import { pieceMethod } from '../../../storage/evidence/picture-piece.ts';
import { artifact, FAKE, NOW, PLATFORM } from '../fixture-records.ts';
import { openFixture, type Fixture } from '../fixture-store.ts';

let fixture: Fixture;
let zh: string;
let en: string;
const AT = '2026-11-21T03:00:05.000Z';
const HEIGHTS = [8000, 8000, 4000];

beforeAll(async () => {
  fixture = await openFixture();
  const { store, sweepId } = fixture;
  const visit = (await store.visits.forHost(sweepId, FAKE)).find(({ persona }) => persona === 'desktop');
  let top = 0;
  // the colours make three different digests, whose order is not the pieces'
  for (const [index, height] of HEIGHTS.entries()) {
    const data = await sharp({
      create: { width: 320, height, channels: 3, background: { r: 90 * index, g: 120, b: 200 } },
    })
      .png()
      .toBuffer();
    const method = pieceMethod({
      number: index + 1,
      of: 3,
      top,
      bottom: top + height,
      pageHeight: 26_000,
      cutHeight: 20_000,
      cutWidth: { at: 1920, of: 2400 },
    });
    await store.evidence.put(
      artifact('screenshot-full', data, 'image/png', { method, at: AT, sourceUrl: `https://${FAKE}/` }),
      {
        occasionId: sweepId,
        host: FAKE,
        visitId: visit?.id ?? null,
      },
    );
    top += height;
  }
  [zh = '', en = ''] = await Promise.all(
    (['zh', 'en'] as const).map((lang) =>
      sweepReport({ store, sweepId, platforms: [PLATFORM], lang, generatedAt: NOW }),
    ),
  );
});
afterAll(() => fixture.close());

describe('the report', () => {
  it('shows every piece with its place, as a picture', () => {
    for (const [number, range] of ['0–8000', '8000–16000', '16000–20000'].entries()) {
      const caption = `<b>整页截图 第 ${number + 1}/3 段</b> 纵向 ${range} 像素`;
      expect(zh).toContain(caption);
      expect(zh.slice(0, zh.indexOf(caption)).slice(-200)).toContain('</div>');
    }
    expect(zh.match(/<img src="data:image\/webp;base64,[^"]+" alt="整页截图 第 \d\/3 段">/g)).toHaveLength(3);
  });
  it('says in both languages where the page is cut, with its true size', () => {
    expect(zh).toContain('该页高 26000 像素，整页截图分 3 段保存。');
    expect(zh).toContain(
      '整页截图分 3 段保存。<span class="state-warn">整页截图截到 20000 像素为止，其下未保存（页高 26000）',
    );
    expect(zh).toContain('整页截图右侧截到 1920 像素为止，其右未保存（页宽 2400）');
    expect(en).toContain('cut at 20000 of 26000 px of height');
    expect(en).toContain('cut at 1920 of 2400 px of width');
  });
  it('names the piece beside each digest', () => {
    for (const number of [1, 2, 3]) expect(zh).toContain(`第 ${number}/3 段，纵向 `);
  });
  it('says of a piece too long to print that only its upper part is shown', () =>
    expect(zh).toContain('此处只显示上部'));
});

describe('the evidence folder', () => {
  it('holds the pieces in order, and its manifest says which each is and where the page was cut', async () => {
    const directory = path.join(fixture.folder, 'long page');
    const manifest = await exportEvidence({ store: fixture.store, sweepId: fixture.sweepId, host: FAKE, directory });
    const pieces = manifest.files
      .filter(({ kind }) => kind === 'screenshot-full')
      .sort((a, b) => a.path.length - b.path.length || (a.path < b.path ? -1 : 1));
    expect(pieces.map(({ path: file }) => path.basename(file))).toEqual([
      'screenshot-full.png',
      'screenshot-full-2.png',
      'screenshot-full-3.png',
    ]);
    for (const [index, { method, role }] of pieces.entries())
      expect([role, method]).toEqual([
        'original',
        expect.stringMatching(new RegExp(`piece ${index + 1} of 3, .*cut at 20000 of 26000 px high`)),
      ]);
    expect(await readdir(path.join(directory, path.dirname(pieces[0]!.path)))).toContain('screenshot-full-3.png');
  });
});
