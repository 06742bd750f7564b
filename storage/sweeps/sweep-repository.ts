/** Sweeps, how far each candidate source has come, and what went wrong on the way. */
import type { Kysely, Selectable } from 'kysely';
import type { DatabaseHandle } from '../databases/database-handle.ts';
import { prepareEvidence, writeEvidence } from '../evidence/host-evidence.ts';
import type { HostEvidence } from '../evidence/host-evidence.ts';
import { refuseForeignSweep } from '../databases/database-world.ts';
import { recordIdentity } from '../databases/record-identity.ts';
import type { Database, SourceRunTable, OccasionTable } from '../databases/schema.ts';
import { storableText } from '../databases/storable-text.ts';
import type { Source } from '../vocabulary/candidates.ts';
import type { Sentence } from '../vocabulary/sentence.ts';
import type { Stage } from '../vocabulary/stages.ts';
import { finishOccasion } from './occasion-repository.ts';

/** One run of the whole flow. Of each `key` at most one is unfinished; times ISO 8601, UTC. */
export interface Sweep {
  id: number;
  key: string;
  /** As handed to `begin` by whoever made the row. */
  parameters: unknown;
  startedAt: string;
  /** Null while the sweep runs or when it was stopped. */
  finishedAt: string | null;
  /**
   * Time worked on it over all runs, pauses left out; null = begun before this was counted. Of several processes at
   * once each counts.
   */
  workedSeconds: number | null;
}

/**
 * How far one scope of one source has come in one sweep. `found` counts candidates; `note` is null when there is
 * nothing to say.
 */
export interface SourceRun {
  sweepId: number;
  source: Source;
  /** What of the source was asked, e.g. a platform, a log's URL or a file. */
  scope: string;
  status: 'running' | 'done' | 'failed';
  found: number;
  note: Sentence | null;
  /** Where to go on, in the source's own notation; null = from the beginning. */
  cursor: string | null;
  at: string;
}

/** What went wrong without ending the sweep. `subject` = the host, URL or source it befell. */
export interface Issue {
  stage: Stage;
  subject: string;
  sentence: Sentence;
  at: string;
}

/** The sweeps of this database, with the state of their sources and their issues. */
export class SweepRepository {
  readonly #database: DatabaseHandle;

  constructor(database: DatabaseHandle) {
    this.#database = database;
  }

