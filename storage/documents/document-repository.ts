/** Documents: numbered, signed, sent and answered; each step is a row of the ledger in the same transaction. */
import type { Selectable, Transaction } from 'kysely';
import type { DatabaseHandle, Reader } from '../databases/database-handle.ts';
import type { ActorTable } from '../databases/people-tables.ts';
import type { Database } from '../databases/schema.ts';
import { storableText } from '../databases/storable-text.ts';
import { prepareArtifacts } from '../evidence/evidence-blob.ts';
import { storeBlobs } from '../evidence/evidence-repository.ts';
import { appendLedger } from '../ledger/append-ledger.ts';
import type { JsonValue, LedgerAction } from '../ledger/ledger-entry.ts';
import { MingjingError } from '../mingjing-error.ts';
import { knownActor, unitsAbove } from '../people/actor-repository.ts';
import type { DocumentPaper, NewDocument, NewPaper, NumberBook, StoredDocument } from './document.ts';
import { checkNumberFormat, DEFAULT_NUMBER_FORMAT, documentNumber } from './document-number.ts';
import { readDocument, readDocuments } from './read-documents.ts';
import type { DocumentHead } from './read-documents.ts';
import { transitionBetween, transitionRefusal } from './document-states.ts';
import type { DocumentState } from './document-states.ts';

const SHA256 = /^[0-9a-f]{64}$/;

/** A step to another state, and what it needs (document-states.ts). */
export interface DocumentChange {
  to: Exclude<DocumentState, 'draft' | 'signed'>;
  actorId: number;
  /** Why; needed for `returned`, `replaced` and `void`. Default null. */
  reason?: string | null;
  /** For `replaced`: the document that stands in its place. Default null. */
  replacedBy?: number | null;
}

/** Numbered papers of units: each step of one is a row of the ledger in the same transaction. */
export class DocumentRepository {
  readonly #database: DatabaseHandle;

  constructor(database: DatabaseHandle) {
    this.#database = database;
  }

