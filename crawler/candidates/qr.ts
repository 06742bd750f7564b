/** Source `qr`: photos and scans of cards and flyers; each address in a QR code is an entry. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { NewArtifact } from '../../storage/vocabulary.ts';
import type { CandidateContext, FoundCandidate } from './candidate-context.ts';
import { imageType } from './image-type.ts';
import { isOfficial } from './is-official.ts';
import { readQrImage } from './qr-image.ts';
import { readQrPayload } from './qr-payload.ts';
import { SourceRun } from './source-run.ts';

/**
 * One scope an image. A photo without a readable code is `failed`: somebody has to look at it. Official addresses and official
 * tokens are counted; texts are counted and quoted in the note. The photo goes with its find as evidence.
 */
export async function* qr(context: CandidateContext): AsyncGenerator<FoundCandidate, void, void> {
  for (const file of context.endpoints.qrImages) {
    if (context.signal.aborted) return;
    const run = await SourceRun.open(context, 'qr', file);
    if (run.alreadyDone) continue;
    const read = await readImage(file);
    if ('reason' in read) {
      await run.failed('unreadable', { zh: `无法读取图片 ${file}:${read.reason}`, en: `cannot read the image ${file}: ${read.reason}` });
      continue;
    }
    if (read.payloads.length === 0) {
      await run.failed('unreadable', { zh: `${file} 中没有可识别的二维码,请人工查看`, en: `no QR code could be read in ${file}: have a person look at it` });
      continue;
    }
    for (const found of entries(context, run, file, read)) yield found;
    await run.done();
  }
}

interface ReadImage {
  bytes: Buffer;
  payloads: string[];
}

async function readImage(file: string): Promise<ReadImage | { reason: string }> {
  try {
    const bytes = await readFile(file);
    return { bytes, payloads: await readQrImage(bytes) };
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}

function* entries(context: CandidateContext, run: SourceRun, file: string, { bytes, payloads }: ReadImage): Generator<FoundCandidate> {
  const at = new Date().toISOString();
  const artifact: NewArtifact = {
    kind: 'lead-image',
    mediaType: imageType(bytes),
    sourceUrl: null,
    at,
    method: `file ${basename(file)}`,
    peerAddress: null,
    derivedFrom: null,
    data: bytes,
  };
  for (const payload of payloads) {
    const read = readQrPayload(payload);
    if (read.kind === 'token') run.drop('official-token');
    else if (read.kind === 'text') run.dropNamed('text', `“${payload.slice(0, 80)}”`);
    else if (isOfficial(context, read.host)) run.drop('official');
    else {
      run.found();
      yield {
        kind: 'entry',
        target: read.url,
        host: read.host,
        sighting: { source: 'qr', at, detail: { image: file, payload: payload.slice(0, 500), codes: payloads.length } },
        artifacts: [artifact],
      };
    }
  }
}