  /**
   * Goes on with the unfinished sweep of this key (its parameters stay as they were), or begins a new one.
   * @throws MingjingError DATABASE_WORLD (input) for a practice sweep's key in a live database.
   */
  async begin(sweep: { key: string; parameters: unknown; now: string }): Promise<{ id: number; resumed: boolean }> {
    const key = storableText(sweep.key);
    const begun = await this.#database.transaction(async (transaction) => {
      await refuseForeignSweep(transaction, key);
      const inserted = await transaction
        .insertInto('occasion')
        .values({
          kind: 'sweep',
          legal_mode: 'public-view',
          purpose: null,
          actor_id: null,
          key,
          parameters: JSON.stringify(sweep.parameters ?? null),
          started_at: sweep.now,
          finished_at: null,
          worked_ms: 0,
        })
        .onConflict((conflict) => conflict.doNothing())
        .returning('id')
        .executeTakeFirst();
      if (inserted) return { id: inserted.id, resumed: false };
      const unfinished = await transaction
        .selectFrom('occasion')
        .select('id')
        .where('key', '=', key)
        .where('finished_at', 'is', null)
        .executeTakeFirst();
      return unfinished && { id: unfinished.id, resumed: true };
    });
    // Another process finished it between the two statements.
    return begun ?? this.begin(sweep);
  }

  /** The first time stands when repeated. */
  async finish(id: number, at: string): Promise<void> {
    await finishOccasion(this.#database, id, at);
  }

  /** Adds time worked on the sweep; one begun before this was counted stays uncounted. */
  async addWork(id: number, milliseconds: number): Promise<void> {
    await this.#database.write
      .updateTable('occasion')
      .set((sweep) => ({ worked_ms: sweep('worked_ms', '+', Math.round(milliseconds)) }))
      .where('id', '=', id)
      .execute();
  }

  /** Null when there is no such sweep. */
  async get(id: number): Promise<Sweep | null> {
    const row = await this.#database.read
      .selectFrom('occasion')
      .selectAll()
      .where('kind', '=', 'sweep')
      .where('id', '=', id)
      .executeTakeFirst();
    return row ? sweepOf(row) : null;
  }

  /** The sweep begun last, finished or not; null when there is none. */
  async latest(): Promise<Sweep | null> {
    const row = await this.#database.read
      .selectFrom('occasion')
      .selectAll()
      .where('kind', '=', 'sweep')
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row ? sweepOf(row) : null;
  }

  /** Oldest first. */
  async list(): Promise<Sweep[]> {
    const rows = await this.#database.read
      .selectFrom('occasion')
      .selectAll()
      .where('kind', '=', 'sweep')
      .orderBy('id')
      .execute();
    return rows.map(sweepOf);
  }

  /** Null when this scope was not begun in this sweep. */
  async sourceRun(sweepId: number, source: Source, scope: string): Promise<SourceRun | null> {
    const runs = this.#database.read.selectFrom('source_run').selectAll().where('occasion_id', '=', sweepId);
    const row = await runs.where('source', '=', source).where('scope', '=', storableText(scope)).executeTakeFirst();
    return row ? sourceRunOf(row) : null;
  }

  /**
   * How the same scope stood in the latest sweep before this one that ran it (with `cursor`: that left one); null when
   * there is none.
   */
  async earlierSourceRun(
    sweepId: number,
    source: Source,
    scope: string,
    { cursor = false } = {},
  ): Promise<SourceRun | null> {
    let runs = this.#database.read
      .selectFrom('source_run')
      .selectAll()
      .where('source', '=', source)
      .where('scope', '=', storableText(scope))
      .where('occasion_id', '<', sweepId);
    if (cursor) runs = runs.where('cursor', 'is not', null);
    const row = await runs.orderBy('occasion_id', 'desc').limit(1).executeTakeFirst();
    return row ? sourceRunOf(row) : null;
  }

  /**
   * Replaces what was saved for the same source and scope. One transaction with the evidence that its note names and
   * the issue it is.
   */
  async saveSourceRun(
    run: SourceRun,
    { evidence = [], issue = null }: { evidence?: readonly HostEvidence[]; issue?: Issue | null } = {},
  ): Promise<void> {
    const key = { occasion_id: run.sweepId, source: run.source, scope: storableText(run.scope) };
    const state = {
      status: run.status,
      found: run.found,
      note: run.note && JSON.stringify(run.note),
      cursor: storableText(run.cursor),
      at: run.at,
    };
    const prepared = await prepareEvidence(this.#database, evidence);
    await this.#database.transaction(async (transaction) => {
      await transaction
        .insertInto('source_run')
        .values({ ...key, ...state })
        .onConflict((conflict) => conflict.columns(['occasion_id', 'source', 'scope']).doUpdateSet(state))
        .execute();
      await writeEvidence(transaction, run.sweepId, prepared);
      if (issue) await insertIssue(transaction, run.sweepId, issue);
    });
  }

  /** By source, then scope. */
  async sourceRuns(sweepId: number): Promise<SourceRun[]> {
    const rows = await this.#database.read
      .selectFrom('source_run')
      .selectAll()
      .where('occasion_id', '=', sweepId)
      .orderBy('source')
      .orderBy('scope')
      .execute();
    return rows.map(sourceRunOf);
  }

  /** Kept once per stage, subject and English text; the first time stands. */
  async noteIssue(sweepId: number, issue: Issue): Promise<void> {
    await insertIssue(this.#database.write, sweepId, issue);
  }

  /** In the order they were noted. */
  async issues(sweepId: number): Promise<Issue[]> {
    const rows = await this.#database.read
      .selectFrom('issue')
      .select(['stage', 'subject', 'sentence', 'at'])
      .where('occasion_id', '=', sweepId)
      .orderBy('id')
      .execute();
    return rows.map((row) => ({ ...row, sentence: JSON.parse(row.sentence) as Sentence }));
  }
}

async function insertIssue(
  database: Kysely<Database>,
  sweepId: number,
  { stage, subject, sentence, at }: Issue,
): Promise<void> {
  await database
    .insertInto('issue')
    .values({
      occasion_id: sweepId,
      identity: recordIdentity(stage, subject, sentence.en),
      stage,
      subject: storableText(subject),
      sentence: JSON.stringify(sentence),
      at,
    })
    .onConflict((conflict) => conflict.columns(['occasion_id', 'identity']).doNothing())
    .execute();
}

function sweepOf(row: Selectable<OccasionTable>): Sweep {
  const { id, key, started_at: startedAt, finished_at: finishedAt, worked_ms: worked } = row;
  return {
    id,
    key,
    parameters: JSON.parse(row.parameters),
    startedAt,
    finishedAt,
    workedSeconds: worked === null ? null : worked / 1000,
  };
}

function sourceRunOf({ occasion_id: sweepId, note, ...row }: Selectable<SourceRunTable>): SourceRun {
  return { sweepId, ...row, note: note === null ? null : (JSON.parse(note) as Sentence) };
}
