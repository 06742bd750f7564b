/** The latest assessment of each host in each sweep. */
import type { DatabaseHandle } from './database-handle.ts';
import type { Assessment } from './vocabulary.ts';

export class AssessmentRepository {
  readonly #database: DatabaseHandle;

  constructor(database: DatabaseHandle) {
    this.#database = database;
  }

  /** Replaces an earlier assessment of the same host in the same sweep. */
  async save(sweepId: number, assessment: Assessment): Promise<void> {
    const { host, verdict, platform, score } = assessment;
    const judgement = { verdict, platform, score, record: JSON.stringify(assessment) };
    await this.#database.write
      .insertInto('assessment')
      .values({ sweep_id: sweepId, host, ...judgement })
      .onConflict((conflict) => conflict.columns(['sweep_id', 'host']).doUpdateSet(judgement))
      .execute();
  }

  async get(sweepId: number, host: string): Promise<Assessment | null> {
    const rows = this.#database.read.selectFrom('assessment').select('record').where('sweep_id', '=', sweepId);
    const row = await rows.where('host', '=', host).executeTakeFirst();
    return row ? (JSON.parse(row.record) as Assessment) : null;
  }

  /** Highest score first, then by host name. */
  async list(sweepId: number): Promise<Assessment[]> {
    const rows = await this.#database.read.selectFrom('assessment').select('record').where('sweep_id', '=', sweepId).orderBy('score', 'desc').orderBy('host').execute();
    return rows.map((row) => JSON.parse(row.record) as Assessment);
  }
}
