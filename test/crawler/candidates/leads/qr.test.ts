import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer';
import type { SourceOutcome } from '../../../../crawler/candidates/candidate-context.ts';
import { importLeadPhoto } from '../../../../crawler/candidates/leads/import-leads.ts';
import { qr } from '../../../../crawler/candidates/leads/qr.ts';
import { leadBook } from './lead-book.ts';
import { readQrImage } from '../../../../crawler/reading/qr-codes/qr-image.ts';
import { readQrPayload } from '../../../../crawler/reading/qr-codes/qr-payload.ts';
import { collect, drops, startSourceWorld, type SourceWorld } from '../source-world.ts';

let world: SourceWorld;
let folder: string;

beforeAll(async () => {
  const binary = readFileSync(fileURLToPath(import.meta.resolve('zxing-wasm/writer/zxing_writer.wasm')));
  prepareZXingModule({
    overrides: { wasmBinary: binary.buffer.slice(binary.byteOffset, binary.byteOffset + binary.byteLength) },
  });
  folder = await mkdtemp(join(tmpdir(), 'mingjing-qr-'));
  world = await startSourceWorld((_request, response) => response.end());
});
afterAll(async () => {
  await world.close();
  await rm(folder, { recursive: true });
});

async function code(text: string, scale = 6): Promise<Buffer> {
  const { image, error } = await writeBarcode(text, { format: 'QRCode', scale });
  if (!image) throw new Error(error);
  return Buffer.from(await image.arrayBuffer());
}

/** Codes side by side on a sheet. */
async function sheet(...codes: Buffer[]): Promise<Buffer> {
  const layers = await Promise.all(
    codes.map(async (input, index) => ({
      input: await sharp(input).resize(260).toBuffer(),
      left: 60 + index * 400,
      top: 80,
    })),
  );
  return sharp({ create: { width: 60 + codes.length * 400, height: 420, channels: 3, background: '#e8e4da' } })
    .composite(layers)
    .png()
    .toBuffer();
}

/** The payloads of a picture that could be read. */
async function payloads(picture: Buffer): Promise<string[]> {
  const read = await readQrImage(picture);
  if (!read.ok) throw new Error(read.reason.en);
  return read.payloads;
}

const ADDRESS = 'https://a.fake.test/q?id=8f3a#/detail?sn=张三';

describe('readQrImage', () => {
  it('reads several codes on one sheet', async () => {
    const found = await payloads(
      await sheet(await code('http://a.fake.test/'), await code('http://b.fake.test/'), await code('电话 12350')),
    );
    expect(found.sort()).toEqual(['http://a.fake.test/', 'http://b.fake.test/', '电话 12350']);
  });

  it.each([90, 180, 33, 205])('reads a code turned by %d degrees', async (angle) => {
    expect(
      await payloads(
        await sharp(await sheet(await code(ADDRESS)))
          .rotate(angle, { background: '#777' })
          .jpeg({ quality: 70 })
          .toBuffer(),
      ),
    ).toEqual([ADDRESS]);
  });

  it.each([
    [0.18, 70, 1.2, 60],
    [0.05, 110, 1, 80],
  ])('reads a pale, blurred photograph (contrast %d)', async (contrast, brightness, blur, quality) => {
    const photo = await sharp(await sheet(await code('http://a.fake.test/')))
      .linear(contrast, brightness)
      .blur(blur)
      .jpeg({ quality })
      .toBuffer();
    expect(await payloads(photo)).toEqual(['http://a.fake.test/']);
  });
});

describe('readQrImage on grey pictures', () => {
  it.each(['jpeg', 'png', 'webp'] as const)(
    'reads a grey %s, and nothing that an earlier picture left behind',
    async (format) => {
      await payloads(await sheet(await code('http://earlier.test/'), await code('http://earlier-too.test/')));
      const grey = await sharp(await sheet(await code('http://a.fake.test/')))
        .toColourspace('b-w')
        .toFormat(format)
        .toBuffer();
      expect(await payloads(grey)).toEqual(['http://a.fake.test/']);
      const blank = await sharp({ create: { width: 900, height: 700, channels: 3, background: '#ddd' } })
        .toColourspace('b-w')
        .toFormat(format)
        .toBuffer();
      expect(await payloads(blank)).toEqual([]);
    },
  );
});

describe('readQrPayload', () => {
  it.each([
    [ADDRESS, 'url'],
    ['shop.fake.cn/q#123456', 'url'],
    ['192.0.2.7:8080/x', 'url'],
    ['CXPT#9f31c0ffee77', 'token'],
    ['证书 张三 T0000', 'text'],
    ['tel:12350', 'text'],
    ['WIFI:S:site;T:WPA;P:secret#99999999;;', 'text'],
    ['report.docx', 'text'],
  ])('takes %s for a %s', (payload, kind) => {
    expect(readQrPayload(payload).kind).toBe(kind);
  });
});

/** What these pictures brought into the table, and what the source then takes from there. */
async function imported(qrImages: readonly string[]) {
  const book = leadBook();
  const outcomes: SourceOutcome[] = [];
  const context = world.context();
  const report = (outcome: SourceOutcome) => void outcomes.push(outcome);
  for (const path of qrImages) await importLeadPhoto({ ...context, report }, book, path);
  return { found: (await collect(qr, { ...context, leadBook: book })).found, outcomes };
}

describe('qr', () => {
  it('yields addresses with the photo as evidence, and counts official ones, tokens and texts', async () => {
    const path = join(folder, 'card.png');
    await writeFile(
      path,
      await sheet(
        await code(ADDRESS),
        await code('https://cx.lantern.gov.cn/x'),
        await code('CXPT#9f31c0ffee77'),
        await code('持证人 张三'),
      ),
    );
    const { found, outcomes } = await imported([path]);
    expect(found.map(({ kind, host, target }) => [kind, host, target])).toEqual([
      ['entry', 'a.fake.test', new URL(ADDRESS).href],
    ]);
    expect(found[0]?.artifacts?.[0]).toMatchObject({ kind: 'lead-image', mediaType: 'image/png' });
    expect(drops(outcomes[0])).toEqual(['official 1', 'official-token 1', 'text 1']);
    expect(outcomes[0]?.note?.zh).toContain('持证人 张三');
  });

  it('records a photo without a code, a broken picture and a missing file as failed, each by name', async () => {
    const blank = join(folder, 'blank.png');
    const broken = join(folder, 'broken.jpg');
    await writeFile(
      blank,
      await sharp({ create: { width: 200, height: 200, channels: 3, background: '#fff' } })
        .png()
        .toBuffer(),
    );
    await writeFile(broken, 'no picture');
    const qrImages = [blank, broken, join(folder, 'missing.png')];
    const { found, outcomes } = await imported(qrImages);
    expect(found).toEqual([]);
    expect(outcomes.map(({ status, failure }) => `${status} ${failure}`)).toEqual(Array(3).fill('failed unreadable'));
    for (const [index, path] of qrImages.entries()) expect(outcomes[index]?.note?.en).toContain(path);
  });
});
