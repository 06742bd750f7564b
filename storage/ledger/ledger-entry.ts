/** What stands in one row of the ledger, and the closed list of what can be done. */

/** A new act is added here first; a row keeps the word it was written with. */
export const LEDGER_ACTIONS = [
  'decision', // a person's verdict, or its withdrawal
  'view-unmasked', // personal data seen in the clear
  'export', // anything that leaves as a file
  'hand-over', // sent to another unit
  'publish', // made public, a typical-case notice
  'take-down', // advised to a platform or registrar
  'setting', // how this installation works
  'key', // a signing key made, replaced or withdrawn
  'sign-in', // also refused ones and signing out
  'actor', // people, units and machines: added, moved, retired
  'job', // work begun or ended by a machine
  'evidence-sealed',
  'evidence-read', // an original taken out
  'sign', // a document signed
  'document', // a document made, or any other change of its state
  'paper', // a scan or an incoming paper filed
] as const;
export type LedgerAction = (typeof LEDGER_ACTIONS)[number];

/** What was acted on, e.g. `{ kind: 'document', key: '12' }`; at most 200 characters each: longer names go into the detail. */
export interface LedgerSubject {
  kind: string;
  key: string;
}

/** Anything that JSON can say. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** Without a time: the row's own is read where it is written. */
export interface NewLedgerEntry {
  /** An actor that is not retired. */
  actorId: number;
  action: LedgerAction;
  subject: LedgerSubject;
  /**
   * What an auditor needs to understand the act without another table. Null = nothing more to say. Never personal data
   * in the clear: no row can be taken back.
   */
  detail: JsonValue;
}

/** A row of the ledger as it is read. */
export interface LedgerEntry {
  /** 1, 2, 3 … without a gap. */
  seq: number;
  /** ISO 8601 UTC with milliseconds, by the database's clock. */
  at: string;
  /** How many milliseconds `at` lies before the row above: the clock was set back. 0 otherwise. */
  behindMs: number;
  actorId: number;
  /** Kind and key of the actor, e.g. `person/zhang.san`: the row is complete without the actors. */
  actor: string;
  action: LedgerAction;
  subject: LedgerSubject;
  detail: JsonValue;
  /** Of the first row: 64 zeros. */
  previousHash: string;
  hash: string;
}

/** Enough to notice later that rows at the end are gone: to be kept outside the database. */
export interface LedgerHead {
  seq: number;
  hash: string;
}
