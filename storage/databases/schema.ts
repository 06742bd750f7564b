/** The tables as Kysely sees them: one interface per table, the same on SQLite and PostgreSQL. */
import type { Generated } from 'kysely';
import type { GangRole } from '../sites/gang-shapes.ts';
import type { ArtifactKind } from '../vocabulary/artifacts.ts';
import type { CandidateKind, Source } from '../vocabulary/candidates.ts';
import type { VisitOutcome } from '../vocabulary/capture.ts';
import type { Persona } from '../vocabulary/personas.ts';
import type { Verdict } from '../vocabulary/detect.ts';
import type { OmissionKind, OmissionReason, OmissionState } from '../vocabulary/omissions.ts';
import type { JobKind, JobState } from '../vocabulary/jobs.ts';
import type { LegalMode, OccasionKind } from '../vocabulary/occasions.ts';
import type { Stage } from '../vocabulary/stages.ts';
import type { DocumentTables } from './document-tables.ts';
import type { LedgerTables } from './ledger-tables.ts';
import type { PeopleTables } from './people-tables.ts';
import type { SubjectTables } from './subject-tables.ts';

/** Text holding one JSON value. Text on both databases: PostgreSQL's jsonb refuses U+0000, which pages do contain. */
type Json = string;
/** Text holding an ISO 8601 UTC time. */
type Time = string;
/** Milliseconds since the epoch. Leases only. */
type Milliseconds = number;

/** Who looked, why, and under which legal mode; a sweep is one kind of it. */
export interface OccasionTable {
  id: Generated<number>;
  kind: OccasionKind;
  legal_mode: LegalMode;
  /** In the words of whoever began it; null where the kind says it all. */
  purpose: string | null;
  key: string;
  parameters: Json;
  started_at: Time;
  /** Null while the sweep runs: at most one such row per key. */
  finished_at: Time | null;
  /** Who looked; null = this program by itself, and in rows from before this was kept. */
  actor_id: number | null;
  /** Milliseconds worked, over all runs; null in rows from before this was counted. */
  worked_ms: number | null;
}

/** How far one scope of one source has come in one sweep; one row each. */
export interface SourceRunTable {
  occasion_id: number;
  source: Source;
  scope: string;
  status: 'running' | 'done' | 'failed';
  found: number;
  note: Json | null;
  cursor: string | null;
  at: Time;
}

/** What went wrong in a sweep; the same thing once. */
export interface IssueTable {
  id: Generated<number>;
  occasion_id: number;
  identity: string;
  stage: Stage;
  subject: string;
  sentence: Json;
  at: Time;
}

/** A target of one sweep, once. `outcome` is that of `stage`; null before resolve. */
export interface CandidateTable {
  id: Generated<number>;
  occasion_id: number;
  /** Digest of kind and target: a target may be longer than an index entry. */
  identity: string;
  kind: CandidateKind;
  target: string;
  host: string;
  stage: Stage;
  outcome: string | null;
}

/** One source saying that it found a candidate. */
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
  occasion_id: number;
  host: string;
  outcome: string;
  record: Json;
}

/** Work of any kind. `host`, `url`, `persona` and `vantage` are those of a visit, null in other kinds where they say nothing. */
export interface JobTable {
  id: Generated<number>;
  occasion_id: number;
  /** Digest of what makes the job the one it is within its occasion. */
  identity: string;
  kind: JobKind;
  /** Higher goes first. */
  priority: number;
  host: string | null;
  url: string | null;
  persona: Persona | null;
  vantage: string | null;
  /** What the work needs to know besides; null for visits. */
  payload: Json | null;
  state: JobState;
  /** Attempts begun so far. */
  attempt: number;
  not_before: Milliseconds;
  token: string | null;
  lease_until: Milliseconds | null;
  leased_at: Time | null;
  owner: string | null;
  /** Why a dead job is dead. */
  reason: string | null;
  /** Who asked for it; null = whoever the occasion is owed to. */
  actor_id: number | null;
}

/** One attempt of a job, however it ended; `record` is the whole `Visit`. */
export interface VisitTable {
  id: Generated<number>;
  occasion_id: number;
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
  occasion_id: number;
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

/** One piece of content, once per digest; never deleted. `bytes` counts before compression. */
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

/**
 * The role a blob was kept in, and how it was obtained. Null: `source_url`, `peer_address` = from no server;
 * `derived_from` = an original.
 */
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

/** Evidence of a host; `visit_id` is null for what belongs to the host itself. */
export interface ArtifactTable extends ArtifactColumns {
  occasion_id: number;
  identity: string;
  host: string;
  visit_id: number | null;
}

/** One version of an official page. */
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

/** What a version of a reference consists of. */
export interface ReferenceArtifactTable extends ArtifactColumns {
  reference_id: number;
}

/** `record` is the assessment without its findings: those are rows of `finding`. */
export interface AssessmentTable {
  occasion_id: number;
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

/** What one reporter said about an address. Null = not said, or not from a file or photo. */
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

/** An assessment that a re-scoring replaced at `replaced_at`. */
export interface FormerAssessmentTable {
  id: Generated<number>;
  occasion_id: number;
  host: string;
  replaced_at: Time;
  record: Json;
}

/** A photo or scan handed in, with what its codes said. */
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
  occasion_id: number;
  host: string;
  role: GangRole;
}

/** What a member carried in one sweep, with its weight then. */
export interface GangMarkTable {
  gang: number;
  occasion_id: number;
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
  occasion_id: number;
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

/** Every table by its name in the database. */
export interface Database extends PeopleTables, LedgerTables, DocumentTables, SubjectTables {
  occasion: OccasionTable;
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
