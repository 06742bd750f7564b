/** The latest assessment of each host on each occasion with its findings, and those that a re-scoring replaced. */
import { sql, type Transaction } from 'kysely';
import { batches } from '../databases/batches.ts';
import type { DatabaseHandle } from '../databases/database-handle.ts';
import type { Database } from '../databases/schema.ts';
import type { FindingTable } from '../databases/subject-tables.ts';
import { noteSite } from '../sites/subject-repository.ts';
import type { Assessment, Finding } from '../vocabulary/detect.ts';

/** An assessment that was replaced, and when. */
export interface FormerAssessment {
  replacedAt: string;
  assessment: Assessment;
}

/**
 * What a host was judged while more was to come: the judgement itself, from which the one that people may read by then
 * was made.
 */
export interface InterimJudgement {
  /** Digest of everything it rests on: while that is the same, judging again gives the same. */
  basis: string;
  assessment: Assessment;
  /** Links of the host's own pages that offer a query not yet seen. */
  queryLinks: string[];
}

/** The verdict in force on each host of each occasion, with its findings. */
export class AssessmentRepository {
  readonly #database: DatabaseHandle;

  constructor(database: DatabaseHandle) {
    this.#database = database;
  }

  /** Replaces an earlier assessment of the same host on the same occasion, and its interim judgement. */
  async save(occasionId: number, assessment: Assessment): Promise<void> {
    await this.#database.transaction(async (transaction) => {
      await upsert(transaction, occasionId, assessment);
      await endInterim(transaction, occasionId, assessment.host);
    });
  }

  /** `shown` is what people read while more is to come; one transaction with the judgement it was made from. */
  async saveInterim(occasionId: number, shown: Assessment, judgement: InterimJudgement): Promise<void> {
    const { basis, assessment, queryLinks } = judgement;
    const row = { basis, record: JSON.stringify(assessment), query_links: JSON.stringify(queryLinks) };
    await this.#database.transaction(async (transaction) => {
      await upsert(transaction, occasionId, shown);
      await transaction
        .insertInto('interim_judgement')
        .values({ occasion_id: occasionId, host: shown.host, ...row })
        .onConflict((conflict) => conflict.columns(['occasion_id', 'host']).doUpdateSet(row))
        .execute();
    });
  }

  /** Null for a host that was not judged yet, or for good. */
  async interim(occasionId: number, host: string): Promise<InterimJudgement | null> {
    const row = await this.#database.read
      .selectFrom('interim_judgement')
      .select(['basis', 'record', 'query_links'])
      .where('occasion_id', '=', occasionId)
      .where('host', '=', host)
      .executeTakeFirst();
    if (!row) return null;
    const { basis, record, query_links: links } = row;
    return { basis, assessment: JSON.parse(record) as Assessment, queryLinks: JSON.parse(links) as string[] };
  }

  /** Like `save`, and keeps what it replaces as a former assessment; one transaction. */
  async revise(occasionId: number, assessment: Assessment, replacedAt: string): Promise<void> {
    const { host } = assessment;
    await this.#database.transaction(async (transaction) => {
      // two that replace one assessment do so one after the other, and each keeps what it really replaced
      await transaction
        .selectFrom('assessment')
        .select('host')
        .where('occasion_id', '=', occasionId)
        .where('host', '=', host)
        .$if(this.#database.capabilities.rowLocks, (query) => query.forUpdate())
        .execute();
      const [replaced] = await read(transaction, occasionId, host);
      if (replaced)
        await transaction
          .insertInto('former_assessment')
          .values({ occasion_id: occasionId, host, replaced_at: replacedAt, record: JSON.stringify(replaced) })
          .execute();
      await upsert(transaction, occasionId, assessment);
      await endInterim(transaction, occasionId, host);
    });
  }

  async get(occasionId: number, host: string): Promise<Assessment | null> {
    return (await read(this.#database.read, occasionId, host))[0] ?? null;
  }

  /** Highest score first, then by host name. */
  async list(occasionId: number): Promise<Assessment[]> {
    return read(this.#database.read, occasionId);
  }

  /** What was replaced, oldest first. */
  async former(occasionId: number, host: string): Promise<FormerAssessment[]> {
    const rows = this.#database.read
      .selectFrom('former_assessment')
      .select(['replaced_at as replacedAt', 'record'])
      .where('occasion_id', '=', occasionId);
    const found = await rows.where('host', '=', host).orderBy('id').execute();
    return found.map(({ replacedAt, record }) => ({ replacedAt, assessment: JSON.parse(record) as Assessment }));
  }
}

/**
 * Of one host, or of all in the order of `list`. One statement over both tables, however many findings there are: what
 * it sees of a verdict and of its findings is of one moment, whoever saves meanwhile.
 */
async function read(database: DatabaseHandle['read'], occasionId: number, host?: string): Promise<Assessment[]> {
  const judged = database
    .selectFrom('assessment')
    .select([
      'host',
      sql<number>`-1`.as('position'),
      sql<string | null>`cast(null as text)`.as('detector'),
      sql<number | null>`cast(null as integer)`.as('version'),
      'platform',
      'score as value',
      sql<number | null>`cast(null as double precision)`.as('weight'),
      'record',
    ])
    .where('occasion_id', '=', occasionId)
    .$if(host !== undefined, (query) => query.where('host', '=', host ?? ''));
  const found = database
    .selectFrom('finding')
    .select(['host', 'position', 'detector', 'version', 'platform', 'value', 'weight', 'record'])
    .where('occasion_id', '=', occasionId)
    .$if(host !== undefined, (query) => query.where('host', '=', host ?? ''));
  const rows = await judged.unionAll(found).execute();
  const assessments = rows.filter(({ position }) => position < 0);
  const findings = Map.groupBy(
    rows.filter(({ position }) => position >= 0).sort((left, right) => left.position - right.position),
    (row) => row.host,
  );
  assessments.sort((left, right) => right.value - left.value || (left.host > right.host ? 1 : -1));
  return assessments.map((row) => ({
    ...(JSON.parse(row.record) as Omit<Assessment, 'findings'>),
    findings: (findings.get(row.host) ?? []).map(findingOf),
  }));
}

async function upsert(
  transaction: Transaction<Database>,
  occasionId: number,
  { findings, ...assessment }: Assessment,
): Promise<void> {
  const { host, verdict, platform, score } = assessment;
  await noteSite(transaction, host, null);
  const judgement = { verdict, platform, score, record: JSON.stringify(assessment) };
  await transaction
    .insertInto('assessment')
    .values({ occasion_id: occasionId, host, ...judgement })
    .onConflict((conflict) => conflict.columns(['occasion_id', 'host']).doUpdateSet(judgement))
    .execute();
  await transaction.deleteFrom('finding').where('occasion_id', '=', occasionId).where('host', '=', host).execute();
  const rows = findings.map((finding, position) => ({ occasion_id: occasionId, host, position, ...rowOf(finding) }));
  for (const batch of batches(rows)) await transaction.insertInto('finding').values(batch).execute();
}

async function endInterim(transaction: Transaction<Database>, occasionId: number, host: string): Promise<void> {
  await transaction
    .deleteFrom('interim_judgement')
    .where('occasion_id', '=', occasionId)
    .where('host', '=', host)
    .execute();
}

function rowOf({ detector, version, platform, value, weight, because, evidence }: Finding) {
  return { detector, version, platform, value, weight, record: JSON.stringify({ because, evidence }) };
}

type FindingRow = Pick<FindingTable, 'platform' | 'value' | 'record'> &
  Record<'version' | 'weight', number | null> & { detector: string | null };

function findingOf({ detector, version, platform, value, weight, record }: FindingRow): Finding {
  const said = JSON.parse(record) as Pick<Finding, 'because' | 'evidence'>;
  return { detector: detector ?? '', version: version ?? 0, platform, value, weight: weight ?? 0, ...said };
}
