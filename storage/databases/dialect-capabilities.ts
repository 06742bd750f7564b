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
};

function arrayType(values: readonly (string | number)[]): RawBuilder<unknown> {
  return typeof values[0] === 'number' ? sql`bigint[]` : sql`text[]`;
}

/** By the name of the dialect. */
export const DIALECT_CAPABILITIES = { sqlite: SQLITE, postgres: POSTGRES } as const;
