/**
 * The process that reads pictures: native code on hostile pixels, which blocks for a second at a time, leaks, and may
 * die. Started by picture-reader.ts with the engine's package name and what it runs beside; ends with its owner.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setPriority } from 'node:os';
import { pathToFileURL } from 'node:url';
import sharp from 'sharp';
import type { Box, PictureLine } from '../../../storage/vocabulary/page-model.ts';
import type { ReadingQuestion, ReadingReply } from './reading-message.ts';

/** The parts of @gutenye/ocr-common used here: text boxes in a picture, and the text of one box. */
interface Engine {
  version: string;
  detection: { run(png: Buffer): Promise<LineImage[]> };
  recognition: { run(lines: LineImage[]): Promise<{ text: string; mean: number }[]> };
}
interface LineImage {
  box: number[][];
  image: unknown;
}
interface Models {
  Detection: { create(options: object): Promise<Engine['detection']> };
  Recognition: { create(options: object): Promise<Engine['recognition']> };
}

/** The detection model takes sides of this multiple; the library would rescale, so the picture is padded instead. */
const STRIDE = 32;
const MAX_SIDE = 2048;
const MAX_LINES = 400;
/** One core: the visits need the others. */
const ONNX = {
  onnxOptions: { intraOpNumThreads: 1, interOpNumThreads: 1, logSeverityLevel: 4, enableCpuMemArena: false },
};

/**
 * The package joins boxes on one height into one line; its two steps are called one by one, so that every line keeps
 * its own place.
 */
async function loadEngine(name: string): Promise<Engine> {
  const entry = import.meta.resolve(name);
  await import(entry);
  const common = pathToFileURL(createRequire(entry).resolve('@gutenye/ocr-common'));
  const models = (await import(new URL('./models/index.js', common).href)) as Models;
  const { version } = JSON.parse(readFileSync(new URL('../package.json', entry), 'utf8')) as { version: string };
  const [detection, recognition] = await Promise.all([models.Detection.create(ONNX), models.Recognition.create(ONNX)]);
  return { version, detection, recognition };
}

async function read(
  engine: Engine,
  { png, skip, limitMs }: ReadingQuestion,
): Promise<{ lines: PictureLine[]; width: number; incomplete: string | null }> {
  const begun = process.cpuUsage();
  const isSpent = (): boolean => {
    const { user, system } = process.cpuUsage(begun);
    return (user + system) / 1000 > limitMs;
  };
  const { data, info } = await sharp(png, { limitInputPixels: MAX_SIDE * 8000 })
    .flatten({ background: '#fff' })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const [width, height] = [Math.min(info.width, MAX_SIDE), Math.min(info.height, MAX_SIDE)];
  if (width < 8 || height < 8) return { lines: [], width, incomplete: null };
  const pad = (side: number): number => (STRIDE - (side % STRIDE)) % STRIDE;
  const padded = await sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels } })
    .extract({ left: 0, top: 0, width, height })
    .extend({ right: pad(width), bottom: pad(height), extendWith: 'copy' })
    .png({ compressionLevel: 1 })
    .toBuffer();
  const found = (await engine.detection.run(padded))
    .toReversed()
    .map((line) => ({ line, box: boundsOf(line.box, width, height) }))
    .filter(({ box }) => !skip.some((place) => isInside(box, place)));
  const lines: PictureLine[] = [];
  const cut = found.length > MAX_LINES;
  for (const { line, box } of found.slice(0, MAX_LINES)) {
    if (isSpent())
      return {
        lines: inOrder(lines),
        width,
        incomplete: `only ${lines.length} of ${found.length} lines read in ${limitMs} ms of work`,
      };
    const [text] = await engine.recognition.run([line]);
    if (text && text.text.trim() !== '')
      lines.push({ text: text.text.trim().slice(0, 400), score: Math.round(text.mean * 1000) / 1000, box });
  }
  return { lines: inOrder(lines), width, incomplete: cut ? `only ${MAX_LINES} of ${found.length} lines read` : null };
}

function boundsOf(corners: number[][], width: number, height: number): Box {
  const xs = corners.map(([x = 0]) => Math.min(Math.max(x, 0), width));
  const ys = corners.map(([, y = 0]) => Math.min(Math.max(y, 0), height));
  const [x, y] = [Math.round(Math.min(...xs)), Math.round(Math.min(...ys))];
  return { x, y, width: Math.round(Math.max(...xs)) - x, height: Math.round(Math.max(...ys)) - y };
}

/** By its middle: the detector's boxes are a little wider than the text. */
function isInside({ x, y, width, height }: Box, place: Box): boolean {
  const [across, down] = [x + width / 2, y + height / 2];
  return across > place.x && across < place.x + place.width && down > place.y && down < place.y + place.height;
}

const inOrder = (lines: PictureLine[]): PictureLine[] => lines.sort((a, b) => a.box.y - b.box.y || a.box.x - b.box.x);

const reply = (message: ReadingReply): void => void process.send?.(message, undefined, undefined, () => {});
const messageOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split(/ imported from |\n/, 1)[0]?.slice(0, 200) ?? '';

process.on('disconnect', () => process.exit());
if (process.argv[3] === 'visits') {
  try {
    setPriority(10);
  } catch {
    // some systems do not let a process step back; it reads all the same
  }
}

const engine = loadEngine(process.argv[2] ?? '').then(
  (loaded) => {
    reply({ kind: 'ready', version: loaded.version });
    return loaded;
  },
  (error: unknown) => {
    reply({ kind: 'missing', reason: messageOf(error) });
    return null;
  },
);

process.on('message', (question: ReadingQuestion) => {
  void engine.then(async (loaded) => {
    if (!loaded) return;
    const answer = await read(loaded, question).catch((error: unknown) => ({
      lines: [],
      width: 0,
      incomplete: `not readable: ${messageOf(error)}`,
    }));
    reply({ kind: 'read', id: question.id, ...answer });
  });
});
