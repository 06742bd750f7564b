/** What a document is: its number, what it was made from, its state, who signed it and the papers that belong to it. */
import type { DocumentState, PaperKind } from './document-states.ts';

/** The numbers of one unit, kind of document and year. */
export interface NumberBook {
  unitId: number;
  /** E.g. `移送函`; the caller's word. */
  kind: string;
  year: number;
  /** The unit's 机关代字, e.g. `浙应急专班函`. */
  prefix: string;
  format: string;
  /** Of the first document; above 1 where the year began on paper. */
  first: number;
}

/** A signature: who, in which role, when (the database's clock). */
export interface DocumentSigner {
  actorId: number;
  /** In what capacity, e.g. `承办人`, `审核`, `签发`; the caller's word. */
  role: string;
  /** By the database's clock. */
  at: string;
}

/** A scan or an incoming paper, its bytes kept under their digest. */
export interface DocumentPaper {
  kind: PaperKind;
  name: string;
  mediaType: string;
  /** SHA-256 of the stored blob. */
  digest: string;
  /** Who filed it. */
  actorId: number;
  at: string;
}

/** A paper on its way in. */
export type NewPaper = Pick<DocumentPaper, 'kind' | 'name' | 'mediaType'> & { data: Buffer };

/** What it says never changes; its state does. */
export interface StoredDocument {
  id: number;
  unitId: number;
  kind: string;
  year: number;
  /** Its place in the number book; without gaps. */
  sequence: number;
  /** As printed, e.g. `浙应急专班函〔2026〕7号`. */
  number: string;
  /** SHA-256 of the template and of the data it was filled with. */
  templateDigest: string;
  dataDigest: string;
  state: DocumentState;
  /** The document that stands in its place; null unless `replaced`. */
  replacedBy: number | null;
  madeAt: string;
  /** In the order they signed. */
  signers: DocumentSigner[];
  /** In the order they were filed. */
  papers: DocumentPaper[];
}

/** A document on its way in: whose number book it takes its number from, and the digests of template and data. */
export interface NewDocument {
  unitId: number;
  kind: string;
  year: number;
  templateDigest: string;
  dataDigest: string;
}
