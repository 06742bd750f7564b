/** The reader by itself: a missing engine, hostile pictures, the time limit, the end of a run. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { checkPictures } from '../../../../crawler/doctor/check-pictures.ts';
import { PictureReader } from '../../../../crawler/reading/picture-text/picture-reader.ts';

// as in a catch-up: by itself, so that a busy machine only makes it slower
const reader = new PictureReader({ beside: 'alone' });
afterAll(() => reader.close());

const picture = (width: number, height: number, text = ''): Promise<Buffer> =>
  sharp(
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#fff"/><text x="20" y="60" font-size="32" font-family="sans-serif">${text}</text></svg>`,
    ),
  )
    .png()
    .toBuffer();

let count = 0;
const read = (png: Buffer, from: PictureReader = reader) => from.read({ digest: `picture ${++count}`, png });
const linesOf = async (png: Buffer) => (await read(png)).text?.lines.map(({ text }) => text).join(' ');

/** The processes this one has started, by what they run. */
function childrenRunning(script: string): number[] {
  return readdirSync('/proc')
    .filter((id) => /^\d+$/.test(id))
    .filter((id) => {
      try {
        const parent = readFileSync(`/proc/${id}/stat`, 'utf8').split(') ')[1]?.split(' ')[1];
        return parent === String(process.pid) && readFileSync(`/proc/${id}/cmdline`, 'utf8').includes(script);
      } catch {
        return false;
      }
    })
    .map(Number);
}

describe('hostile pictures', () => {
  it('end as values, and the reader goes on with the next', async () => {
    const good = await picture(400, 100, 'QUERY 2026');
    expect((await read(await picture(1, 1))).text).toMatchObject({ lines: [], incomplete: null });
    expect((await read(Buffer.from('no picture at all'))).text?.incomplete).toMatch(/^not readable/);
    expect((await read(good.subarray(0, 40))).text?.incomplete).toMatch(/^not readable/);
    expect((await read(Buffer.alloc(0))).text?.incomplete).toMatch(/^not readable/);
    // far larger than any screenshot: refused by its size before it is decoded
    const huge = await sharp({ create: { width: 15_000, height: 15_000, channels: 3, background: '#fff' } })
      .png()
      .toBuffer();
    expect((await read(huge)).text?.incomplete).toMatch(/^not readable: .*pixel limit/);
    expect(await linesOf(await picture(3000, 100, 'QUERY 2026'))).toMatch(/QUERY/);
    expect(await linesOf(good)).toMatch(/QUERY\s?2026/);
  });

  it('are read until their work is spent: what was read by then is given, and the next one is read', async () => {
    const hasty = new PictureReader({ limitMs: 1, beside: 'alone' });
    const rows = Array.from(
      { length: 60 },
      (_row, index) =>
        `<text x="10" y="${20 + index * 13}" font-size="11">${`Line ${index} of many words `.repeat(8)}</text>`,
    ).join('');
    const dense = await sharp(
      Buffer.from(
        `<svg xmlns="http://www.w3.org/2000/svg" width="1280" height="800"><rect width="100%" height="100%" fill="#fff"/>${rows}</svg>`,
      ),
    )
      .png()
      .toBuffer();
    const { text, omitted } = await read(dense, hasty);
    expect({ incomplete: text?.incomplete, omitted }).toEqual({
      incomplete: expect.stringMatching(/^only \d+ of \d+ lines read in 1 ms of work$/) as unknown,
      omitted: null,
    });
    expect((await read(await picture(64, 64), hasty)).text).toMatchObject({ lines: [] });
    await hasty.close();
  });
});

