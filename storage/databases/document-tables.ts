/** The tables of documents, as Kysely sees them. */
import type { Generated } from 'kysely';
import type { DocumentState, PaperKind } from '../documents/document-states.ts';

/** Text holding an ISO 8601 UTC time. */
type Time = string;

/** The numbers of one unit, kind of document and year. */
export interface NumberBookTable {
  id: Generated<number>;
  unit_id: number;
  kind: string;
  year: number;
  prefix: string;
  format: string;
  first: number;
  /** The number that the next document gets. */
  next: number;
}

/** What it says never changes, only its state. */
export interface DocumentTable {
  id: Generated<number>;
  book_id: number;
  sequence: number;
  /** As printed. */
  number: string;
  template_digest: string;
  data_digest: string;
  state: DocumentState;
  replaced_by: number | null;
  made_at: Time;
}

/** Who signed a document, in which role, when. */
export interface DocumentSignerTable {
  id: Generated<number>;
  document_id: number;
  actor_id: number;
  role: string;
  at: Time;
}

/** A scan or an incoming paper of a document; `digest` is that of its blob. */
export interface DocumentPaperTable {
  id: Generated<number>;
  document_id: number;
  kind: PaperKind;
  name: string;
  media_type: string;
  digest: string;
  actor_id: number;
  at: Time;
}

/** The tables of this file by their names in the database. */
export interface DocumentTables {
  number_book: NumberBookTable;
  document: DocumentTable;
  document_signer: DocumentSignerTable;
  document_paper: DocumentPaperTable;
}
