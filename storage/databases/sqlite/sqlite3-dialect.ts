/** Kysely's SQLite dialect over the callback driver `sqlite3`; the built-in one expects a synchronous driver. */
import { SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import type { DatabaseIntrospector, Dialect, DialectAdapter, Driver, Kysely, QueryCompiler } from 'kysely';
import { Sqlite3Driver } from './sqlite3-driver.ts';
import type { Sqlite3DriverSettings } from './sqlite3-driver.ts';

/** What `new Kysely({ dialect })` takes; one instance is one pool of connections. */
export class Sqlite3Dialect implements Dialect {
  readonly #settings: Sqlite3DriverSettings;

  constructor(settings: Sqlite3DriverSettings) {
    this.#settings = settings;
  }

  createDriver(): Driver {
    return new Sqlite3Driver(this.#settings);
  }

  createQueryCompiler(): QueryCompiler {
    return new SqliteQueryCompiler();
  }

  createAdapter(): DialectAdapter {
    return new Sqlite3Adapter();
  }

  createIntrospector(db: Kysely<unknown>): DatabaseIntrospector {
    return new SqliteIntrospector(db);
  }
}

class Sqlite3Adapter extends SqliteAdapter {
  /** Our driver does its own waiting, also for one connection. */
  override get supportsMultipleConnections(): boolean {
    return true;
  }

  /**
   * SQLite's DDL is transactional (sqlite.org/lang_transaction.html), so a killed migration leaves nothing half made.
   */
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}