  /**
   * Opens the numbers of a unit, kind and year; the same book again changes nothing.
   * @param book `format` by default `{prefix}〔{year}〕{number}号`, `first` 1.
   * @throws MingjingError NUMBER_BOOK_DIFFERENT when it is open with other values or another book gives the same
   * numbers, NUMBER_FORMAT_INVALID, UNIT_UNKNOWN, ACTOR_UNKNOWN, ACTOR_RETIRED (input).
   */
  async openBook(
    book: Omit<NumberBook, 'format' | 'first'> & Partial<Pick<NumberBook, 'format' | 'first'>>,
    actorId: number,
  ): Promise<NumberBook> {
    const { unitId, year, format = DEFAULT_NUMBER_FORMAT, first = 1 } = book;
    const [kind, prefix] = [storableText(book.kind), storableText(book.prefix)];
    checkNumberFormat(format);
    const wanted = { unitId, kind, year, prefix, format: storableText(format), first };
    await this.#database.transaction(async (transaction) => {
      await refuseNoUnit(transaction, unitId);
      const opened = await transaction
        .insertInto('number_book')
        .values({ unit_id: unitId, kind, year, prefix, format: wanted.format, first, next: first })
        .onConflict((conflict) => conflict.doNothing())
        .returning('id')
        .executeTakeFirst();
      if (!opened) return refuseDifferent(transaction, wanted);
      const detail = { change: 'number-book', kind, year, prefix, format, first };
      const subject = { kind: 'unit', key: String(unitId) };
      await appendLedger(transaction, this.#database.capabilities, { actorId, action: 'setting', subject, detail });
    });
    return wanted;
  }

  /**
   * A draft with the next number of its book. The number is taken in this transaction: undone, it goes to the next
   * document, so that a book has no gaps.
   * @throws MingjingError NUMBER_BOOK_MISSING, DIGEST_INVALID, DOCUMENT_REFUSED (the actor is not of the unit),
   * ACTOR_UNKNOWN, ACTOR_RETIRED (input).
   */
  async make(document: NewDocument, actorId: number): Promise<StoredDocument> {
    const { unitId, kind, year, templateDigest, dataDigest } = document;
    for (const digest of [templateDigest, dataDigest]) checkDigest(digest);
    return this.#database.transaction(async (transaction) => {
      await refuseOutsider(transaction, actorId, unitId);
      const book = await transaction
        .updateTable('number_book')
        .set((row) => ({ next: row('next', '+', 1) }))
        .where('unit_id', '=', unitId)
        .where('kind', '=', storableText(kind))
        .where('year', '=', year)
        .returning(['id', 'prefix', 'format', 'next'])
        .executeTakeFirst();
      if (!book)
        throw new MingjingError('NUMBER_BOOK_MISSING', {
          zh: `编号为 ${unitId} 的单位没有 ${year} 年“${kind}”的文号簿，请先建立`,
          en: `the unit ${unitId} has no number book for ${kind} in ${year}: open one first`,
        });
      const sequence = book.next - 1;
      const number = documentNumber(book.format, book.prefix, year, sequence);
      const { id } = await transaction
        .insertInto('document')
        .values({
          book_id: book.id,
          sequence,
          number,
          template_digest: templateDigest,
          data_digest: dataDigest,
          state: 'draft',
          replaced_by: null,
          made_at: this.#database.capabilities.now,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      await this.#note(transaction, actorId, id, 'document', { change: 'made', number, templateDigest, dataDigest });
      return this.#read(transaction, id);
    });
  }

  /** Null when there is none. */
  async get(id: number): Promise<StoredDocument | null> {
    return readDocument(this.#database.read, this.#database.capabilities, id);
  }

  /** One page in the order they were made. `afterId` default 0, `limit` 500; `unitId` and `state` by default any. */
  async list(page: { afterId?: number; limit?: number; unitId?: number; state?: DocumentState } = {}) {
    return readDocuments(this.#database.read, this.#database.capabilities, page);
  }

  /**
   * Adds a signature under number, template and data; the first makes a draft `signed`. The same actor in the same role
   * signs once.
   * @throws MingjingError DOCUMENT_REFUSED, DOCUMENT_UNKNOWN, ALREADY_SIGNED, ACTOR_UNKNOWN, ACTOR_RETIRED (input).
   */
  async sign(id: number, { actorId, role }: { actorId: number; role: string }): Promise<StoredDocument> {
    const signedAs = storableText(role);
    return this.#database.transaction(async (transaction) => {
      const document = await this.#locked(transaction, id);
      await this.#refuse(transaction, document, { to: 'signed', actorId }, { signer: true });
      const signed = await transaction
        .insertInto('document_signer')
        .values({ document_id: id, actor_id: actorId, role: signedAs, at: this.#database.capabilities.now })
        .onConflict((conflict) => conflict.columns(['document_id', 'actor_id', 'role']).doNothing())
        .returning('id')
        .executeTakeFirst();
      if (!signed)
        throw new MingjingError('ALREADY_SIGNED', {
          zh: `文书 ${document.number} 已由同一人以“${role}”签署`,
          en: `the same actor has signed the document ${document.number} as ${role} already`,
        });
      await transaction.updateTable('document').set({ state: 'signed' }).where('id', '=', id).execute();
      const { number, templateDigest, dataDigest } = document;
      await this.#note(transaction, actorId, id, 'sign', { number, role: signedAs, templateDigest, dataDigest });
      return this.#read(transaction, id);
    });
  }

  /**
   * Files a scan or an incoming paper: its bytes as a blob, the link and the ledger row, one transaction. The same bytes
   * as the same kind stay as first filed. A document of any state takes papers.
   * @returns the paper as it is filed.
   * @throws MingjingError DOCUMENT_UNKNOWN, DOCUMENT_REFUSED (the actor is not of the unit), ACTOR_UNKNOWN,
   * ACTOR_RETIRED (input).
   */
  async attach(id: number, paper: NewPaper, actorId: number): Promise<DocumentPaper> {
    const { kind, data } = paper;
    const [name, mediaType] = [storableText(paper.name), storableText(paper.mediaType)];
    const about = { sourceUrl: null, at: '', method: `file ${name}`, peerAddress: null, derivedFrom: null };
    const prepared = await prepareArtifacts(this.#database, [{ kind: 'document-paper', mediaType, ...about, data }]);
    const digest = prepared[0]?.artifact.digest ?? '';
    return this.#database.transaction(async (transaction) => {
      const { number, unitId } = await this.#locked(transaction, id);
      await refuseOutsider(transaction, actorId, unitId);
      await storeBlobs(transaction, prepared);
      const filed = await transaction
        .insertInto('document_paper')
        .values({
          document_id: id,
          kind,
          name,
          media_type: mediaType,
          digest,
          actor_id: actorId,
          at: this.#database.capabilities.now,
        })
        .onConflict((conflict) => conflict.columns(['document_id', 'kind', 'digest']).doNothing())
        .returning('id')
        .executeTakeFirst();
      if (filed) await this.#note(transaction, actorId, id, 'paper', { number, kind, name, digest });
      const { papers } = await this.#read(transaction, id);
      const found = papers.find((stored) => stored.kind === kind && stored.digest === digest);
      if (!found) throw new Error('a paper went in, none came out');
      return found;
    });
  }

  /**
   * Brings the document into another state, as far as document-states.ts allows.
   * @throws MingjingError DOCUMENT_REFUSED with what is missing or who may, DOCUMENT_UNKNOWN, ACTOR_UNKNOWN,
   * ACTOR_RETIRED (input).
   */
  async change(id: number, change: DocumentChange): Promise<StoredDocument> {
    const { to, actorId } = change;
    const reason = storableText(change.reason ?? null);
    const replacedBy = to === 'replaced' ? (change.replacedBy ?? null) : null;
    return this.#database.transaction(async (transaction) => {
      const document = await this.#locked(transaction, id);
      const replacement = replacedBy !== null && (await this.#mayReplace(transaction, document, replacedBy));
      const present = { reason: (reason ?? '').trim() !== '', replacement };
      const action = await this.#refuse(transaction, document, { to, actorId }, present);
      await transaction
        .updateTable('document')
        .set({ state: to, replaced_by: replacedBy })
        .where('id', '=', id)
        .execute();
      const { number, state: from } = document;
      await this.#note(transaction, actorId, id, action, { number, from, to, reason, replacedBy });
      return this.#read(transaction, id);
    });
  }

  /** Held until the transaction ends, so that two changes of one document follow each other. */
  async #locked(transaction: Transaction<Database>, id: number): Promise<StoredDocument> {
    const row = transaction.selectFrom('document').select('id').where('id', '=', id);
    await (this.#database.capabilities.rowLocks ? row.forUpdate() : row).executeTakeFirst();
    return this.#read(transaction, id);
  }

  async #read(transaction: Reader, id: number): Promise<StoredDocument> {
    const document = await readDocument(transaction, this.#database.capabilities, id);
    if (document) return document;
    throw new MingjingError('DOCUMENT_UNKNOWN', { zh: `没有编号为 ${id} 的文书`, en: `no document ${id}` });
  }

  async #mayReplace(transaction: Transaction<Database>, document: DocumentHead, id: number): Promise<boolean> {
    if (id === document.id) return false;
    const other = await this.#locked(transaction, id);
    const holds = other.state !== 'void' && other.state !== 'replaced';
    return holds && other.unitId === document.unitId && other.kind === document.kind;
  }

  /** What the ledger calls the change; thrown out when the rules refuse it. */
  async #refuse(
    transaction: Transaction<Database>,
    document: StoredDocument,
    { to, actorId }: { to: DocumentState; actorId: number },
    present: { signer?: boolean; reason?: boolean; replacement?: boolean },
  ): Promise<LedgerAction> {
    const { state: from, signers, papers, number, unitId } = document;
    const { actor, ofUnit } = await placeOf(transaction, actorId, unitId);
    const has = {
      signer: signers.length > 0,
      receipt: papers.some(({ kind }) => kind === 'incoming'),
      reason: false,
      replacement: false,
      ...present,
    };
    const refusal = transitionRefusal({ from, to, actor: actor.kind, ofUnit, present: has });
    if (refusal) throw refused(number, refusal.because);
    return transitionBetween(from, to)?.action ?? 'document';
  }

  async #note(
    transaction: Transaction<Database>,
    actorId: number,
    id: number,
    action: LedgerAction,
    detail: JsonValue,
  ): Promise<void> {
    const subject = { kind: 'document', key: String(id) };
    await appendLedger(transaction, this.#database.capabilities, { actorId, action, subject, detail });
  }
}

