/** The tables of subjects and of what is held of them, as Kysely sees them. */
import type { Generated } from 'kysely';
import type { Verdict } from '../vocabulary/detect.ts';
import type { SubjectKind } from '../vocabulary/subjects.ts';

/** Text holding one JSON value. */
type Json = string;
/** Text holding an ISO 8601 UTC time. */
type Time = string;

/** What is watched and decided on, over all occasions. */
export interface SubjectTable {
  id: Generated<number>;
  kind: SubjectKind;
  /** The one key of its kind: the host of a site (vocabulary/subjects.ts). */
  key: string;
  first_seen: Time | null;
  last_seen: Time | null;
  gone_at: Time | null;
  back_at: Time | null;
}

/** What a person decided on a subject. */
export interface DecisionTable {
  id: Generated<number>;
  subject_id: number;
  occasion_id: number | null;
  actor_id: number;
  at: Time;
  /** Null withdraws the decision before. */
  verdict: Verdict | null;
  reason: string;
}

/** One finding of the assessment of a host on one occasion, in the assessment's order. */
export interface FindingTable {
  id: Generated<number>;
  occasion_id: number;
  host: string;
  position: number;
  detector: string;
  version: number;
  platform: string | null;
  value: number;
  weight: number;
  /** `because` and `evidence`. */
  record: Json;
}

/** What a host was judged while more was to come; gone once it is judged for good. */
export interface InterimJudgementTable {
  occasion_id: number;
  host: string;
  basis: string;
  record: Json;
  query_links: Json;
}

/** The tables of this file by their names in the database. */
export interface SubjectTables {
  subject: SubjectTable;
  decision: DecisionTable;
  finding: FindingTable;
  interim_judgement: InterimJudgementTable;
}
