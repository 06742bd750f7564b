/** Leads: addresses that people reported, each once, with every report of it and the photos they were read from. */
import { sql } from 'kysely';
import type { Selectable, Transaction } from 'kysely';
import { batches } from '../databases/batches.ts';
import type { DatabaseHandle } from '../databases/database-handle.ts';
import { prepareArtifacts } from '../evidence/evidence-blob.ts';
import { storeBlobs } from '../evidence/evidence-repository.ts';
import { recordIdentity } from '../databases/record-identity.ts';
import type { Database, LeadPhotoTable, LeadReportTable, LeadTable } from '../databases/schema.ts';
import { storableText } from '../databases/storable-text.ts';
import type { CandidateKind } from '../vocabulary/candidates.ts';

/** One report of an address. */
export interface LeadReport {
  origin: 'add' | 'import' | 'photo';
  /** Hotline, inspection, platform …, in the reporter's words; null when not said. */
  channel: string | null;
  /** When it came in, ISO 8601 where the text could be read as a time, else as written; null when not said. */
  receivedAt: string | null;
  note: string | null;
  /** The address as it was written, null when it is the target itself. */
  reported: string | null;
  file: string | null;
  /** Where in the file, e.g. `Sheet1:4`. */
  place: string | null;
  /** Digest of the photo it was read from. */
  photo: string | null;
  recordedAt: string;
}

/**
 * An address on its way in, with the one report that brought it. `target` is unique with `kind`; `host` is its host,
 * ASCII.
 */
export interface NewLead {
  kind: CandidateKind;
  target: string;
  host: string;
  report: LeadReport;
}

/** An address as stored, with every report of it, oldest first. `addedAt` = of the first; ISO 8601, UTC. */
export interface Lead {
  id: number;
  kind: CandidateKind;
  target: string;
  host: string;
  addedAt: string;
  reports: LeadReport[];
}

/**
 * A photo or scan handed in. `digest` = SHA-256 of the picture, by which `evidence.read` gives it; `name` = of the
 * file.
 */
export interface LeadPhoto {
  digest: string;
  name: string;
  mediaType: string;
  /** What each code on it is, in reading order; empty when none could be read. */
  codes: { kind: string; payload: string }[];
  recordedAt: string;
}

/** A photo on its way in: the picture itself, whose digest is not known yet. */
export type NewLeadPhoto = Omit<LeadPhoto, 'digest'> & { data: Buffer };

/** What became of the items handed in: see `LeadRepository.add`. */
export interface LeadCounts {
  added: number;
  merged: number;
  repeated: number;
}

/** The leads of all sweeps: they belong to the database, and a sweep takes from it what is new. */
export class LeadRepository {
  readonly #database: DatabaseHandle;

  constructor(database: DatabaseHandle) {
    this.#database = database;
  }

  /**
   * One transaction, safe to repeat. `added` = new addresses, `merged` = new reports of known ones,
   * `repeated` = reports that were known word for word.
   */
  async add(items: readonly NewLead[]): Promise<LeadCounts> {
    return this.#database.transaction(async (transaction) => this.#addAll(transaction, items));
  }

  async #addAll(transaction: Transaction<Database>, items: readonly NewLead[]): Promise<LeadCounts> {
    // two that meet rows of each other in different order would wait for each other
    if (this.#database.capabilities.rowLocks)
      await sql`lock table lead in share row exclusive mode`.execute(transaction);
    let [added, reports] = [0, 0];
    for (const batch of batches(items)) {
      const stored = await this.#addBatch(transaction, batch);
      added += stored.added;
      reports += stored.reports;
    }
    return { added, merged: reports - added, repeated: items.length - reports };
  }

