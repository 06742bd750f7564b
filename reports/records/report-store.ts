/** The reading side of the store, as far as reports need it; the real store satisfies it as it is. */
import type { StoredArtifact } from '../../storage/evidence/evidence-repository.ts';
import type { RecordKind, StoredRecords } from '../../storage/evidence/stored-record.ts';
import type { Gang, GangDetail } from '../../storage/sites/gang-shapes.ts';
import type { StoredVisit } from '../../storage/sweeps/visit-repository.ts';
import type { Artifact } from '../../storage/vocabulary/artifacts.ts';
import type { Sighting, Source } from '../../storage/vocabulary/candidates.ts';
import type { Persona } from '../../storage/vocabulary/personas.ts';
import type { Assessment } from '../../storage/vocabulary/detect.ts';
import type { ProbeResult, Registration } from '../../storage/vocabulary/probe.ts';
import type { Resolution } from '../../storage/vocabulary/resolve.ts';
import type { Sentence } from '../../storage/vocabulary/sentence.ts';

export interface SweepFacts {
  id: number;
  key: string;
  parameters: unknown;
  startedAt: string;
  /** Null while the sweep runs or when it was stopped. */
  finishedAt: string | null;
  /** Pauses left out; null in rows from before this was counted. */
  workedSeconds: number | null;
}

export interface SourceRunFacts {
  source: Source;
  scope: string;
  status: 'running' | 'done' | 'failed';
  found: number;
  note: Sentence | null;
}

export interface IssueFacts {
  stage: string;
  subject: string;
  sentence: Sentence;
  at: string;
}

export interface ReferenceFacts {
  platform: string;
  url: string;
  persona: Persona;
  version: number;
  capturedAt: string;
  artifacts: Artifact[];
}

export type { StoredArtifact, StoredVisit };

export interface DigestFacts {
  sha256: string;
  sm3: string;
  md5: string;
  bytes: number;
  mediaType: string;
}

export interface ReportStore {
  sweeps: {
    /** Null (or undefined) when there is no such sweep. */
    get(id: number): Promise<SweepFacts | null | undefined>;
    sourceRuns(sweepId: number): Promise<SourceRunFacts[]>;
    issues(sweepId: number): Promise<IssueFacts[]>;
  };
  candidates: {
    counts(sweepId: number): Promise<{ stage: string; outcome: string | null; count: number }[]>;
    sightings(sweepId: number, host: string): Promise<Sighting[]>;
    resolution(sweepId: number, host: string): Promise<Resolution | null>;
    probe(sweepId: number, host: string): Promise<ProbeResult | null>;
    registration(sweepId: number, domain: string): Promise<Registration | null>;
  };
  jobs: { counts(sweepId: number): Promise<{ open: number; leased: number }> };
  visits: { forHost(sweepId: number, host: string): Promise<StoredVisit[]> };
  evidence: {
    /** Re-checks the digest; rejects with MingjingError `EVIDENCE_DAMAGED`. */
    read(digest: string): Promise<Buffer>;
    /** The record in an artefact of this kind; rejects like `read`. */
    readAs<K extends RecordKind>(kind: K, digest: string): Promise<StoredRecords[K]>;
    /** Why the bytes cannot be had; null when they are as they were. */
    damage(digest: string): Promise<Sentence | null>;
    artifacts(sweepId: number, host: string): Promise<StoredArtifact[]>;
    describe(digest: string): Promise<DigestFacts | null>;
  };
  references: {
    latest(platformIds?: string[]): Promise<ReferenceFacts[]>;
    /** Every version of every page, oldest version first within its page. */
    list(): Promise<ReferenceFacts[]>;
  };
  gangs: {
    list(filter?: { sweepId?: number }): Promise<Gang[]>;
    get(id: string, filter?: { sweepId?: number }): Promise<GangDetail | null>;
  };
  assessments: {
    get(sweepId: number, host: string): Promise<Assessment | null>;
    list(sweepId: number): Promise<Assessment[]>;
  };
}
