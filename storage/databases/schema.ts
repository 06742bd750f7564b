/** The tables as Kysely sees them: one interface per table, the same on SQLite and PostgreSQL. */
import type { Generated } from 'kysely';
import type { GangRole } from '../sites/gang-shapes.ts';
import type { ArtifactKind } from '../vocabulary/artifacts.ts';
import type { CandidateKind, Source } from '../vocabulary/candidates.ts';
import type { Persona, VisitOutcome } from '../vocabulary/capture.ts';
import type { Verdict } from '../vocabulary/detect.ts';
import type { OmissionKind, OmissionReason, OmissionState } from '../vocabulary/omissions.ts';
import type { Stage } from '../vocabulary/stages.ts';
import type { DocumentTables } from './document-tables.ts';
import type { LedgerTables } from './ledger-tables.ts';
import type { PeopleTables } from './people-tables.ts';

/** Text holding one JSON value. Text on both databases: PostgreSQL's jsonb refuses U+0000, which pages do contain. */
type Json = string;
/** Text holding an ISO 8601 UTC time. */
type Time = string;
/** Milliseconds since the epoch. Leases only. */
type Milliseconds = number;

export interface SweepTable {
  id: Generated<number>;
  key: string;
  parameters: Json;
  started_at: Time;
  /** Null while the sweep runs: at most one such row per key. */
  finished_at: Time | null;
  /** Milliseconds worked, over all runs; null in rows from before this was counted. */
  worked_ms: number | null;
}

export interface SourceRunTable {
  sweep_id: number;
  source: Source;
  scope: string;
  status: 'running' | 'done' | 'failed';
  found: number;
  note: Json | null;
  cursor: string | null;
  at: Time;
}

export interface IssueTable {
  id: Generated<number>;
  sweep_id: number;
  identity: string;
  stage: Stage;
  subject: string;
  sentence: Json;
  at: Time;
}

export interface CandidateTable {
  id: Generated<number>;
  sweep_id: number;
  /** Digest of kind and target: a target may be longer than an index entry. */
  identity: string;
  kind: CandidateKind;
  target: string;
  host: string;
  stage: Stage;
  outcome: string | null;
}

export interface SightingTable {
  id: Generated<number>;
  candidate_id: number;
  /** Digest of source and detail, without the time: a source that is asked again says nothing new. */
  identity: string;
  source: Source;
  at: Time;
  detail: Json;
}

/** Used for `resolution`, `probe` and `registration`: the latest answer about one host (or domain) in one sweep. */
export interface HostRecordTable {
  sweep_id: number;
  host: string;
  outcome: string;
  record: Json;
}

export interface JobTable {
  id: Generated<number>;
  sweep_id: number;
  identity: string;
  host: string;
  url: string;
  persona: Persona;
  vantage: string;
  state: 'open' | 'leased' | 'done';
  /** Attempts begun so far. */
  attempt: number;
  not_before: Milliseconds;
  token: string | null;
  lease_until: Milliseconds | null;
  leased_at: Time | null;
  owner: string | null;
}

export interface VisitTable {
  id: Generated<number>;
  sweep_id: number;
  job_id: number;
  attempt: number;
  host: string;
  persona: Persona;
  vantage: string;
  outcome: VisitOutcome;
  record: Json;
}

/** What could not be looked at, until it is made up for. */
export interface OmissionTable {
  id: Generated<number>;
  sweep_id: number;
  /** Digest of kind and of the job, visit or host it belongs to. */
  identity: string;
  host: string;
  kind: OmissionKind;
  /** Of the visit that has to be made again. */
  job_id: number | null;
  /** Whose picture has to be read. */
  visit_id: number | null;
  url: string | null;
  persona: Persona | null;
  reason: OmissionReason;
  state: OmissionState;
  /** Times it was tried again. */
  tries: number;
}

export interface BlobTable {
  id: Generated<number>;
  /** SHA-256 of the bytes before compression. */
  digest: string;
  sm3: string;
  md5: string;
  bytes: number;
  media_type: string;
  encoding: 'identity' | 'zstd';
}

/** The bytes, apart from everything that lists read. */
export interface BlobDataTable {
  blob_id: number;
  data: Buffer;
}

