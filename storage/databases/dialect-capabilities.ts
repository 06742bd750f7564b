/**
 * What differs between the two databases, in one table: queries and migrations ask here and never for a dialect's name.
 */
import { sql } from 'kysely';
import type { ColumnDefinitionBuilder, ColumnDataType, Expression, RawBuilder, SqlBool } from 'kysely';

/** One column of the table: what one database needs or can do. */
export interface DialectCapabilities {
  name: 'sqlite' | 'postgres';
  /** Column type of raw bytes. */
  blobType: ColumnDataType;
  /** Column type of text that is compared and ordered byte by byte: no list's order may hang on the server's locale. */
  keyType: ColumnDataType | Expression<unknown>;
  /** Column type of a surrogate key. SQLite gives out row ids only for exactly `integer primary key`. */
  idType: ColumnDataType;
  idColumn: (column: ColumnDefinitionBuilder) => ColumnDefinitionBuilder;
  /**
   * Rows can be locked one by one (`for update skip locked`). Without it a write transaction holds the whole database.
   */
  rowLocks: boolean;
  /**
   * `column` is one of `values` (at least one), as one bound parameter: any number of values, always the same SQL text.
   */
  isAnyOf: (column: string, values: readonly string[] | readonly number[]) => Expression<SqlBool>;
  /** One plain text value (no escapes) of the outer object out of a column that holds JSON; null where there is none. */
  jsonText: (column: string, key: string) => RawBuilder<string | null>;
  /** Constraints of a table can be altered. Without it a table is made anew, with references unchecked meanwhile. */
  altersConstraints: boolean;
  /** A transaction that failed this way was undone by the database and may simply be run again. */
  mayRunAgain: (error: unknown) => boolean;
  /**
   * The database's own wall clock while the statement runs, ISO 8601 UTC with milliseconds. No clock that a program or
   * a test puts in the place of `Date` reaches it.
   */
  now: RawBuilder<string>;
  /**
   * Makes transactions that ask for the same turn wait for each other until they end; null where a write transaction
   * holds the whole database anyway.
   */
  takeTurn: ((turn: string) => RawBuilder<unknown>) | null;
  /** The statements that make the database itself refuse rows. */
  guard: (guard: RowGuard) => RawBuilder<unknown>[];
}

/** What a table refuses, whoever asks: a bug, a later version or a person at the database's own prompt. */
export interface RowGuard {
  table: string;
  /** With `delete` also emptying the table by any other statement. */
  event: 'insert' | 'update' | 'delete';
  /** SQL that both databases understand, with `new` and `old`; null = always. */
  when: string | null;
  /** The database's error message. */
  because: string;
}

const SQLITE: DialectCapabilities = {
  name: 'sqlite',
  blobType: 'blob',
  keyType: 'text',
  idType: 'integer',
  idColumn: (column) => column.primaryKey(),
  rowLocks: false,
  isAnyOf: (column, values) =>
    sql<SqlBool>`${sql.ref(column)} in (select value from json_each(${JSON.stringify(values)}))`,
  jsonText: (column, key) => sql`json_extract(${sql.ref(column)}, ${`$.${key}`})`,
  altersConstraints: false,
  mayRunAgain: () => false,
  now: sql<string>`strftime('%Y-%m-%dT%H:%M:%fZ', 'now')`,
  takeTurn: null,
  guard: ({ table, event, when, because }) => [
    sql.raw(
      `create trigger ${guardName(table, event)} before ${event} on ${table} ${when === null ? '' : `when ${when} `}` +
        `begin select raise(abort, ${quoted(because)}); end`,
    ),
  ],
};

const POSTGRES: DialectCapabilities = {
  name: 'postgres',
  blobType: 'bytea',
  keyType: sql`text collate "C"`,
  idType: 'bigint',
  idColumn: (column) => column.generatedAlwaysAsIdentity().primaryKey(),
  rowLocks: true,
  isAnyOf: (column, values) => sql<SqlBool>`${sql.ref(column)} = any(${values}::${arrayType(values)})`,
  // not `->>`: it refuses JSON that says U+0000 anywhere, which pages do
  jsonText: (column, key) => sql`substring(${sql.ref(column)} from ${sql.lit(`"${key}":"([^"]*)"`)})`,
  altersConstraints: true,
  // 40001 serialization_failure, 40P01 deadlock_detected (PostgreSQL manual, appendix A).
  mayRunAgain: (error) =>
    error instanceof Error && 'code' in error && (error.code === '40001' || error.code === '40P01'),
  now: sql<string>`to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
  takeTurn: (turn) => sql`select pg_advisory_xact_lock(hashtextextended(${turn}, 0))`,
  guard: (guard) => postgresGuard(guard).map((statement) => sql.raw(statement)),
};

function postgresGuard({ table, event, when, because }: RowGuard): string[] {
  const name = guardName(table, event);
  const statements = [
    `create function ${name}() returns trigger language plpgsql as $$ begin if ${when ?? 'true'} then ` +
      `raise exception using errcode = 'restrict_violation', message = ${quoted(because)}; end if; ` +
      `return ${event === 'delete' ? 'old' : 'new'}; end $$`,
    `create trigger ${name} before ${event} on ${table} for each row execute function ${name}()`,
  ];
  // only an unconditional guard can speak for rows it is not shown
  if (event === 'delete' && when === null)
    statements.push(
      `create trigger ${table}_guards_truncate before truncate on ${table} for each statement execute function ${name}()`,
    );
  return statements;
}

function guardName(table: string, event: RowGuard['event']): string {
  return `${table}_guards_${event}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function arrayType(values: readonly (string | number)[]): RawBuilder<unknown> {
  return typeof values[0] === 'number' ? sql`bigint[]` : sql`text[]`;
}

/** By the name of the dialect. */
export const DIALECT_CAPABILITIES = { sqlite: SQLITE, postgres: POSTGRES } as const;
