/** Visits: one row per attempt of a capture job, with what it kept. */
import type { Selectable, Transaction } from 'kysely';
import type { DatabaseHandle } from '../databases/database-handle.ts';
import { artifactOf, ARTIFACT } from '../evidence/evidence-repository.ts';
import type { Database, VisitTable } from '../databases/schema.ts';
import { storableText } from '../databases/storable-text.ts';
import { noteSite } from '../sites/subject-repository.ts';
import type { Artifact } from '../vocabulary/artifacts.ts';
import type { CaptureJob, Visit, VisitOutcome } from '../vocabulary/capture.ts';

/** A visit with what it kept, in the order it was stored. */
export type StoredVisit = Visit & { id: number; artifacts: Artifact[] };

/** Reads visits; they are written by the job queue, with the job they end. */
export class VisitRepository {
  readonly #database: DatabaseHandle;

  constructor(database: DatabaseHandle) {
    this.#database = database;
  }

  /** Every visit that entered by this host, interrupted ones too, in the order they ended. */
  async forHost(occasionId: number, host: string): Promise<StoredVisit[]> {
    const rows = await this.#database.read
      .selectFrom('visit')
      .selectAll()
      .where('occasion_id', '=', occasionId)
      .where('host', '=', host)
      .orderBy('id')
      .execute();
    return this.#withArtifacts(rows);
  }

  /** Null when there is no such visit. */
  async get(id: number): Promise<StoredVisit | null> {
    const rows = await this.#database.read.selectFrom('visit').selectAll().where('id', '=', id).execute();
    return (await this.#withArtifacts(rows))[0] ?? null;
  }

  /** By outcome; an outcome without visits is left out. */
  async counts(occasionId: number): Promise<{ outcome: VisitOutcome; count: number }[]> {
    return this.#database.read
      .selectFrom('visit')
      .select(({ fn }) => ['outcome', fn.countAll<number>().as('count')])
      .where('occasion_id', '=', occasionId)
      .groupBy('outcome')
      .orderBy('outcome')
      .execute();
  }

  async #withArtifacts(visits: readonly Selectable<VisitTable>[]): Promise<StoredVisit[]> {
    if (visits.length === 0) return [];
    const rows = await this.#database.read
      .selectFrom('artifact')
      .innerJoin('blob', 'blob.digest', 'artifact.digest')
      .select([...ARTIFACT('artifact'), 'visit_id'])
      .where(
        this.#database.capabilities.isAnyOf(
          'visit_id',
          visits.map((visit) => visit.id),
        ),
      )
      .orderBy('artifact.id')
      .execute();
    const byVisit = Map.groupBy(rows, (row) => row.visit_id);
    return visits.map(({ id, record }) => ({
      ...(JSON.parse(record) as Visit),
      id,
      artifacts: (byVisit.get(id) ?? []).map(artifactOf),
    }));
  }
}

/**
 * Writes the visit of one attempt; its number is the job's. A second one for the same attempt breaks the table's
 * constraint.
 */
export async function insertVisit(
  transaction: Transaction<Database>,
  job: Pick<CaptureJob, 'id' | 'occasionId' | 'attempt'>,
  visit: Visit,
): Promise<number> {
  const { id } = await transaction
    .insertInto('visit')
    .values({
      occasion_id: job.occasionId,
      job_id: job.id,
      attempt: job.attempt,
      host: storableText(visit.host),
      persona: visit.persona,
      vantage: visit.vantage,
      outcome: visit.outcome,
      record: JSON.stringify({ ...visit, attempt: job.attempt }),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await seeSite(transaction, visit);
  return id;
}

/** Outcomes of a visit that saw something of its site. */
const SAW: ReadonlySet<VisitOutcome> = new Set(['captured', 'blank', 'download', 'unfollowed']);

/** A visited host is a site with a dossier, also when nothing was seen of it yet. */
async function seeSite(transaction: Transaction<Database>, { host, outcome, startedAt }: Visit): Promise<void> {
  await noteSite(transaction, host, SAW.has(outcome) ? startedAt : null);
}

/** The visit that a process began and did not finish. `at` = when that was noticed. */
export function interruptedVisit(
  job: Pick<CaptureJob, 'host' | 'url' | 'persona' | 'vantage' | 'attempt'> & { begunAt: string | null },
  at: string,
  reason: string,
): Visit {
  const { host, url, persona, vantage, attempt, begunAt } = job;
  return {
    host,
    url,
    persona,
    vantage,
    attempt,
    startedAt: begunAt ?? at,
    endedAt: at,
    outcome: 'interrupted',
    reason,
    finalUrl: null,
    status: null,
    title: null,
    redirects: [],
    hosts: [host],
    peerAddress: null,
    hazards: [],
    userAgent: '',
    browser: '',
    bytesReceived: 0,
  };
}