export interface ArtifactColumns {
  id: Generated<number>;
  kind: ArtifactKind;
  digest: string;
  media_type: string;
  source_url: string | null;
  at: Time;
  method: string;
  peer_address: string | null;
  derived_from: string | null;
}

export interface ArtifactTable extends ArtifactColumns {
  sweep_id: number;
  identity: string;
  host: string;
  visit_id: number | null;
}

export interface ReferenceTable {
  id: Generated<number>;
  /** Digest of platform, URL and persona. */
  page: string;
  platform: string;
  url: string;
  persona: Persona;
  version: number;
  captured_at: Time;
  /** Digest of the content's digests. */
  content: string;
}

export interface ReferenceArtifactTable extends ArtifactColumns {
  reference_id: number;
}

export interface AssessmentTable {
  sweep_id: number;
  host: string;
  verdict: Verdict;
  platform: string | null;
  score: number;
  record: Json;
}

/** A reported address; what was said about it stands in `lead_report`. */
export interface LeadTable {
  id: Generated<number>;
  /** Digest of kind and target. */
  identity: string;
  kind: CandidateKind;
  target: string;
  host: string;
  added_at: Time;
}

export interface LeadReportTable {
  id: Generated<number>;
  lead_id: number;
  /**
   * Digest of what was said and in which file, without the place in it and when: a sheet imported twice says nothing
   * new.
   */
  identity: string;
  origin: 'add' | 'import' | 'photo';
  channel: string | null;
  received_at: string | null;
  note: string | null;
  /** The address as written, when that differs from the target. */
  reported: string | null;
  /** File and place in it, e.g. `leads.xlsx` and `Sheet1:4`. */
  file: string | null;
  place: string | null;
  /** Blob of the photo the address was read from. */
  photo: string | null;
  recorded_at: Time;
}

/** A photo or scan handed in, with what its codes said. */
export interface FormerAssessmentTable {
  id: Generated<number>;
  sweep_id: number;
  host: string;
  replaced_at: Time;
  record: Json;
}

export interface LeadPhotoTable {
  id: Generated<number>;
  digest: string;
  name: string;
  media_type: string;
  codes: Json;
  recorded_at: Time;
}

/** A gang keeps its number for good; one that turned out to be part of another points at it. */
export interface GangTable {
  number: number;
  created_sweep: number;
  created_at: Time;
  merged_into: number | null;
  merged_sweep: number | null;
}

/** Who belonged to a gang in one sweep. */
export interface GangMemberTable {
  gang: number;
  sweep_id: number;
  host: string;
  role: GangRole;
}

/** What a member carried in one sweep, with its weight then. */
export interface GangMarkTable {
  gang: number;
  sweep_id: number;
  host: string;
  /** Digest of kind and value. */
  identity: string;
  kind: string;
  value: string;
  weight: number;
}

/** What tied two hosts together in one sweep; the other host may be a member of an earlier one. */
export interface GangLinkTable {
  gang: number;
  sweep_id: number;
  host: string;
  other_host: string;
  weight: number;
  marks: Json;
  because: Json;
}

/** At most one row, with id 1; none = in no world yet. */
export interface DatabaseWorldTable {
  id: number;
  world: 'live' | 'practice';
  /** Null when live, and in a practice database whose corpus is not known yet. */
  corpus: string | null;
  labelled_at: Time;
}

export interface Database extends PeopleTables, LedgerTables, DocumentTables {
  sweep: SweepTable;
  source_run: SourceRunTable;
  issue: IssueTable;
  candidate: CandidateTable;
  sighting: SightingTable;
  resolution: HostRecordTable;
  probe: HostRecordTable;
  registration: HostRecordTable;
  job: JobTable;
  visit: VisitTable;
  omission: OmissionTable;
  blob: BlobTable;
  blob_data: BlobDataTable;
  artifact: ArtifactTable;
  reference: ReferenceTable;
  reference_artifact: ReferenceArtifactTable;
  assessment: AssessmentTable;
  former_assessment: FormerAssessmentTable;
  lead: LeadTable;
  lead_report: LeadReportTable;
  lead_photo: LeadPhotoTable;
  gang: GangTable;
  gang_member: GangMemberTable;
  gang_mark: GangMarkTable;
  gang_link: GangLinkTable;
  database_world: DatabaseWorldTable;
}