describe('PictureReader', () => {
  it('reads every different picture, each once', async () => {
    const png = await picture(200, 80, 'ABC');
    const ask = (digest: string) => reader.read({ digest, png });
    const [first, again] = await Promise.all([ask('a'), ask('a')]);
    expect(again).toBe(first);
    for (const digest of ['b', 'c', 'd']) expect((await ask(digest)).omitted).toBeNull();
  });

  it('says what it did not read when its process is killed, and reads it when asked again', async () => {
    const killed = new PictureReader({ beside: 'alone' });
    await killed.state();
    const png = await picture(400, 100, 'QUERY 2026');
    const processes = childrenRunning('reading-process');
    // held still first: it cannot have read the picture before the signal comes
    for (const id of processes) process.kill(id, 'SIGSTOP');
    const asked = killed.read({ digest: 'x', png });
    for (const id of processes) process.kill(id, 'SIGKILL');
    expect(await asked).toEqual({ text: null, omitted: 'died' });
    expect((await killed.read({ digest: 'x', png })).text?.lines.map(({ text }) => text).join(' ')).toMatch(
      /QUERY\s?2026/,
    );
    await killed.close();
  });

  it('gives up what waits when the run ends, and says so', async () => {
    const ending = new PictureReader();
    const png = await picture(1280, 800, 'ABC');
    const waiting = ['1', '2', '3'].map((digest) => ending.read({ digest, png }));
    ending.stop();
    expect(await Promise.all(waiting)).toEqual(waiting.map(() => ({ text: null, omitted: 'stopped' })));
    await ending.close();
  });

  it('neither keeps the process alive nor outlives it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mingjing-reader-'));
    const script = join(folder, 'owner.ts');
    const module = pathToFileURL(
      join(import.meta.dirname, '../../../../crawler/reading/picture-text/picture-reader.ts'),
    ).href;
    await writeFile(
      script,
      `const { readdirSync, readFileSync } = await import('node:fs');
       const { PictureReader } = await import(process.argv[2]);
       const state = await new PictureReader({ beside: 'alone' }).state();
       const children = readdirSync('/proc').filter((id) => /^\\d+$/.test(id)).filter((id) => { try { return readFileSync('/proc/' + id + '/stat', 'utf8').split(') ')[1].split(' ')[1] === String(process.pid); } catch { return false; } });
       process.send({ available: state.available, children: children.map(Number) }); process.disconnect();`,
    );
    const owner = fork(script, [module], { execArgv: [] });
    const [{ available, children }] = (await once(owner, 'message')) as [{ available: boolean; children: number[] }];
    const [code] = (await once(owner, 'exit')) as [number];
    expect({ available, code, children: children.length }).toEqual({ available: true, code: 0, children: 1 });
    await expect.poll(() => isAlive(children[0]!), { timeout: 240_000 }).toBe(false);
    await rm(folder, { recursive: true });
  });
});

function isAlive(id: number): boolean {
  try {
    return process.kill(id, 0);
  } catch {
    return false;
  }
}

describe('a machine without the engine', () => {
  it('reads nothing and says why, fails nothing, and the doctor says so', async () => {
    const none = new PictureReader({ engine: '@mingjing/not-installed', beside: 'alone' });
    const png = await picture(200, 80, 'ABC');
    for (const answer of [await read(png, none), await read(png, none)])
      expect(answer).toEqual({ text: null, omitted: 'not-installed' });
    expect(await none.state()).toMatchObject({ available: false });
    await none.close();
    const finding = await checkPictures(true, { engine: '@mingjing/not-installed' });
    expect(finding).toMatchObject({ state: 'warn', mend: { zh: expect.stringContaining('npm ci') as unknown } });
    expect(finding.sentence.en).toContain('@mingjing/not-installed');
    expect(finding.sentence.en).not.toContain('imported from');
  });

  it('is told apart by the doctor from one that has it, and from one that is not to read', async () => {
    expect(await checkPictures(true)).toMatchObject({
      state: 'ok',
      sentence: { en: expect.stringContaining('@gutenye/ocr-node') as unknown },
    });
    expect((await checkPictures(false)).sentence.en).toContain('capture.readPictures is false');
  });
});
