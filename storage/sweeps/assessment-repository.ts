/** The latest assessment of each host in each sweep, and those that a re-scoring replaced. */
import type { Kysely } from 'kysely';
import type { DatabaseHandle } from '../databases/database-handle.ts';
import type { Database } from '../databases/schema.ts';
import type { Assessment } from '../vocabulary/detect.ts';

/** An assessment that was replaced, and when. */
export interface FormerAssessment {
  replacedAt: string;
  assessment: Assessment;
}

/** The verdict in force on each host of each sweep. */
export class AssessmentRepository {
  readonly #database: DatabaseHandle;

  constructor(database: DatabaseHandle) {
    this.#database = database;
  }

  /** Replaces an earlier assessment of the same host in the same sweep. */
  async save(sweepId: number, assessment: Assessment): Promise<void> {
    await upsert(this.#database.write, sweepId, assessment);
  }

  /** Like `save`, and keeps what it replaces as a former assessment; one transaction. */
  async revise(sweepId: number, assessment: Assessment, replacedAt: string): Promise<void> {
    const { host } = assessment;
    await this.#database.transaction(async (transaction) => {
      const row = await transaction
        .selectFrom('assessment')
        .select('record')
        .where('sweep_id', '=', sweepId)
        .where('host', '=', host)
        .executeTakeFirst();
      if (row)
        await transaction
          .insertInto('former_assessment')
          .values({ sweep_id: sweepId, host, replaced_at: replacedAt, record: row.record })
          .execute();
      await upsert(transaction, sweepId, assessment);
    });
  }

  /** Null when the host was not judged in this sweep. */
  async get(sweepId: number, host: string): Promise<Assessment | null> {
    const rows = this.#database.read.selectFrom('assessment').select('record').where('sweep_id', '=', sweepId);
    const row = await rows.where('host', '=', host).executeTakeFirst();
    return row ? (JSON.parse(row.record) as Assessment) : null;
  }

  /** Highest score first, then by host name. */
  async list(sweepId: number): Promise<Assessment[]> {
    const rows = await this.#database.read
      .selectFrom('assessment')
      .select('record')
      .where('sweep_id', '=', sweepId)
      .orderBy('score', 'desc')
      .orderBy('host')
      .execute();
    return rows.map((row) => JSON.parse(row.record) as Assessment);
  }

  /** What was replaced, oldest first. */
  async former(sweepId: number, host: string): Promise<FormerAssessment[]> {
    const rows = this.#database.read
      .selectFrom('former_assessment')
      .select(['replaced_at as replacedAt', 'record'])
      .where('sweep_id', '=', sweepId);
    const found = await rows.where('host', '=', host).orderBy('id').execute();
    return found.map(({ replacedAt, record }) => ({ replacedAt, assessment: JSON.parse(record) as Assessment }));
  }
}

async function upsert(database: Kysely<Database>, sweepId: number, assessment: Assessment): Promise<void> {
  const { host, verdict, platform, score } = assessment;
  const judgement = { verdict, platform, score, record: JSON.stringify(assessment) };
  await database
    .insertInto('assessment')
    .values({ sweep_id: sweepId, host, ...judgement })
    .onConflict((conflict) => conflict.columns(['sweep_id', 'host']).doUpdateSet(judgement))
    .execute();
}
