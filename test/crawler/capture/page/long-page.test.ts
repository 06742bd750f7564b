/** Pages longer or wider than one picture: kept in pieces that join without a gap, and every cut is said. */
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadHostView } from '../../../../crawler/sweep/load-host-view.ts';
import { pieceOf } from '../../../../storage/evidence/picture-piece.ts';
import { openRig, type CaptureRig, type KeptVisit } from '../capture-rig.ts';
import { html } from '../loopback-world.ts';

let rig: CaptureRig;
beforeAll(async () => {
  rig = await openRig();
});
afterAll(() => rig.close());

/** Bands of 1,000 px; the blue of the n-th is n × 5. */
function bands(count: number, width = '100%'): string {
  return Array.from(
    { length: count },
    (_, index) =>
      `<div style="height:1000px;width:${width};background:rgb(200,100,${index * 5})">公告第 ${index} 页</div>`,
  ).join('');
}
const NO_MARGIN = { head: '<style>body{margin:0}</style>' };

const piecesOf = (visit: KeptVisit) => visit.artifacts.filter(({ kind }) => kind === 'screenshot-full');

/** Blue at a row, left out of the way of the text. */
async function blueAt(digest: string, row: number): Promise<number | undefined> {
  const { data } = await sharp(await rig.store.evidence.read(digest))
    .extract({ left: 300, top: row, width: 1, height: 1 })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return data[2];
}

it('a page of 13,000 px is kept whole in two pieces that join', async () => {
  rig.world.sites.set('long.example', html(bands(13), NO_MARGIN));
  const [visit] = await rig.visit({ url: 'http://long.example/' });
  const pieces = piecesOf(visit!);
  expect(pieces.map(({ method }) => pieceOf(method))).toEqual([
    { number: 1, of: 2, top: 0, bottom: 8000, pageHeight: 13_000, cutHeight: null, cutWidth: null },
    { number: 2, of: 2, top: 8000, bottom: 13_000, pageHeight: 13_000, cutHeight: null, cutWidth: null },
  ]);
  const sizes = await Promise.all(
    pieces.map(async ({ digest }) => (await sharp(await rig.store.evidence.read(digest)).metadata()).height),
  );
  expect(sizes).toEqual([8000, 5000]);
  expect([
    await blueAt(pieces[0]!.digest, 0),
    await blueAt(pieces[0]!.digest, 7999),
    await blueAt(pieces[1]!.digest, 0),
    await blueAt(pieces[1]!.digest, 4999),
  ]).toEqual([0, 35, 40, 60]);
  expect((await rig.pageOf(visit!)).fullPicture).toEqual({
    pieces: 2,
    width: 1280,
    height: 13_000,
    pageWidth: 1280,
    pageHeight: 13_000,
  });
});

it('of a page in pieces, whoever takes the full picture by its kind gets the top', async () => {
  rig.world.sites.set('top.example', html(bands(9), NO_MARGIN));
  const sweepId = await rig.plan([{ url: 'http://top.example/', persona: 'mobile' }]);
  await rig.run(sweepId);
  const [visit] = await rig.store.visits.forHost(sweepId, 'top.example');
  const { captures } = await loadHostView(rig.store, sweepId, 'top.example');
  expect(piecesOf(visit!).length).toBeGreaterThan(1);
  expect(captures[0]?.artifacts['screenshot-full']).toBe(piecesOf(visit!)[0]?.digest);
});

it('a page beyond five pieces is cut, and picture and page model say where', async () => {
  rig.world.sites.set('endless-list.example', html(bands(43), NO_MARGIN));
  const [visit] = await rig.visit({ url: 'http://endless-list.example/' });
  const pieces = piecesOf(visit!);
  const described = pieces.map(({ method }) => pieceOf(method));
  // five on any machine with time for them; a slow one stops earlier, and says that instead
  const end = described.at(-1)?.bottom ?? 0;
  expect(pieces.length).toBeGreaterThan(1);
  expect(pieces.length).toBeLessThanOrEqual(5);
  expect(end).toBe(pieces.length * 8000);
  for (const each of described) expect(each).toMatchObject({ of: pieces.length, cutHeight: end, pageHeight: 43_000 });
  expect((await rig.pageOf(visit!)).fullPicture).toMatchObject({
    pieces: pieces.length,
    height: end,
    pageHeight: 43_000,
  });
});

it('a page wider than the picture says so', async () => {
  rig.world.sites.set('wide.example', html(bands(2, '2600px'), NO_MARGIN));
  const [visit] = await rig.visit({ url: 'http://wide.example/' });
  expect(piecesOf(visit!).map(({ method }) => pieceOf(method))).toMatchObject([
    { number: 1, of: 1, bottom: 2000, cutHeight: null, cutWidth: { at: 1920, of: 2600 } },
  ]);
  expect((await rig.pageOf(visit!)).fullPicture).toMatchObject({ width: 1920, pageWidth: 2600 });
});

it('of a page that fits one picture nothing is said', async () => {
  rig.world.sites.set('short.example', html(bands(3), NO_MARGIN));
  const [visit] = await rig.visit({ url: 'http://short.example/' });
  expect(piecesOf(visit!).map(({ method }) => method)).toEqual(['CDP Page.captureScreenshot full page']);
  expect((await rig.pageOf(visit!)).fullPicture).toBeUndefined();
});
