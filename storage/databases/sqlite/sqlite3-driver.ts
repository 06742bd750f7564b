/** Hands out SQLite connections to Kysely: at most `connections` at a time, whoever comes later waits. */
import { setTimeout as sleep } from 'node:timers/promises';
import { CompiledQuery } from 'kysely';
import type { DatabaseConnection, Driver } from 'kysely';
import { Sqlite3Connection } from './sqlite3-connection.ts';

/** Longest wait for another process's write transaction. */
const BUSY_TIMEOUT_MS = 30_000;
const WAL_TRIES = 100;
const WAL_PAUSE_MS = 50;

/** `path` is made when it is not there; `readOnly` refuses to write into it. */
export interface Sqlite3DriverSettings {
  path: string;
  /** 1 makes the driver a mutex: that is the writer. */
  connections: number;
  readOnly: boolean;
}

/** All connections are opened by `init`, and whoever waits for one gets it in the order of asking. */
export class Sqlite3Driver implements Driver {
  readonly #settings: Sqlite3DriverSettings;
  readonly #all = new Set<Sqlite3Connection>();
  readonly #idle: Sqlite3Connection[] = [];
  readonly #waiting: ((connection: Sqlite3Connection) => void)[] = [];

  constructor(settings: Sqlite3DriverSettings) {
    this.#settings = settings;
  }

  async init(): Promise<void> {
    for (let count = 0; count < this.#settings.connections; count += 1) {
      const connection = await openConnection(this.#settings);
      this.#all.add(connection);
      this.#idle.push(connection);
    }
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    const idle = this.#idle.pop();
    if (idle) return idle;
    const { promise, resolve } = Promise.withResolvers<Sqlite3Connection>();
    this.#waiting.push(resolve);
    return promise;
  }

  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    const next = this.#waiting.shift();
    if (next) next(connection as Sqlite3Connection);
    else this.#idle.push(connection as Sqlite3Connection);
  }

  /**
   * `immediate` takes the write lock at once: a transaction that reads first could otherwise fail when it comes to
   * write.
   */
  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw(this.#settings.readOnly ? 'begin' : 'begin immediate'));
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('commit'));
  }

  /** SQLite undoes a transaction by itself after some errors (full disk, I/O): then there is none left to roll back. */
  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    try {
      await connection.executeQuery(CompiledQuery.raw('rollback'));
    } catch (error) {
      if (!(error instanceof Error && error.message.includes('no transaction is active'))) throw error;
    }
  }

  /** Waits until every connection has come back. */
  async destroy(): Promise<void> {
    for (const _ of this.#all) await this.acquireConnection();
    await Promise.all([...this.#all].map(async (connection) => connection.close()));
  }
}

async function openConnection({ path, readOnly }: Sqlite3DriverSettings): Promise<Sqlite3Connection> {
  const connection = await Sqlite3Connection.open(path);
  try {
    await connection.all(`pragma busy_timeout = ${BUSY_TIMEOUT_MS}`);
    await connection.all('pragma foreign_keys = on');
    if (readOnly) await connection.all('pragma query_only = on');
    else await enterWal(connection);
    return connection;
  } catch (error) {
    await connection.close();
    throw error;
  }
}

/**
 * Changing into WAL needs the file for itself and does not heed busy_timeout, so two processes starting at once meet
 * here.
 */
async function enterWal(connection: Sqlite3Connection): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await connection.all('pragma journal_mode = wal');
      // Enough in WAL for a killed process; a power cut may cost the last commits, never consistency
      // (sqlite.org/pragma.html#pragma_synchronous).
      await connection.all('pragma synchronous = normal');
      return;
    } catch (error) {
      const busy = error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY';
      if (!busy || tries === WAL_TRIES) throw error;
      await sleep(WAL_PAUSE_MS);
    }
  }
}
