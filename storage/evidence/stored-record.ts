/** Artefacts that are records as JSON: which kind holds what, and the one way to make a record of its bytes again. */
import type { Connection, NetworkEntry } from '../vocabulary/capture.ts';
import type { PageModel, PictureText } from '../vocabulary/page-model.ts';
import type { TlsRecord } from '../vocabulary/probe.ts';
import type { Resolution } from '../vocabulary/resolve.ts';
import type { Sentence } from '../vocabulary/sentence.ts';

/** One hop of a redirect chain with its response headers, as the server spelt them. */
export interface HeaderHop {
  url: string;
  headers: { name: string; value: string }[];
}

/** What each kind of JSON artefact holds. */
export interface StoredRecords {
  'page-model': PageModel;
  'picture-text': PictureText;
  network: NetworkEntry[];
  headers: HeaderHop[];
  connections: Connection[];
  tls: TlsRecord;
  dns: Resolution;
}
/** Kinds of artefact that hold a record; all others are pictures, texts and files. */
export type RecordKind = keyof StoredRecords;

/** Kinds that are lists; the others are objects. */
const LISTS: ReadonlySet<RecordKind> = new Set(['network', 'headers', 'connections']);

/**
 * What older versions of this program left out and every version meant, one step per kind. What was never looked for
 * stays absent: it is unknown, not empty.
 */
const UPGRADES: { [K in RecordKind]?: (stored: StoredRecords[K]) => StoredRecords[K] } = {
  // the first models knew phones that show a page at its own width only
  'page-model': ({ shownWidth, ...model }) => ({ ...model, shownWidth: shownWidth ?? model.viewport?.width }),
};

/** The record in the bytes of an artefact, as this version of the program knows it, or why there is none. */
export type ParsedRecord<K extends RecordKind> =
  { record: StoredRecords[K]; damage: null } | { record: null; damage: Sentence };

/** Never throws: bytes that pass their digest and are no record of their kind were written wrongly, and that is damage. */
export function parseRecord<K extends RecordKind>(kind: K, data: Buffer): ParsedRecord<K> {
  let read: unknown;
  try {
    read = JSON.parse(data.toString('utf8'));
  } catch {
    return { record: null, damage: { zh: '内容不是 JSON', en: 'its bytes are not JSON' } };
  }
  const isRecord = LISTS.has(kind)
    ? Array.isArray(read)
    : typeof read === 'object' && read !== null && !Array.isArray(read);
  if (!isRecord)
    return { record: null, damage: { zh: `内容不是 ${kind} 记录`, en: `its bytes are no ${kind} record` } };
  const upgrade = UPGRADES[kind];
  const record = read as StoredRecords[K];
  return { record: upgrade ? upgrade(record) : record, damage: null };
}
