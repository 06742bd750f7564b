/** Opens a PostgreSQL database as a database handle: one pool for reading and writing. */
import { Kysely, PostgresDialect } from 'kysely';
import { Pool, types } from 'pg';
import type { CustomTypesConfig } from 'pg';
import { DatabaseHandle } from './database-handle.ts';
import { DIALECT_CAPABILITIES } from './dialect-capabilities.ts';
import type { Database } from './schema.ts';

const CONNECTIONS = 10;
const CONNECT_TIMEOUT_MS = 10_000;

/** Connects lazily: the first query rejects with the driver's own error when the server is not there. */
export function openPostgres(url: string): DatabaseHandle {
  const pool = new Pool({
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    types: { getTypeParser },
  });
  // An idle connection that the server closed is replaced at its next use; without a listener it would end the process.
  pool.on('error', () => {});
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  return new DatabaseHandle(db, db, DIALECT_CAPABILITIES.postgres);
}

/** Ids, counts and milliseconds all stay below 2^53; the driver would hand bigint out as text. */
const getTypeParser: CustomTypesConfig['getTypeParser'] = (oid, format) =>
  oid === types.builtins.INT8 ? Number : types.getTypeParser(oid, format);
