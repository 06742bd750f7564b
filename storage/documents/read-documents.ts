/** Reads documents back, each with its signers and papers. */
import type { Reader } from '../databases/database-handle.ts';
import type { DialectCapabilities } from '../databases/dialect-capabilities.ts';
import type { StoredDocument } from './document.ts';
import type { DocumentState } from './document-states.ts';

/** A document without its signers and papers. */
export type DocumentHead = Omit<StoredDocument, 'signers' | 'papers'>;

/** Which page of the documents is read; see `DocumentRepository.list`. */
export interface DocumentPage {
  /** Default 0. */
  afterId?: number;
  /** Default 500. */
  limit?: number;
  /** Default any. */
  unitId?: number;
  /** Default any. */
  state?: DocumentState;
}

/** Null when there is none. */
export async function readDocument(
  database: Reader,
  capabilities: DialectCapabilities,
  id: number,
): Promise<StoredDocument | null> {
  const head = await heads(database).where('document.id', '=', id).executeTakeFirst();
  return head ? ((await withRest(database, capabilities, [head]))[0] ?? null) : null;
}

/** In the order they were made. */
export async function readDocuments(
  database: Reader,
  capabilities: DialectCapabilities,
  { afterId = 0, limit = 500, unitId, state }: DocumentPage,
): Promise<StoredDocument[]> {
  let rows = heads(database).where('document.id', '>', afterId);
  if (unitId !== undefined) rows = rows.where('unit_id', '=', unitId);
  if (state !== undefined) rows = rows.where('state', '=', state);
  return withRest(database, capabilities, await rows.orderBy('document.id').limit(limit).execute());
}

function heads(database: Reader) {
  return database
    .selectFrom('document')
    .innerJoin('number_book', 'number_book.id', 'book_id')
    .select(['document.id', 'unit_id as unitId', 'kind', 'year', 'sequence', 'number', 'state'])
    .select(['template_digest as templateDigest', 'data_digest as dataDigest'])
    .select(['replaced_by as replacedBy', 'made_at as madeAt']);
}

async function withRest(
  database: Reader,
  capabilities: DialectCapabilities,
  documents: readonly DocumentHead[],
): Promise<StoredDocument[]> {
  if (documents.length === 0) return [];
  const ids = documents.map(({ id }) => id);
  const signers = await database
    .selectFrom('document_signer')
    .select(['document_id', 'actor_id as actorId', 'role', 'at'])
    .where(capabilities.isAnyOf('document_id', ids))
    .orderBy('id')
    .execute();
  const papers = await database
    .selectFrom('document_paper')
    .select(['document_id', 'kind', 'name', 'media_type as mediaType', 'digest', 'actor_id as actorId', 'at'])
    .where(capabilities.isAnyOf('document_id', ids))
    .orderBy('id')
    .execute();
  return documents.map((document) => ({
    ...document,
    signers: ofDocument(signers, document.id),
    papers: ofDocument(papers, document.id),
  }));
}

function ofDocument<T extends { document_id: number }>(rows: readonly T[], id: number): Omit<T, 'document_id'>[] {
  return rows.filter((row) => row.document_id === id).map(({ document_id: _id, ...row }) => row);
}
