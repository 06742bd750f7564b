/** How something with a name of any length is named in the ledger. */
import { recordIdentity } from '../databases/record-identity.ts';
import type { LedgerSubject } from './ledger-entry.ts';

/** Both parts of a subject are indexed, and an index entry of PostgreSQL takes about 2,700 bytes. */
export const SUBJECT_CHARACTERS = 200;

/** The key itself, or where it is too long for a row its beginning with its digest: one name, also for looking it up. */
export function ledgerSubject(kind: string, key: string): LedgerSubject {
  return { kind, key: key.length <= SUBJECT_CHARACTERS ? key : `${key.slice(0, 160)}#${recordIdentity(kind, key)}` };
}
