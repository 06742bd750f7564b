/** Who acts: a person, the unit a person belongs to, or a machine. */
export const ACTOR_KINDS = ['person', 'unit', 'machine'] as const;
export type ActorKind = (typeof ACTOR_KINDS)[number];

/** One actor per kind and key, for good: who has acted is retired, never deleted. */
export interface Actor {
  id: number;
  kind: ActorKind;
  /** A person's staff number or account, a unit's code, a machine's host name; never changes. */
  key: string;
  name: string;
  /** Of a person its unit, of a unit the one above; null of the topmost units and of machines. */
  unitId: number | null;
  /** Of a unit: administrative division code (GB/T 2260, 6, 9 or 12 digits); null when it has none. */
  region: string | null;
  /** ISO 8601 UTC, by the database's clock. */
  addedAt: string;
  /** Null while it may act. */
  retiredAt: string | null;
}

/** An actor on its way in; a person always belongs to a unit. */
export type NewActor =
  | { kind: 'person'; key: string; name: string; unitId: number }
  | { kind: 'unit'; key: string; name: string; unitId?: number | null; region?: string | null }
  | { kind: 'machine'; key: string; name: string };
