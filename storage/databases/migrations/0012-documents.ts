/** Schema 12: number books, documents, who signed them, and the papers that belong to them. */
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { DialectCapabilities } from '../dialect-capabilities.ts';

export function documents(capabilities: DialectCapabilities): Migration {
  return {
    async up(db) {
      await createNumberBook(db, capabilities);
      await createDocument(db, capabilities);
      await createSignersAndPapers(db, capabilities);
      for (const statement of guards(capabilities)) await statement.execute(db);
    },
  };
}

type Db = Kysely<unknown>;

async function createNumberBook(db: Db, { idType, idColumn, keyType }: DialectCapabilities): Promise<void> {
  await db.schema
    .createTable('number_book')
    .addColumn('id', idType, idColumn)
    .addColumn('unit_id', 'bigint', (column) => column.notNull().references('actor.id'))
    .addColumn('kind', keyType, (column) => column.notNull())
    .addColumn('year', 'integer', (column) => column.notNull())
    .addColumn('prefix', keyType, (column) => column.notNull())
    .addColumn('format', keyType, (column) => column.notNull())
    .addColumn('first', 'integer', (column) => column.notNull())
    .addColumn('next', 'integer', (column) => column.notNull())
    .addUniqueConstraint('number_book_key', ['unit_id', 'kind', 'year'])
    .addUniqueConstraint('number_book_numbers', ['format', 'prefix', 'year'])
    .execute();
}

async function createDocument(db: Db, { idType, idColumn, keyType }: DialectCapabilities): Promise<void> {
  await db.schema
    .createTable('document')
    .addColumn('id', idType, idColumn)
    .addColumn('book_id', 'bigint', (column) => column.notNull().references('number_book.id'))
    .addColumn('sequence', 'integer', (column) => column.notNull())
    .addColumn('number', keyType, (column) => column.notNull().unique())
    .addColumn('template_digest', keyType, (column) => column.notNull())
    .addColumn('data_digest', keyType, (column) => column.notNull())
    .addColumn('state', keyType, (column) =>
      column.notNull().check(sql`state in ('draft', 'signed', 'sent', 'received', 'returned', 'replaced', 'void')`),
    )
    .addColumn('replaced_by', 'bigint', (column) => column.references('document.id'))
    .addColumn('made_at', 'text', (column) => column.notNull())
    .addUniqueConstraint('document_sequence', ['book_id', 'sequence'])
    .addCheckConstraint('document_replaced', sql`(state = 'replaced') = (replaced_by is not null)`)
    .execute();
  await db.schema.createIndex('document_state').on('document').columns(['state', 'id']).execute();
}

async function createSignersAndPapers(db: Db, { idType, idColumn, keyType }: DialectCapabilities): Promise<void> {
  await db.schema
    .createTable('document_signer')
    .addColumn('id', idType, idColumn)
    .addColumn('document_id', 'bigint', (column) => column.notNull().references('document.id'))
    .addColumn('actor_id', 'bigint', (column) => column.notNull().references('actor.id'))
    .addColumn('role', keyType, (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .addUniqueConstraint('document_signer_key', ['document_id', 'actor_id', 'role'])
    .execute();
  await db.schema
    .createTable('document_paper')
    .addColumn('id', idType, idColumn)
    .addColumn('document_id', 'bigint', (column) => column.notNull().references('document.id'))
    .addColumn('kind', keyType, (column) => column.notNull().check(sql`kind in ('scan', 'incoming')`))
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('media_type', 'text', (column) => column.notNull())
    .addColumn('digest', keyType, (column) => column.notNull().references('blob.digest'))
    .addColumn('actor_id', 'bigint', (column) => column.notNull().references('actor.id'))
    .addColumn('at', 'text', (column) => column.notNull())
    .addUniqueConstraint('document_paper_key', ['document_id', 'kind', 'digest'])
    .execute();
}

function guards({ guard }: DialectCapabilities) {
  const unchanging = ['id', 'book_id', 'sequence', 'number', 'template_digest', 'data_digest', 'made_at'];
  return [
    ...guard({
      table: 'document',
      event: 'update',
      when: unchanging.map((column) => `new.${column} <> old.${column}`).join(' or '),
      because: 'what a document says stays: make another one',
    }),
    ...guard({ table: 'document', event: 'delete', when: null, because: 'a document is void, never deleted' }),
    ...guard({
      table: 'number_book',
      event: 'update',
      when: 'new.next <> old.next + 1 or new.prefix <> old.prefix or new.format <> old.format or new.year <> old.year',
      because: 'numbers are taken one by one',
    }),
    ...guard({ table: 'number_book', event: 'delete', when: null, because: 'a number book is kept' }),
    ...['document_signer', 'document_paper'].flatMap((table) => [
      ...guard({ table, event: 'update', when: null, because: `${table} rows stay as they are` }),
      ...guard({ table, event: 'delete', when: null, because: `${table} rows stay` }),
    ]),
  ];
}
