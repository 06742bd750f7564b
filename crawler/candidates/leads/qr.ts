/** Source `qr`: photos and scans of cards and flyers; each address in a QR code is an entry. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { NewArtifact } from '../../../storage/vocabulary/artifacts.ts';
import type { Sentence } from '../../../storage/vocabulary/sentence.ts';
import type { CandidateContext, FoundCandidate } from '../candidate-context.ts';
import { imageType } from '../../reading/image-type.ts';
import { isOfficial } from '../is-official.ts';
import { readQrImage, type QrReading } from '../../reading/qr-codes/qr-image.ts';
import { readQrPayload } from '../../reading/qr-codes/qr-payload.ts';
import { ScopeRun } from '../scope-run.ts';

/**
 * One scope an image. A photo without a readable code is `failed`: somebody has to look at it. Official addresses and
 * official tokens are counted; texts are counted and quoted in the note, and so is what could not be read. The photo
 * goes with its find as evidence.
 */
export async function* qr(context: CandidateContext): AsyncGenerator<FoundCandidate, void, void> {
  for (const file of context.endpoints.qrImages) {
    if (context.signal.aborted) return;
    const run = await ScopeRun.open(context, 'qr', file);
    if (run.alreadyDone) continue;
    const read = await readImage(file);
    if (!read.ok) {
      await run.failed('unreadable', {
        zh: `无法读取图片 ${file}：${read.reason.zh}`,
        en: `cannot read the image ${file}: ${read.reason.en}`,
      });
      continue;
    }
    const unread = joined(read.unread);
    if (read.payloads.length === 0) {
      const [zh, en] = unread ? [`（${unread.zh}）`, ` (${unread.en})`] : ['', ''];
      await run.failed('unreadable', {
        zh: `${file} 中没有可识别的二维码，请人工查看${zh}`,
        en: `no QR code could be read in ${file}: have a person look at it${en}`,
      });
      continue;
    }
    for (const found of entries(context, run, file, read)) yield found;
    await run.done(unread && { zh: `${file}：${unread.zh}`, en: `${file}: ${unread.en}` });
  }
}

interface ReadImage {
  bytes: Buffer;
  payloads: string[];
}

async function readImage(file: string): Promise<QrReading & { bytes: Buffer }> {
  try {
    const bytes = await readFile(file);
    return { bytes, ...(await readQrImage(bytes)) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { bytes: Buffer.alloc(0), ok: false, reason: { zh: reason, en: reason } };
  }
}

function joined(unread: readonly Sentence[]): Sentence | null {
  return unread.length === 0
    ? null
    : { zh: unread.map(({ zh }) => zh).join('；'), en: unread.map(({ en }) => en).join('; ') };
}

function* entries(
  context: CandidateContext,
  run: ScopeRun,
  file: string,
  { bytes, payloads }: ReadImage,
): Generator<FoundCandidate> {
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
    if (read.kind === 'text') run.dropNamed('text', `“${payload.slice(0, 80)}”`);
    for (const { url, host } of read.kind === 'url' ? read.addresses : []) {
      if (isOfficial(context, host)) {
        run.drop('official');
        continue;
      }
      run.found();
      yield {
        kind: 'entry',
        target: url,
        host,
        sighting: { source: 'qr', at, detail: { image: file, payload: payload.slice(0, 500), codes: payloads.length } },
        artifacts: [artifact],
      };
    }
  }
}