  async #addBatch(
    transaction: Transaction<Database>,
    items: readonly NewLead[],
  ): Promise<{ added: number; reports: number }> {
    const identities = items.map(({ kind, target }) => recordIdentity(kind, target));
    const rows = items.map(({ kind, target, host, report }, index) => ({
      identity: identities[index] ?? '',
      kind,
      target: storableText(target),
      host: storableText(host),
      added_at: report.recordedAt,
    }));
    const leads = await transaction
      .insertInto('lead')
      .values(rows)
      .onConflict((conflict) => conflict.column('identity').doNothing())
      .executeTakeFirstOrThrow();
    const known = await transaction
      .selectFrom('lead')
      .select(['id', 'identity'])
      .where(this.#database.capabilities.isAnyOf('identity', identities))
      .execute();
    const ids = new Map(known.map((row) => [row.identity, row.id]));
    const reports = await transaction
      .insertInto('lead_report')
      .values(items.map(({ report }, index) => reportRow(ids.get(identities[index] ?? '') ?? 0, report)))
      .onConflict((conflict) => conflict.columns(['lead_id', 'identity']).doNothing())
      .executeTakeFirstOrThrow();
    return {
      added: Number(leads.numInsertedOrUpdatedRows ?? 0n),
      reports: Number(reports.numInsertedOrUpdatedRows ?? 0n),
    };
  }

  /** One page in the order they were added, each with its reports in the order they were recorded. */
  async list({ afterId = 0, limit = 500 }: { afterId?: number; limit?: number } = {}): Promise<Lead[]> {
    const rows = await this.#database.read
      .selectFrom('lead')
      .selectAll()
      .where('id', '>', afterId)
      .orderBy('id')
      .limit(limit)
      .execute();
    if (rows.length === 0) return [];
    const ids = rows.map((row) => row.id);
    const reports = await this.#database.read
      .selectFrom('lead_report')
      .selectAll()
      .where(this.#database.capabilities.isAnyOf('lead_id', ids))
      .orderBy('id')
      .execute();
    const byLead = Map.groupBy(reports, (report) => report.lead_id);
    return rows.map((row) => leadOf(row, byLead.get(row.id) ?? []));
  }

  /** Addresses, each once however often it was reported. */
  async count(): Promise<number> {
    const { count } = await this.#database.read
      .selectFrom('lead')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    return count;
  }

  /**
   * One transaction: the picture as evidence, once per digest (what its codes say is replaced by the latest reading),
   * and the leads read from it, whose reports name it.
   */
  async addPhoto(photo: NewLeadPhoto, items: readonly NewLead[]): Promise<LeadCounts & { digest: string }> {
    const { data, name, mediaType, recordedAt } = photo;
    const artifact = {
      kind: 'lead-image' as const,
      mediaType,
      sourceUrl: null,
      at: recordedAt,
      method: `file ${name}`,
      peerAddress: null,
      derivedFrom: null,
      data,
    };
    const prepared = await prepareArtifacts(this.#database, [artifact]);
    const digest = prepared[0]?.artifact.digest ?? '';
    const row = {
      digest,
      name: storableText(name),
      media_type: mediaType,
      codes: JSON.stringify(photo.codes),
      recorded_at: recordedAt,
    };
    const leads = items.map((item) => ({ ...item, report: { ...item.report, photo: digest } }));
    return this.#database.transaction(async (transaction) => {
      await storeBlobs(transaction, prepared);
      await transaction
        .insertInto('lead_photo')
        .values(row)
        .onConflict((conflict) => conflict.column('digest').doUpdateSet({ codes: row.codes }))
        .execute();
      return { digest, ...(await this.#addAll(transaction, leads)) };
    });
  }

  /** The photo with this digest; null when it is none. */
  async photo(digest: string): Promise<LeadPhoto | null> {
    const row = await this.#database.read
      .selectFrom('lead_photo')
      .selectAll()
      .where('digest', '=', digest)
      .executeTakeFirst();
    return row ? photoOf(row) : null;
  }

  /** In the order they were handed in. */
  async photos(): Promise<LeadPhoto[]> {
    return (await this.#database.read.selectFrom('lead_photo').selectAll().orderBy('id').execute()).map(photoOf);
  }
}

function photoOf({
  digest,
  name,
  media_type: mediaType,
  codes,
  recorded_at: recordedAt,
}: Selectable<LeadPhotoTable>): LeadPhoto {
  return { digest, name, mediaType, codes: JSON.parse(codes) as LeadPhoto['codes'], recordedAt };
}

function reportRow(leadId: number, report: LeadReport): Omit<LeadReportTable, 'id'> {
  const { origin, recordedAt, receivedAt } = report;
  const [channel, note, reported, file, place] = [
    report.channel,
    report.note,
    report.reported,
    report.file,
    report.place,
  ].map((text) => storableText(text));
  return {
    lead_id: leadId,
    identity: recordIdentity(
      origin,
      report.channel,
      receivedAt,
      report.note,
      report.reported,
      report.file,
      report.photo,
    ),
    origin,
    channel: channel ?? null,
    received_at: storableText(receivedAt),
    note: note ?? null,
    reported: reported ?? null,
    file: file ?? null,
    place: place ?? null,
    photo: report.photo,
    recorded_at: recordedAt,
  };
}

function leadOf(
  { id, kind, target, host, added_at: addedAt }: Selectable<LeadTable>,
  reports: readonly Selectable<LeadReportTable>[],
): Lead {
  return {
    id,
    kind,
    target,
    host,
    addedAt,
    reports: reports.map(
      ({ origin, channel, received_at: receivedAt, note, reported, file, place, photo, recorded_at: recordedAt }) => ({
        origin,
        channel,
        receivedAt,
        note,
        reported,
        file,
        place,
        photo,
        recordedAt,
      }),
    ),
  };
}
