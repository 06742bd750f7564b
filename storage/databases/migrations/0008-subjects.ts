/**
 * Schema 8: what is watched and decided on outlives its sweeps, and every finding is a row. Sites come from the visits
 * and assessments of all sweeps so far, findings from the assessments.
 */
import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { batches } from '../batches.ts';
import { storableText } from '../storable-text.ts';
import type { DialectCapabilities } from '../dialect-capabilities.ts';

export function subjects(capabilities: DialectCapabilities): Migration {
  return {
    async up(db) {
      await createSubjects(db, capabilities);
      await fillSites(db, capabilities);
      await createFindings(db, capabilities);
      await createInterimJudgements(db, capabilities);
      await fillFindings(db);
    },
  };
}

type Db = Kysely<unknown>;

async function createSubjects(db: Db, { idType, idColumn, keyType }: DialectCapabilities): Promise<void> {
  await db.schema
    .createTable('subject')
    .addColumn('id', idType, idColumn)
    .addColumn('kind', keyType, (column) =>
      column.notNull().check(sql`kind in ('site', 'account', 'mini-program', 'app', 'listing', 'advertisement')`),
    )
    .addColumn('key', keyType, (column) => column.notNull())
    .addColumn('first_seen', 'text')
    .addColumn('last_seen', 'text')
    .addColumn('gone_at', 'text')
    .addColumn('back_at', 'text')
    .addUniqueConstraint('subject_key', ['kind', 'key'])
    .execute();
}

/** Seen is what a visit got to see; a host that only failed is a site of which nothing was seen. */
async function fillSites(db: Db, { jsonText }: DialectCapabilities): Promise<void> {
  await sql`
    insert into subject (kind, key, first_seen, last_seen)
    select 'site', host, min(seen), max(seen) from (
      select host, case when outcome in ('captured', 'blank', 'download', 'unfollowed')
        then ${jsonText('record', 'startedAt')} end as seen from visit
      union all
      select host, null from assessment
    ) as known where host <> '' and length(host) <= 1000 group by host`.execute(db);
}

async function createFindings(db: Db, { idType, idColumn, keyType }: DialectCapabilities): Promise<void> {
  await db.schema
    .createTable('finding')
    .addColumn('id', idType, idColumn)
    .addColumn('occasion_id', 'bigint', (column) => column.notNull().references('occasion.id'))
    .addColumn('host', keyType, (column) => column.notNull())
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('detector', keyType, (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('platform', keyType)
    .addColumn('value', 'double precision', (column) => column.notNull())
    .addColumn('weight', 'double precision', (column) => column.notNull())
    .addColumn('record', 'text', (column) => column.notNull())
    .addUniqueConstraint('finding_position', ['occasion_id', 'host', 'position'])
    .execute();
  await db.schema.createIndex('finding_detector').on('finding').columns(['detector', 'occasion_id', 'id']).execute();
}

/** Judgements of hosts that the sweep has more plans for. */
async function createInterimJudgements(db: Db, { keyType }: DialectCapabilities): Promise<void> {
  await db.schema
    .createTable('interim_judgement')
    .addColumn('occasion_id', 'bigint', (column) => column.notNull().references('occasion.id'))
    .addColumn('host', keyType, (column) => column.notNull())
    .addColumn('basis', 'text', (column) => column.notNull())
    .addColumn('record', 'text', (column) => column.notNull())
    .addColumn('query_links', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('interim_judgement_key', ['occasion_id', 'host'])
    .execute();
}

/** As this migration found them; the shapes of later versions do not matter here. */
interface StoredFinding {
  detector: string;
  version: number;
  platform: string | null;
  value: number;
  weight: number;
  because: unknown;
  evidence: unknown;
}
type Tables = {
  assessment: { occasion_id: number; host: string; record: string };
  finding: {
    occasion_id: number;
    host: string;
    position: number;
    detector: string;
    version: number;
    platform: string | null;
    value: number;
    weight: number;
    record: string;
  };
};

/** Assessments read at a time: their records are the largest text in the tables. */
const PAGE = 200;

async function fillFindings(untyped: Db): Promise<void> {
  const db = untyped.withTables<Tables>();
  const occasions = await db.selectFrom('assessment').select('occasion_id').distinct().execute();
  for (const { occasion_id } of occasions)
    for (let after = ''; ;) {
      const ofOccasion = db.selectFrom('assessment').select(['host', 'record']).where('occasion_id', '=', occasion_id);
      const page = await ofOccasion.where('host', '>', after).orderBy('host').limit(PAGE).execute();
      await moveFindings(db, occasion_id, page);
      after = page.at(-1)?.host ?? '';
      if (page.length < PAGE) break;
    }
}

async function moveFindings(
  db: Kysely<Tables>,
  occasion_id: number,
  page: readonly Pick<Tables['assessment'], 'host' | 'record'>[],
): Promise<void> {
  const findings: Tables['finding'][] = [];
  for (const { host, record } of page) {
    const { findings: found, ...rest } = JSON.parse(record) as { findings?: StoredFinding[] };
    if (found === undefined) continue;
    findings.push(...found.map((finding, position) => ({ occasion_id, host, position, ...rowOf(finding) })));
    const shortened = db.updateTable('assessment').set({ record: JSON.stringify(rest) });
    await shortened.where('occasion_id', '=', occasion_id).where('host', '=', host).execute();
  }
  for (const batch of batches(findings)) await db.insertInto('finding').values(batch).execute();
}

function rowOf({ detector, version, platform, value, weight, because, evidence }: StoredFinding) {
  // what a number was that JSON cannot say, or a name that no column holds, is not worth a database that does not open
  const number = (stored: number | null) => stored ?? 0;
  const kept = { value: number(value), weight: number(weight), version: number(version) };
  return { detector: storableText(detector), platform, ...kept, record: JSON.stringify({ because, evidence }) };
}
