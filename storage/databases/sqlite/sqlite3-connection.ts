/** One connection of the callback driver `sqlite3`, as Kysely wants connections: promises in, rows out. */
import sqlite3 from 'sqlite3';
import { DeleteQueryNode, InsertQueryNode, UpdateQueryNode } from 'kysely';
import type { CompiledQuery, DatabaseConnection, QueryResult, RootOperationNode } from 'kysely';
import { statementFailure } from '../database-failure.ts';

/** One open file. Statements must come one at a time: the driver hands a connection to one user only. */
export class Sqlite3Connection implements DatabaseConnection {
  readonly #database: sqlite3.Database;
  readonly #path: string;

  private constructor(database: sqlite3.Database, path: string) {
    this.#database = database;
    this.#path = path;
  }

  /** Opens `path`, making the file when it is not there. Rejects with the driver's own error. */
  static async open(path: string): Promise<Sqlite3Connection> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const database = new sqlite3.Database(path, (error) => (error ? reject(error) : resolve()));
    await promise;
    return new Sqlite3Connection(database, path);
  }

  /** @throws MingjingError where the operator must act (`statementFailure`), else the driver's own error. */
  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    try {
      return countsRows(query.query)
        ? await this.#run(query)
        : { rows: await this.all<R>(query.sql, query.parameters) };
    } catch (error) {
      throw statementFailure(error, this.#path);
    }
  }

  // eslint-disable-next-line require-yield -- the interface asks for a stream; nothing here uses one
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('this SQLite connection does not stream: page by id instead');
  }

  /** All rows of one statement. Rejects with the driver's own error. */
  async all<R>(sql: string, parameters: readonly unknown[] = []): Promise<R[]> {
    const { promise, resolve, reject } = Promise.withResolvers<R[]>();
    this.#database.all<R>(sql, parameters, (error, rows) => (error ? reject(error) : resolve(rows)));
    return promise;
  }

  /** Rejects with the driver's own error. */
  async close(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#database.close((error) => (error ? reject(error) : resolve()));
    return promise;
  }

  async #run<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const { promise, resolve, reject } = Promise.withResolvers<QueryResult<R>>();
    this.#database.run(query.sql, query.parameters, function finished(error) {
      if (error) reject(error);
      else resolve({ rows: [], numAffectedRows: BigInt(this.changes), insertId: BigInt(this.lastID) });
    });
    return promise;
  }
}

/** The driver tells how many rows changed only by `run`, and gives rows only by `all`. */
function countsRows(node: RootOperationNode): boolean {
  return (
    (InsertQueryNode.is(node) || UpdateQueryNode.is(node) || DeleteQueryNode.is(node)) && node.returning === undefined
  );
}
