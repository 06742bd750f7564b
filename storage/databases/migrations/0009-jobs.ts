/**
 * Schema 9: one queue for every kind of work. Jobs get a kind, a priority, a payload, and an end for what cannot be
 * done; only visits need an address, a persona and a vantage.
 */
import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { batches } from '../batches.ts';
import { recordIdentity } from '../record-identity.ts';
import type { DialectCapabilities } from '../dialect-capabilities.ts';

const COLUMNS = [
  'id',
  'occasion_id',
  'identity',
  'host',
  'url',
  'persona',
  'vantage',
  'state',
  'attempt',
  'not_before',
  'token',
  'lease_until',
  'leased_at',
  'owner',
] as const;

export function jobs(capabilities: DialectCapabilities): Migration {
  return {
    async up(db) {
      await (capabilities.altersConstraints ? alterJobs(db) : remakeJobs(db, capabilities));
      await queuePictures(db);
      await db.schema
        .createIndex('job_next')
        .on('job')
        .columns(['occasion_id', 'kind', 'state', 'priority desc', 'id'])
        .execute();
      await db.schema.createIndex('job_waiting').on('job').columns(['kind', 'state', 'priority desc', 'id']).execute();
    },
  };
}

/** Pictures that are still to be read become work of the queue. */
async function queuePictures(untyped: Kysely<unknown>): Promise<void> {
  const db = untyped.withTables<{ omission: OpenPicture; job: Record<string, unknown> }>();
  const open = await db
    .selectFrom('omission')
    .select(['occasion_id', 'host', 'kind', 'visit_id'])
    .where('state', '=', 'open')
    .where('kind', 'in', ['picture-text', 'qr-codes'])
    .execute();
  const unread = { kind: 'read-picture', priority: 0, state: 'open', attempt: 0, not_before: 0 };
  const rows = open.map(({ occasion_id, host, kind, visit_id: visitId }) => ({
    ...unread,
    occasion_id,
    host,
    identity: recordIdentity('read-picture', kind, visitId),
    payload: JSON.stringify({ kind, visitId }),
  }));
  for (const batch of batches(rows)) await db.insertInto('job').values(batch).execute();
}

interface OpenPicture {
  occasion_id: number;
  host: string;
  kind: string;
  state: string;
  visit_id: number;
}

const OF_VISITS = ['host', 'url', 'persona', 'vantage'] as const;
const STATES = sql`state in ('open', 'leased', 'done', 'dead')`;
const VISIT_NEEDS = sql`kind <> 'visit' or (host is not null and url is not null and persona is not null and vantage is not null)`;
const DEAD_NEEDS = sql`state <> 'dead' or reason is not null`;

async function alterJobs(db: Kysely<unknown>): Promise<void> {
  const job = () => db.schema.alterTable('job');
  for (const column of OF_VISITS)
    await job()
      .alterColumn(column, (change) => change.dropNotNull())
      .execute();
  await job()
    .addColumn('kind', sql`text collate "C"`, (column) => column.notNull().defaultTo('visit'))
    .execute();
  await job()
    .addColumn('priority', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
  await job().addColumn('payload', 'text').execute();
  await job().addColumn('reason', 'text').execute();
  await job().dropConstraint('job_state_check').execute();
  await job().addCheckConstraint('job_state_check', STATES).execute();
  await job().addCheckConstraint('job_visit', VISIT_NEEDS).execute();
  await job().addCheckConstraint('job_dead', DEAD_NEEDS).execute();
  await db.schema.dropIndex('job_state').execute();
}

/**
 * Where constraints cannot be altered the table is made anew (SQLite manual, "Making Other Kinds Of Table Schema
 * Changes"). References to it are by name and go unchecked meanwhile (migrate.ts).
 */
async function remakeJobs(db: Kysely<unknown>, capabilities: DialectCapabilities): Promise<void> {
  await createJobs(db, capabilities);
  const columns = sql.join(COLUMNS.map((column) => sql.ref(column)));
  await sql`insert into job_anew (${columns}, kind, priority) select ${columns}, 'visit', 0 from job`.execute(db);
  await db.schema.dropTable('job').execute();
  await db.schema.alterTable('job_anew').renameTo('job').execute();
  const { rows } = await sql`pragma foreign_key_check`.execute(db);
  if (rows.length > 0) throw new Error(`${rows.length} rows refer to nothing after table job was made anew`);
}

async function createJobs(db: Kysely<unknown>, { idType, idColumn, keyType }: DialectCapabilities): Promise<void> {
  await db.schema
    .createTable('job_anew')
    .addColumn('id', idType, idColumn)
    .addColumn('occasion_id', 'bigint', (column) => column.notNull().references('occasion.id'))
    .addColumn('identity', keyType, (column) => column.notNull())
    .addColumn('kind', keyType, (column) => column.notNull())
    .addColumn('priority', 'integer', (column) => column.notNull())
    .addColumn('host', keyType)
    .addColumn('url', keyType)
    .addColumn('persona', keyType)
    .addColumn('vantage', 'text')
    .addColumn('payload', 'text')
    .addColumn('state', 'text', (column) => column.notNull().check(STATES))
    .addColumn('attempt', 'integer', (column) => column.notNull())
    .addColumn('not_before', 'bigint', (column) => column.notNull())
    .addColumn('token', 'text')
    .addColumn('lease_until', 'bigint')
    .addColumn('leased_at', 'text')
    .addColumn('owner', 'text')
    .addColumn('reason', 'text')
    .addUniqueConstraint('job_identity', ['occasion_id', 'identity'])
    .addCheckConstraint(
      'job_lease',
      sql`(state = 'leased') = (token is not null and lease_until is not null and leased_at is not null and owner is not null)`,
    )
    .addCheckConstraint('job_visit', VISIT_NEEDS)
    .addCheckConstraint('job_dead', DEAD_NEEDS)
    .execute();
}
