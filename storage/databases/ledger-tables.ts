/** The ledger's table, as Kysely sees it. */
import type { LedgerAction } from '../ledger/ledger-entry.ts';

/** Text holding one JSON value. */
type Json = string;
/** Text holding an ISO 8601 UTC time. */
type Time = string;

/** Append-only: the database refuses to change, delete or insert anywhere but at the end. */
export interface LedgerTable {
  /** 1, 2, 3 … without a gap. */
  seq: number;
  at: Time;
  /** Milliseconds that `at` lies before the row above: 0 unless the clock was set back. */
  behind_ms: number;
  actor_id: number;
  /** Kind and key of the actor. */
  actor: string;
  action: LedgerAction;
  subject_kind: string;
  subject_key: string;
  /** Canonical. */
  detail: Json;
  previous_hash: string;
  hash: string;
}

/** The tables of this file by their names in the database. */
export interface LedgerTables {
  ledger: LedgerTable;
}
