/** The ledger: one hash-linked, append-only chain of everything that people and machines did. */
import type { DatabaseHandle } from '../databases/database-handle.ts';
import { storableText } from '../databases/storable-text.ts';
import { MingjingError } from '../mingjing-error.ts';
import { ledgerSubject } from './ledger-subject.ts';
import { appendLedger, ledgerEntryOf } from './append-ledger.ts';
import { ChainCheck } from './check-chain.ts';
import type { LedgerCheck } from './check-chain.ts';
import type { LedgerEntry, LedgerHead, LedgerSubject, NewLedgerEntry } from './ledger-entry.ts';

/** Rows in memory at a time while the chain is checked. */
const CHECKED_ROWS = 1000;

/** Which page of the ledger is read; see `LedgerRepository.list`. */
export interface LedgerPage {
  /** Rows after this number. Default 0: from the first. */
  afterSeq?: number;
  /** Default 500. */
  limit?: number;
  /** Only what was done to this. */
  subject?: LedgerSubject;
  /** Only what this actor did. */
  actorId?: number;
}

/** The one chain of custody and audit: appended to, read, verified, never changed. */
export class LedgerRepository {
  readonly #database: DatabaseHandle;

  constructor(database: DatabaseHandle) {
    this.#database = database;
  }

  /** In a transaction of its own: for acts that change nothing else here. @throws what `appendLedger` throws. */
  async append(entry: NewLedgerEntry): Promise<LedgerEntry> {
    const { capabilities } = this.#database;
    return this.#database.transaction(async (transaction) => appendLedger(transaction, capabilities, entry));
  }

  /** One page in the order they were written. @throws SyntaxError when a detail was made unreadable: `verify` names it. */
  async list({ afterSeq = 0, limit = 500, subject, actorId }: LedgerPage = {}): Promise<LedgerEntry[]> {
    let rows = this.#database.read.selectFrom('ledger').selectAll().where('seq', '>', afterSeq);
    if (subject) {
      const { kind, key } = ledgerSubject(storableText(subject.kind), storableText(subject.key));
      rows = rows.where('subject_kind', '=', kind).where('subject_key', '=', key);
    }
    if (actorId !== undefined) rows = rows.where('actor_id', '=', actorId);
    return (await rows.orderBy('seq').limit(limit).execute()).map(ledgerEntryOf);
  }

  /** The last row: kept outside the database it later tells a cut tail. Null while the ledger is empty. */
  async head(): Promise<LedgerHead | null> {
    const row = await this.#database.read
      .selectFrom('ledger')
      .select(['seq', 'hash'])
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row ?? null;
  }

  /**
   * Reads the whole chain in batches, with the memory of one. The first row that is not as it was written is named with
   * what is wrong; rows that are gone or rewritten at the end show only against a head that was kept elsewhere. A chain
   * that was made anew from some row to its end looks whole without one.
   * @param known default null. @throws MingjingError LEDGER_HEAD_INVALID (input) for what is no head of a ledger.
   */
  async verify(known: LedgerHead | null = null): Promise<LedgerCheck> {
    const check = new ChainCheck(known && checkedHead(known));
    // no lower bound for the first batch: a row that was put in has any number
    let after: number | null = null;
    for (;;) {
      let rows = this.#database.read.selectFrom('ledger').selectAll().orderBy('seq').limit(CHECKED_ROWS);
      if (after !== null) rows = rows.where('seq', '>', after);
      const batch = await rows.execute();
      for (const row of batch) {
        const fault = check.next(row);
        if (fault) return fault;
        after = row.seq;
      }
      if (batch.length < CHECKED_ROWS) return check.end();
    }
  }
}

/** A head that was typed in or read from a file: one that cannot be compared must not look like one that agrees. */
function checkedHead({ seq, hash }: LedgerHead): LedgerHead {
  const isHead = Number.isSafeInteger(seq) && seq > 0 && /^[\da-f]{64}$/i.test(hash);
  if (isHead) return { seq, hash: hash.toLowerCase() };
  throw new MingjingError('LEDGER_HEAD_INVALID', {
    zh: `不是台账链头：应为序号（正整数）与 64 位十六进制校验值，实际为 ${String(seq)}、${hash}`,
    en: `no head of a ledger: expected a number from 1 and a hash of 64 hex digits, found ${String(seq)}, ${hash}`,
  });
}
