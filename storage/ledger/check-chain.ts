/** Whether rows of the ledger are the chain they were written as: the rule, one row at a time. */
import type { LedgerTable } from '../databases/ledger-tables.ts';
import type { Sentence } from '../vocabulary/sentence.ts';
import type { LedgerHead } from './ledger-entry.ts';
import { ledgerHash, NO_PREVIOUS_HASH } from './ledger-hash.ts';

/** What can be wrong with a chain; see `LedgerRepository.verify`. */
export const LEDGER_FAULTS = [
  'changed', // its hash is not that of its fields
  'missing', // there is no row with this number
  'inserted', // a number that no append gives
  'unlinked', // its own hash is right, but it does not name the row before: one of the two was replaced
  'rewritten', // the known head has another hash: the chain was made anew up to there or further
  'cut', // rows that were there, by the known head, are gone from the end
] as const;
export type LedgerFault = (typeof LEDGER_FAULTS)[number];

/** `entries` were read and are in order; `head` is the last of them, null in an empty ledger. */
export type LedgerCheck =
  | { intact: true; entries: number; head: LedgerHead | null }
  | { intact: false; seq: number; fault: LedgerFault; because: Sentence };

/** Takes the rows one after the other, in order of their numbers, and holds nothing but the last one's hash. */
export class ChainCheck {
  readonly #known: LedgerHead | null;
  #head: LedgerHead = { seq: 0, hash: NO_PREVIOUS_HASH };

  /** @param known a head that was kept outside the database; null = a cut or rewritten tail cannot be noticed. */
  constructor(known: LedgerHead | null) {
    this.#known = known;
  }

  /** What is wrong with this row, as it follows those before; null = nothing. */
  next(row: LedgerTable): LedgerCheck | null {
    const expected = this.#head.seq + 1;
    if (row.seq > expected) return this.#gap(expected, row.seq);
    if (row.seq < expected)
      return fault(row.seq, 'inserted', {
        zh: `第 ${row.seq} 条的序号不是依次记入所得，系插入`,
        en: `row ${row.seq} has a number that no append gives: it was inserted`,
      });
    if (ledgerHash(row) !== row.hash)
      return fault(row.seq, 'changed', {
        zh: `第 ${row.seq} 条的内容与其校验值不符，被改动过`,
        en: `row ${row.seq} does not have the hash of its content: it was changed`,
      });
    if (row.previous_hash !== this.#head.hash)
      return fault(row.seq, 'unlinked', {
        zh: `第 ${row.seq} 条接不上前一条的校验值，两条之一被替换过`,
        en: `row ${row.seq} does not name the hash of the row before: one of the two was replaced`,
      });
    if (row.seq === this.#known?.seq && row.hash !== this.#known.hash)
      return fault(row.seq, 'rewritten', {
        zh: `第 ${row.seq} 条的校验值与留存的链头不同，台账被重写过`,
        en: `row ${row.seq} has another hash than the head that was kept: the ledger was rewritten`,
      });
    this.#head = { seq: row.seq, hash: row.hash };
    return null;
  }

  /** After the last row. */
  end(): LedgerCheck {
    const { seq } = this.#head;
    if (this.#known && this.#known.seq > seq)
      return fault(seq + 1, 'cut', {
        zh: `第 ${seq + 1} 至 ${this.#known.seq} 条不见了，台账末尾被截去`,
        en: `rows ${seq + 1} to ${this.#known.seq} are gone: the end of the ledger was cut off`,
      });
    return { intact: true, entries: seq, head: seq === 0 ? null : this.#head };
  }

  #gap(expected: number, found: number): LedgerCheck {
    return fault(expected, 'missing', {
      zh: `缺第 ${expected} 条，其后为第 ${found} 条`,
      en: `row ${expected} is missing: the next one is ${found}`,
    });
  }
}

function fault(seq: number, kind: LedgerFault, because: Sentence): LedgerCheck {
  return { intact: false, seq, fault: kind, because };
}
