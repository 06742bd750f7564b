/** Writes one row at the end of the ledger, within the caller's transaction. */
import type { Transaction } from 'kysely';
import type { DialectCapabilities } from '../databases/dialect-capabilities.ts';
import type { LedgerTable } from '../databases/ledger-tables.ts';
import type { Database } from '../databases/schema.ts';
import { storableText } from '../databases/storable-text.ts';
import { MingjingError } from '../mingjing-error.ts';
import { canonicalJson } from './canonical-json.ts';
import { LEDGER_ACTIONS } from './ledger-entry.ts';
import type { LedgerEntry, LedgerSubject, NewLedgerEntry } from './ledger-entry.ts';
import { ledgerHash, NO_PREVIOUS_HASH } from './ledger-hash.ts';
import { SUBJECT_CHARACTERS } from './ledger-subject.ts';

/**
 * The row stands or falls with the caller's transaction: undone, it leaves neither row nor gap. Appends wait for each
 * other until their transactions end, so this is the last thing a transaction does, not the first. A failed append has
 * spoilt the transaction on PostgreSQL: let it be undone.
 *
 * The time is the database's own (`capabilities.now`), read after the turn was taken: nobody can hand one in, a clock
 * that a test or a practice sweep puts in the place of `Date` does not reach it, and processes on several machines that
 * write one chain go by one clock. A clock that was set back is not hidden: `at` is what it said, `behindMs` by how much.
 *
 * @throws MingjingError ACTOR_UNKNOWN, ACTOR_RETIRED (input), LEDGER_ENTRY_INVALID (internal).
 */
export async function appendLedger(
  transaction: Transaction<Database>,
  capabilities: DialectCapabilities,
  entry: NewLedgerEntry,
): Promise<LedgerEntry> {
  const { subject, detail } = storable(entry);
  if (capabilities.takeTurn) await capabilities.takeTurn('ledger').execute(transaction);
  const last = await lastRow(transaction, capabilities, entry.actorId);
  const row: Omit<LedgerTable, 'hash'> = {
    seq: (last.seq ?? 0) + 1,
    at: last.now,
    behind_ms: millisecondsBehind(last.at, last.now),
    actor_id: entry.actorId,
    actor: `${last.kind}/${last.key}`,
    action: entry.action,
    subject_kind: subject.kind,
    subject_key: subject.key,
    detail,
    previous_hash: last.hash ?? NO_PREVIOUS_HASH,
  };
  const stored = { ...row, hash: ledgerHash(row) };
  await transaction.insertInto('ledger').values(stored).execute();
  return ledgerEntryOf(stored);
}

/** @throws SyntaxError when the detail is no JSON any more: `verify` reads no detail and says which row was changed. */
export function ledgerEntryOf(row: LedgerTable): LedgerEntry {
  return {
    seq: row.seq,
    at: row.at,
    behindMs: row.behind_ms,
    actorId: row.actor_id,
    actor: row.actor,
    action: row.action,
    subject: { kind: row.subject_kind, key: row.subject_key },
    detail: JSON.parse(row.detail) as LedgerEntry['detail'],
    previousHash: row.previous_hash,
    hash: row.hash,
  };
}

/** 0 also when the row above has no readable time any more: a ledger that was tampered with still takes what is done. */
function millisecondsBehind(last: string | null, now: string): number {
  const behind = Date.parse(last ?? now) - Date.parse(now);
  return Number.isNaN(behind) ? 0 : Math.max(0, behind);
}

/** One statement: who acts, the row to go on from, and the time. */
async function lastRow(transaction: Transaction<Database>, capabilities: DialectCapabilities, actorId: number) {
  const row = await transaction
    .selectFrom('actor')
    .leftJoin('ledger', (join) =>
      join.on((on) =>
        on(
          'ledger.seq',
          '=',
          on.selectFrom('ledger as newest').select(({ fn }) => fn.max('newest.seq').as('seq')),
        ),
      ),
    )
    .select(['actor.kind', 'actor.key', 'actor.retired_at', 'ledger.seq', 'ledger.at', 'ledger.hash'])
    .select(capabilities.now.as('now'))
    .where('actor.id', '=', actorId)
    .executeTakeFirst();
  if (!row)
    throw new MingjingError('ACTOR_UNKNOWN', {
      zh: `没有编号为 ${actorId} 的操作者，未记入台账`,
      en: `no actor ${actorId}: nothing is entered in the ledger`,
    });
  if (row.retired_at !== null)
    throw new MingjingError('ACTOR_RETIRED', {
      zh: `操作者 ${row.kind}/${row.key} 已停用，不能再操作`,
      en: `the actor ${row.kind}/${row.key} is retired and acts no more`,
    });
  return row;
}

function storable({ action, subject, detail }: NewLedgerEntry): { subject: LedgerSubject; detail: string } {
  const fits = ({ length }: string) => length > 0 && length <= SUBJECT_CHARACTERS;
  if (!LEDGER_ACTIONS.includes(action) || !fits(subject.kind) || !fits(subject.key))
    throw new MingjingError('LEDGER_ENTRY_INVALID', {
      zh: `台账条目不合规：动作应在清单内，对象类别与标识各为 1 至 ${SUBJECT_CHARACTERS} 字，实际为 ${action}、${subject.kind}、${subject.key}`,
      en: `no ledger entry: the action must be a listed one, kind and key of the subject 1 to ${SUBJECT_CHARACTERS} characters; found ${action}, ${subject.kind}, ${subject.key}`,
    });
  const kept = { kind: storableText(subject.kind), key: storableText(subject.key) };
  return { subject: kept, detail: canonicalJson(detail) };
}