function refused(number: string, because: { zh: string; en: string }): MingjingError {
  return new MingjingError('DOCUMENT_REFUSED', {
    zh: `文书 ${number}：${because.zh}`,
    en: `Document ${number}: ${because.en}`,
  });
}

function checkDigest(digest: string): void {
  if (SHA256.test(digest)) return;
  throw new MingjingError('DIGEST_INVALID', {
    zh: `模板与数据的校验值应为 64 位小写十六进制 SHA-256，实际为 ${digest}`,
    en: `digests of template and data are SHA-256 in 64 lower-case hex digits, found ${digest}`,
  });
}

async function placeOf(
  database: Reader,
  actorId: number,
  unitId: number,
): Promise<{ actor: Selectable<ActorTable>; ofUnit: boolean }> {
  const actor = await knownActor(database, actorId);
  if (actor.kind !== 'person') return { actor, ofUnit: false };
  if (actor.unit_id === unitId) return { actor, ofUnit: true };
  const above = await unitsAbove(database, unitId);
  return { actor, ofUnit: above.some(({ id }) => id === actor.unit_id) };
}

/** A machine may draft and file for any unit, a person for its own and those below it. */
async function refuseOutsider(database: Reader, actorId: number, unitId: number): Promise<void> {
  const { actor, ofUnit } = await placeOf(database, actorId, unitId);
  if (ofUnit || actor.kind === 'machine') return;
  throw new MingjingError('DOCUMENT_REFUSED', {
    zh: `${actor.key} 不是制发单位或其上级单位的人员，不能办理其文书`,
    en: `${actor.key} is not of the issuing unit or of one above it and cannot work on its documents`,
  });
}

