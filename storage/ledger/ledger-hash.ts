/** The hash of a ledger row, in an encoding that an outsider can make again. */
import { hash } from 'node:crypto';
import type { LedgerTable } from '../databases/ledger-tables.ts';

/** Stands in every row's encoding; another encoding gets another name. */
const ENCODING = 'mingjing-ledger-1';

/** The previous hash of the first row. */
export const NO_PREVIOUS_HASH = '0'.repeat(64);

/**
 * SHA-256, lower-case hex, of the UTF-8 bytes of one JSON array without white space, its members in this order:
 * `"mingjing-ledger-1"`, seq, at, behind_ms, actor_id, actor, action, subject_kind, subject_key, detail (the text as
 * stored, as a string), previous_hash. seq, behind_ms and actor_id are numbers, all others strings; strings escape only
 * `"`, `\` and U+0000–U+001F (`\b \t \n \f \r`, else `\u00xx`). In Python:
 * `hashlib.sha256(json.dumps([...], ensure_ascii=False, separators=(',', ':')).encode()).hexdigest()`.
 */
export function ledgerHash(row: Omit<LedgerTable, 'hash'>): string {
  const { seq, at, behind_ms, actor_id, actor, action, subject_kind, subject_key, detail, previous_hash } = row;
  const fields = [
    ENCODING,
    seq,
    at,
    behind_ms,
    actor_id,
    actor,
    action,
    subject_kind,
    subject_key,
    detail,
    previous_hash,
  ];
  return hash('sha256', JSON.stringify(fields), 'hex');
}
