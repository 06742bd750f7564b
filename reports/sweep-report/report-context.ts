/** What every section of a sweep report shares: the store, the language, the platforms, and damage found on the way. */
import { unlessDamaged } from '../../storage/evidence/damaged-evidence.ts';
import type { RecordKind, StoredRecords } from '../../storage/evidence/stored-record.ts';
import type { Platform } from '../../storage/vocabulary/platform.ts';
import type { Picture, PictureOptions } from './picture.ts';
import { toPicture } from './picture.ts';
import type { ReferenceFacts, ReportStore } from '../records/report-store.ts';
import type { ReportLanguage } from '../wording/report-language.ts';

export interface ReportContext {
  store: ReportStore;
  sweepId: number;
  lang: ReportLanguage;
  platforms: ReadonlyMap<string, Platform>;
  references: readonly ReferenceFacts[];
  /** Pictures made so far, by digest and size: the same reference stands beside many sites. */
  pictures: Map<string, Promise<Picture | 'damaged' | 'undecodable'>>;
  /** Digests whose blob failed its check while the report was made. */
  damaged: Set<string>;
  /** One wording in two languages, read in the report's. */
  t: (zh: string, en: string) => string;
}

/** A context for one report. Reads the references once. */
export async function createReportContext(options: {
  store: ReportStore;
  sweepId: number;
  lang: ReportLanguage;
  platforms: readonly Platform[];
}): Promise<ReportContext> {
  const { store, sweepId, lang, platforms } = options;
  const references = await store.references.latest();
  return {
    store,
    sweepId,
    lang,
    platforms: new Map(platforms.map((platform) => [platform.id, platform])),
    references,
    pictures: new Map(),
    damaged: new Set(),
    t: (zh, en) => (lang === 'zh' ? zh : en),
  };
}

/**
 * The stored picture reduced, or why there is none. A damaged blob is noted in `context.damaged` and the report goes
 * on: its reader must learn of the damage, and of everything else as well.
 */
export async function storedPicture(
  context: ReportContext,
  digest: string,
  options: PictureOptions,
): Promise<Picture | 'damaged' | 'undecodable'> {
  const key = JSON.stringify([digest, options]);
  const made = context.pictures.get(key) ?? makePicture(context, digest, options);
  context.pictures.set(key, made);
  return made;
}

async function makePicture(
  context: ReportContext,
  digest: string,
  options: PictureOptions,
): Promise<Picture | 'damaged' | 'undecodable'> {
  const data = await intactBlob(context, digest);
  if (data === null) return 'damaged';
  return (await toPicture(data, options)) ?? 'undecodable';
}

/** The blob, or null when it failed its digest (noted in `context.damaged`). */
export async function intactBlob(context: ReportContext, digest: string): Promise<Buffer | null> {
  return unlessDamaged(context.store.evidence.read(digest), () => context.damaged.add(digest));
}

/** The record in a blob, or null as with `intactBlob`. */
export async function readRecord<K extends RecordKind>(
  context: ReportContext,
  kind: K,
  digest: string,
): Promise<StoredRecords[K] | null> {
  return unlessDamaged(context.store.evidence.readAs(kind, digest), () => context.damaged.add(digest));
}