async function refuseNoUnit(database: Reader, unitId: number): Promise<void> {
  const unit = await database.selectFrom('actor').select('kind').where('id', '=', unitId).executeTakeFirst();
  if (unit?.kind === 'unit') return;
  throw new MingjingError('UNIT_UNKNOWN', { zh: `没有编号为 ${unitId} 的单位`, en: `no unit ${unitId}` });
}

/** The book in the way is this one; else the sentence says so. */
async function refuseDifferent(database: Reader, wanted: NumberBook): Promise<void> {
  const same = await database
    .selectFrom('number_book')
    .select('id')
    .where('unit_id', '=', wanted.unitId)
    .where('kind', '=', wanted.kind)
    .where('year', '=', wanted.year)
    .where('prefix', '=', wanted.prefix)
    .where('format', '=', wanted.format)
    .where('first', '=', wanted.first)
    .executeTakeFirst();
  if (same) return;
  throw new MingjingError('NUMBER_BOOK_DIFFERENT', {
    zh: `${wanted.year} 年“${wanted.kind}”的文号簿已按别的格式建立，或代字“${wanted.prefix}”已被另一文号簿使用`,
    en: `the number book for ${wanted.kind} in ${wanted.year} is open with other values, or another book gives numbers with ${wanted.prefix}`,
  });
}
