/** What every repository works on: a way to read, a way to write, and the dialect's capabilities. */
import type { Kysely, Transaction } from 'kysely';
import type { DialectCapabilities } from './dialect-capabilities.ts';
import type { Database } from './schema.ts';

const TRANSACTION_TRIES = 5;

/** A query builder to read with: the readers' or a transaction's own. */
export type Reader = Kysely<Database>;

/**
 * On SQLite `write` is one connection under a mutex and `read` are others beside it; on PostgreSQL both are one pool.
 * Inside `transaction` use only the transaction it hands out: `write` would wait for it forever.
 */
export class DatabaseHandle {
  readonly read: Reader;
  readonly write: Kysely<Database>;
  readonly capabilities: DialectCapabilities;

  constructor(read: Reader, write: Kysely<Database>, capabilities: DialectCapabilities) {
    this.read = read;
    this.write = write;
    this.capabilities = capabilities;
  }

  /**
   * Runs `work` in one transaction, again (at most 5 times) when the database undid it because of a deadlock: it must
   * be repeatable.
   */
  async transaction<T>(work: (transaction: Transaction<Database>) => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.write.transaction().execute(work);
      } catch (error) {
        if (tries === TRANSACTION_TRIES || !this.capabilities.mayRunAgain(error)) throw error;
      }
    }
  }

  /**
   * Makes bulk inserts into one sweep take turns until the transaction ends: two that meet rows of each other in
   * different order would otherwise wait for each other. Nothing to do where a write transaction holds the whole
   * database anyway.
   */
  async takeTurn(transaction: Transaction<Database>, occasionId: number): Promise<void> {
    if (!this.capabilities.rowLocks) return;
    await transaction.selectFrom('occasion').select('id').where('id', '=', occasionId).forNoKeyUpdate().execute();
  }

  /** Waits for what runs and closes every connection. Harmless when repeated. */
  async close(): Promise<void> {
    if (this.read !== this.write) await this.read.destroy();
    await this.write.destroy();
  }
}
