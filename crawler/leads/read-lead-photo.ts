/** Reads a photo or scan of certificates: every QR code on it, and what each one is. */
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { isOfficialHost } from '../../detectors/official-hosts.ts';
import type { LeadPhoto, NewLead } from '../../storage/lead-repository.ts';
import type { Platform } from '../../storage/vocabulary.ts';
import { imageType } from '../candidates/image-type.ts';
import { readQrImage } from '../candidates/qr-image.ts';
import { readQrPayload } from '../candidates/qr-payload.ts';

export const PHOTO_CODES = ['official-token', 'official-url', 'url', 'text'] as const;
export type PhotoCodeKind = (typeof PHOTO_CODES)[number];

export interface PhotoCode {
  kind: PhotoCodeKind;
  payload: string;
  url: string | null;
  host: string | null;
}

export type ReadPhoto = { ok: true; photo: Omit<LeadPhoto, 'digest'> & { data: Buffer }; codes: PhotoCode[] } | { ok: false; reason: string };

const MOST_BYTES = 64 * 1024 * 1024;
/** A QR code holds at most 2953 bytes (version 40-L); more is no code of ours. */
const MOST_PAYLOAD = 3000;

/** `ok` is false for what is no picture; a picture without a readable code is `ok` with no codes: somebody has to look at it. */
export async function readLeadPhoto(path: string, known: { platforms: readonly Platform[]; allowList: readonly string[]; now: string }): Promise<ReadPhoto> {
  try {
    const { size } = await stat(path);
    if (size > MOST_BYTES) return { ok: false, reason: `${size} > ${MOST_BYTES} bytes` };
    const data = await readFile(path);
    const codes = (await readQrImage(data)).map((payload) => codeOf(payload, known));
    const kept = codes.map(({ kind, payload }) => ({ kind, payload }));
    return { ok: true, codes, photo: { name: basename(path), mediaType: imageType(data), codes: kept, recordedAt: known.now, data } };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

function codeOf(text: string, { platforms, allowList }: { platforms: readonly Platform[]; allowList: readonly string[] }): PhotoCode {
  const payload = text.slice(0, MOST_PAYLOAD);
  const read = readQrPayload(payload);
  if (read.kind === 'token') return { kind: 'official-token', payload, url: null, host: null };
  if (read.kind === 'text') return { kind: 'text', payload, url: null, host: null };
  const official = isOfficialHost(read.host, platforms, allowList);
  return { kind: official ? 'official-url' : 'url', payload, url: read.url, host: read.host };
}

/** The leads of a photo: its codes that are addresses of nobody official. */
export function photoLeads(codes: readonly PhotoCode[], report: Pick<NewLead['report'], 'channel' | 'receivedAt' | 'note' | 'file' | 'photo' | 'recordedAt'>): NewLead[] {
  return codes.flatMap(({ kind, payload, url, host }): NewLead[] =>
    kind === 'url' && url !== null && host !== null
      ? [{ kind: 'entry', target: url, host, report: { ...report, origin: 'photo', reported: payload === url ? null : payload, place: null } }]
      : [],
  );
}
