/** The tables of those who act, as Kysely sees them. */
import type { Generated } from 'kysely';
import type { ActorKind } from '../people/actor.ts';

/** Text holding an ISO 8601 UTC time. */
type Time = string;

/** One actor per kind and key, for good. */
export interface ActorTable {
  id: Generated<number>;
  kind: ActorKind;
  key: string;
  name: string;
  /** Of a person its unit, of a unit the one above. */
  unit_id: number | null;
  region: string | null;
  added_at: Time;
  retired_at: Time | null;
}

/** The tables of this file by their names in the database. */
export interface PeopleTables {
  actor: ActorTable;
}
