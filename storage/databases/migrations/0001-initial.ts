/** Schema 1: sweeps, candidates, what was learned of hosts, jobs, visits, blobs, artefacts, references, assessments. */
import { sql } from 'kysely';
import type { CreateTableBuilder, Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { DialectCapabilities } from '../dialect-capabilities.ts';

export function initial(capabilities: DialectCapabilities): Migration {
  return {
    async up(db) {
      await createSweeps(db, capabilities);
      await createCandidates(db, capabilities);
      await createHostRecords(db, capabilities);
      await createJobs(db, capabilities);
      await createBlobs(db, capabilities);
      await createArtifacts(db, capabilities);
      await createReferences(db, capabilities);
    },
  };
}

type Db = Kysely<unknown>;

/** A table that begins with its surrogate key. */
function table<Name extends string>(
  db: Db,
  name: Name,
  { idType, idColumn }: DialectCapabilities,
): CreateTableBuilder<Name, 'id'> {
  return db.schema.createTable(name).addColumn('id', idType, idColumn);
}

async function createSweeps(db: Db, capabilities: DialectCapabilities): Promise<void> {
  await table(db, 'sweep', capabilities)
    .addColumn('key', capabilities.keyType, (column) => column.notNull())
    .addColumn('parameters', 'text', (column) => column.notNull())
    .addColumn('started_at', 'text', (column) => column.notNull())
    .addColumn('finished_at', 'text')
    .execute();
  // Two processes that begin the same sweep at once must end up in the same row.
  await db.schema
    .createIndex('sweep_unfinished')
    .on('sweep')
    .column('key')
    .unique()
    .where(sql.ref('finished_at'), 'is', null)
    .execute();

  await db.schema
    .createTable('source_run')
    .addColumn('sweep_id', 'bigint', (column) => column.notNull().references('sweep.id'))
    .addColumn('source', capabilities.keyType, (column) => column.notNull())
    .addColumn('scope', capabilities.keyType, (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('found', 'integer', (column) => column.notNull())
    .addColumn('note', 'text')
    .addColumn('cursor', 'text')
    .addColumn('at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('source_run_key', ['sweep_id', 'source', 'scope'])
    .execute();

  await table(db, 'issue', capabilities)
    .addColumn('sweep_id', 'bigint', (column) => column.notNull().references('sweep.id'))
    .addColumn('identity', capabilities.keyType, (column) => column.notNull())
    .addColumn('stage', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('sentence', 'text', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .addUniqueConstraint('issue_identity', ['sweep_id', 'identity'])
    .execute();
}

async function createCandidates(db: Db, capabilities: DialectCapabilities): Promise<void> {
  await table(db, 'candidate', capabilities)
    .addColumn('sweep_id', 'bigint', (column) => column.notNull().references('sweep.id'))
    .addColumn('identity', capabilities.keyType, (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull().check(sql`kind in ('name', 'entry')`))
    .addColumn('target', 'text', (column) => column.notNull())
    .addColumn('host', capabilities.keyType, (column) => column.notNull())
    .addColumn('stage', 'text', (column) => column.notNull())
    .addColumn('outcome', 'text')
    .addUniqueConstraint('candidate_identity', ['sweep_id', 'identity'])
    .execute();
  // Two indexes, because `id` must come right after the last compared column for paging without a sort.
  await db.schema.createIndex('candidate_stage').on('candidate').columns(['sweep_id', 'stage', 'id']).execute();
  await db.schema
    .createIndex('candidate_outcome')
    .on('candidate')
    .columns(['sweep_id', 'stage', 'outcome', 'id'])
    .execute();
  await db.schema.createIndex('candidate_host').on('candidate').columns(['sweep_id', 'host']).execute();

  await table(db, 'sighting', capabilities)
    .addColumn('candidate_id', 'bigint', (column) => column.notNull().references('candidate.id'))
    .addColumn('identity', capabilities.keyType, (column) => column.notNull())
    .addColumn('source', capabilities.keyType, (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('detail', 'text', (column) => column.notNull())
    .addUniqueConstraint('sighting_identity', ['candidate_id', 'identity'])
    .execute();
}

async function createHostRecords(db: Db, capabilities: DialectCapabilities): Promise<void> {
  for (const name of ['resolution', 'probe', 'registration']) {
    await db.schema
      .createTable(name)
      .addColumn('sweep_id', 'bigint', (column) => column.notNull().references('sweep.id'))
      .addColumn('host', capabilities.keyType, (column) => column.notNull())
      .addColumn('outcome', 'text', (column) => column.notNull())
      .addColumn('record', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint(`${name}_key`, ['sweep_id', 'host'])
      .execute();
  }
  await db.schema
    .createTable('assessment')
    .addColumn('sweep_id', 'bigint', (column) => column.notNull().references('sweep.id'))
    .addColumn('host', capabilities.keyType, (column) => column.notNull())
    .addColumn('verdict', 'text', (column) => column.notNull())
    .addColumn('platform', capabilities.keyType)
    .addColumn('score', 'double precision', (column) => column.notNull())
    .addColumn('record', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('assessment_key', ['sweep_id', 'host'])
    .execute();
}

async function createJobs(db: Db, capabilities: DialectCapabilities): Promise<void> {
  await table(db, 'job', capabilities)
    .addColumn('sweep_id', 'bigint', (column) => column.notNull().references('sweep.id'))
    .addColumn('identity', capabilities.keyType, (column) => column.notNull())
    .addColumn('host', capabilities.keyType, (column) => column.notNull())
    .addColumn('url', capabilities.keyType, (column) => column.notNull())
    .addColumn('persona', capabilities.keyType, (column) => column.notNull())
    .addColumn('vantage', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull().check(sql`state in ('open', 'leased', 'done')`))
    .addColumn('attempt', 'integer', (column) => column.notNull())
    .addColumn('not_before', 'bigint', (column) => column.notNull())
    .addColumn('token', 'text')
    .addColumn('lease_until', 'bigint')
    .addColumn('leased_at', 'text')
    .addColumn('owner', 'text')
    .addUniqueConstraint('job_identity', ['sweep_id', 'identity'])
    .addCheckConstraint(
      'job_lease',
      sql`(state = 'leased') = (token is not null and lease_until is not null and leased_at is not null and owner is not null)`,
    )
    .execute();
  await db.schema.createIndex('job_state').on('job').columns(['sweep_id', 'state', 'id']).execute();

  await table(db, 'visit', capabilities)
    .addColumn('sweep_id', 'bigint', (column) => column.notNull().references('sweep.id'))
    .addColumn('job_id', 'bigint', (column) => column.notNull().references('job.id'))
    .addColumn('attempt', 'integer', (column) => column.notNull())
    .addColumn('host', capabilities.keyType, (column) => column.notNull())
    .addColumn('persona', capabilities.keyType, (column) => column.notNull())
    .addColumn('vantage', 'text', (column) => column.notNull())
    .addColumn('outcome', 'text', (column) => column.notNull())
    .addColumn('record', 'text', (column) => column.notNull())
    .addUniqueConstraint('visit_attempt', ['job_id', 'attempt'])
    .execute();
  await db.schema.createIndex('visit_host').on('visit').columns(['sweep_id', 'host']).execute();
}

async function createBlobs(db: Db, capabilities: DialectCapabilities): Promise<void> {
  await table(db, 'blob', capabilities)
    .addColumn('digest', capabilities.keyType, (column) => column.notNull().unique())
    .addColumn('sm3', 'text', (column) => column.notNull())
    .addColumn('md5', 'text', (column) => column.notNull())
    .addColumn('bytes', 'bigint', (column) => column.notNull())
    .addColumn('media_type', 'text', (column) => column.notNull())
    .addColumn('encoding', 'text', (column) => column.notNull().check(sql`encoding in ('identity', 'zstd')`))
    .execute();
  await db.schema
    .createTable('blob_data')
    // The same id as in `blob`; on SQLite this makes it the row id, so there is no second index over the blobs.
    .addColumn('blob_id', capabilities.idType, (column) => column.primaryKey().references('blob.id'))
    .addColumn('data', capabilities.blobType, (column) => column.notNull())
    .execute();
}

function artifactTable<Name extends string>(db: Db, name: Name, capabilities: DialectCapabilities) {
  return table(db, name, capabilities)
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('digest', capabilities.keyType, (column) => column.notNull().references('blob.digest'))
    .addColumn('media_type', 'text', (column) => column.notNull())
    .addColumn('source_url', 'text')
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('method', 'text', (column) => column.notNull())
    .addColumn('peer_address', 'text')
    .addColumn('derived_from', 'text');
}

async function createArtifacts(db: Db, capabilities: DialectCapabilities): Promise<void> {
  await artifactTable(db, 'artifact', capabilities)
    .addColumn('sweep_id', 'bigint', (column) => column.notNull().references('sweep.id'))
    .addColumn('identity', capabilities.keyType, (column) => column.notNull())
    .addColumn('host', capabilities.keyType, (column) => column.notNull())
    .addColumn('visit_id', 'bigint', (column) => column.references('visit.id'))
    .addUniqueConstraint('artifact_identity', ['sweep_id', 'identity'])
    .execute();
  await db.schema.createIndex('artifact_host').on('artifact').columns(['sweep_id', 'host']).execute();
  await db.schema.createIndex('artifact_visit').on('artifact').column('visit_id').execute();
}

async function createReferences(db: Db, capabilities: DialectCapabilities): Promise<void> {
  await table(db, 'reference', capabilities)
    .addColumn('page', capabilities.keyType, (column) => column.notNull())
    .addColumn('platform', capabilities.keyType, (column) => column.notNull())
    .addColumn('url', capabilities.keyType, (column) => column.notNull())
    .addColumn('persona', capabilities.keyType, (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('captured_at', 'text', (column) => column.notNull())
    .addColumn('content', 'text', (column) => column.notNull())
    .addUniqueConstraint('reference_version', ['page', 'version'])
    .execute();
  await artifactTable(db, 'reference_artifact', capabilities)
    .addColumn('reference_id', 'bigint', (column) => column.notNull().references('reference.id'))
    .execute();
  await db.schema.createIndex('reference_artifact_reference').on('reference_artifact').column('reference_id').execute();
}
