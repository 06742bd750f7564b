/** Reads a photo or scan of certificates: every QR code on it, and what each one is. */
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { isOfficialHost } from '../../../detectors/names/official-hosts.ts';
import type { NewLead, NewLeadPhoto } from '../../../storage/cases/lead-repository.ts';
import type { Platform } from '../../../storage/vocabulary/platform.ts';
import type { Sentence } from '../../../storage/vocabulary/sentence.ts';
import { imageType } from '../../reading/image-type.ts';
import { readQrImage } from '../../reading/qr-codes/qr-image.ts';
import { readQrPayload } from '../../reading/qr-codes/qr-payload.ts';

export const PHOTO_CODES = ['official-token', 'official-url', 'url', 'text'] as const;
export type PhotoCodeKind = (typeof PHOTO_CODES)[number];

export interface PhotoCode {
  kind: PhotoCodeKind;
  payload: string;
  url: string | null;
  host: string | null;
}

export type ReadPhoto =
  | {
      ok: true;
      photo: NewLeadPhoto;
      /** One for each address of a code that holds several. */
      codes: PhotoCode[];
      /** What of the picture could not be read. */
      unread: Sentence[];
    }
  | { ok: false; reason: Sentence };

/** A photo of 200 megapixels has at most 150 MB. */
const MOST_BYTES = 256 * 1024 * 1024;
/** A QR code holds at most 2953 bytes (version 40-L); more is no code of ours. */
const MOST_PAYLOAD = 3000;

/**
 * `ok` is false for what is no picture; a picture without a readable code is `ok` with no codes: somebody has to look
 * at it.
 */
export async function readLeadPhoto(
  path: string,
  known: { platforms: readonly Platform[]; allowList: readonly string[]; now: string },
): Promise<ReadPhoto> {
  const data = await readBytes(path);
  if ('reason' in data) return { ok: false, reason: data.reason };
  const read = await readQrImage(data);
  if (!read.ok) return read;
  const codes = read.payloads.flatMap((payload) => codesOf(payload, known));
  const kept = codes.map(({ kind, payload }) => ({ kind, payload }));
  return {
    ok: true,
    codes,
    unread: read.unread,
    photo: { name: basename(path), mediaType: imageType(data), codes: kept, recordedAt: known.now, data },
  };
}

async function readBytes(path: string): Promise<Buffer | { reason: Sentence }> {
  try {
    const { size } = await stat(path);
    if (size > MOST_BYTES)
      return {
        reason: { zh: `有 ${size} 字节，上限为 ${MOST_BYTES}`, en: `it has ${size} bytes, the limit is ${MOST_BYTES}` },
      };
    return await readFile(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { reason: { zh: reason, en: reason } };
  }
}

function codesOf(
  text: string,
  { platforms, allowList }: { platforms: readonly Platform[]; allowList: readonly string[] },
): PhotoCode[] {
  const payload = text.slice(0, MOST_PAYLOAD);
  const read = readQrPayload(payload);
  if (read.kind === 'token') return [{ kind: 'official-token', payload, url: null, host: null }];
  if (read.kind === 'text') return [{ kind: 'text', payload, url: null, host: null }];
  return read.addresses.map(({ url, host }) => ({
    kind: isOfficialHost(host, platforms, allowList) ? 'official-url' : 'url',
    payload,
    url,
    host,
  }));
}

/** The leads of a photo: its codes that are addresses of nobody official. */
export function photoLeads(
  codes: readonly PhotoCode[],
  report: Pick<NewLead['report'], 'channel' | 'receivedAt' | 'note' | 'file' | 'photo' | 'recordedAt'>,
): NewLead[] {
  return codes.flatMap(({ kind, payload, url, host }): NewLead[] =>
    kind === 'url' && url !== null && host !== null
      ? [
          {
            kind: 'entry',
            target: url,
            host,
            report: { ...report, origin: 'photo', reported: payload === url ? null : payload, place: null },
          },
        ]
      : [],
  );
}
