/** Opens the store: everything a sweep learns, in one SQLite file or one PostgreSQL database. */
import { AssessmentRepository } from './sweeps/assessment-repository.ts';
import { CandidateRepository } from './sweeps/candidate-repository.ts';
import { ActorRepository } from './people/actor-repository.ts';
import type { DatabaseHandle } from './databases/database-handle.ts';
import { openingFailure } from './databases/database-failure.ts';
import { parseDatabaseUrl } from './databases/database-url.ts';
import { claimWorld, readWorld } from './databases/database-world.ts';
import type { DatabaseWorld } from './databases/database-world.ts';
import { DocumentRepository } from './documents/document-repository.ts';
import type { DatabaseTarget } from './databases/database-url.ts';
import { EvidenceRepository } from './evidence/evidence-repository.ts';
import { GangRepository } from './sites/gang-repository.ts';
import type { JobQueue } from './jobs/job-queue.ts';
import { KnownHostRepository } from './sweeps/known-host-repository.ts';
import { LeadRepository } from './cases/lead-repository.ts';
import { LeaseOwner } from './jobs/lease-owner.ts';
import { LedgerRepository } from './ledger/ledger-repository.ts';
import { migrate } from './databases/migrate.ts';
import { OmissionRepository } from './jobs/omission-repository.ts';
import { ReferenceRepository } from './sweeps/reference-repository.ts';
import { OccasionRepository } from './sweeps/occasion-repository.ts';
import { DecisionRepository } from './sites/decision-repository.ts';
import { DossierRepository } from './sites/dossier-repository.ts';
import { SubjectRepository } from './sites/subject-repository.ts';
import { SweepRepository } from './sweeps/sweep-repository.ts';
import { WorkQueue } from './jobs/work-queue.ts';
import { TableJobQueue } from './jobs/table-job-queue.ts';
import { VisitRepository } from './sweeps/visit-repository.ts';

/** Which database: the setting `database`. */
export interface DatabaseSettings {
  /** `sqlite:<path>` or `postgres://…`. */
  url: string;
  /**
   * The world whose data goes in. Default: none is claimed; the database is opened whatever it holds and not labelled,
   * for readers that take any (doctor) and for tests.
   */
  world?: DatabaseWorld;
}

/** Several processes may have the same store open. Lists never load blob data. */
export interface Store {
  dialect: 'sqlite' | 'postgres';
  /** Null: in no world yet. */
  world: DatabaseWorld | null;
  occasions: OccasionRepository;
  sweeps: SweepRepository;
  candidates: CandidateRepository;
  /** Visits. */
  jobs: JobQueue;
  /** All other work. */
  work: WorkQueue;
  visits: VisitRepository;
  omissions: OmissionRepository;
  evidence: EvidenceRepository;
  references: ReferenceRepository;
  assessments: AssessmentRepository;
  leads: LeadRepository;
  knownHosts: KnownHostRepository;
  gangs: GangRepository;
  subjects: SubjectRepository;
  decisions: DecisionRepository;
  dossiers: DossierRepository;
  actors: ActorRepository;
  ledger: LedgerRepository;
  documents: DocumentRepository;
  /**
   * Waits for running statements. Leases stay: `releaseAll` of the next command gives them back. Harmless when
   * repeated.
   */
  close(): Promise<void>;
}

/**
 * Makes the file (and its folder) or connects, and brings the schema up to date.
 * Throws MingjingError DATABASE_URL_INVALID (usage), DATABASE_UNAVAILABLE, DATABASE_BUSY, DATABASE_FULL, DATABASE_NEWER
 * (environment), DATABASE_INVALID (input: not a database, or another program's), DATABASE_WORLD (input: it holds
 * another world's data) or DATABASE_DAMAGED (damaged).
 */
export async function openStore(settings: DatabaseSettings): Promise<Store> {
  const target = parseDatabaseUrl(settings.url);
  const { handle, world } = await openHandle(target, settings.world);
  const owner = LeaseOwner.open();
  const subjects = new SubjectRepository(handle);
  const decisions = new DecisionRepository(handle);
  return {
    dialect: target.dialect,
    world,
    occasions: new OccasionRepository(handle),
    sweeps: new SweepRepository(handle),
    candidates: new CandidateRepository(handle),
    jobs: new TableJobQueue(handle, owner),
    work: new WorkQueue(handle, owner),
    visits: new VisitRepository(handle),
    omissions: new OmissionRepository(handle),
    evidence: new EvidenceRepository(handle),
    references: new ReferenceRepository(handle),
    assessments: new AssessmentRepository(handle),
    leads: new LeadRepository(handle),
    knownHosts: new KnownHostRepository(handle),
    gangs: new GangRepository(handle),
    subjects,
    decisions,
    dossiers: new DossierRepository(handle, subjects, decisions),
    actors: new ActorRepository(handle),
    ledger: new LedgerRepository(handle),
    documents: new DocumentRepository(handle),
    async close() {
      owner.close();
      await handle.close();
    },
  };
}

async function openHandle(
  target: DatabaseTarget,
  asked: DatabaseWorld | undefined,
): Promise<{ handle: DatabaseHandle; world: DatabaseWorld | null }> {
  let handle: DatabaseHandle | undefined;
  try {
    handle = await connect(target);
    await migrate(handle.write, handle.capabilities, target.label, backupOf(target, handle));
    const world = asked ? await claimWorld(handle, asked, target.label) : await readWorld(handle.read);
    return { handle, world };
  } catch (error) {
    await handle?.close();
    throw openingFailure(error, target.label);
  }
}

function backupOf(target: DatabaseTarget, { write }: DatabaseHandle): ((migration: string) => Promise<void>) | null {
  if (target.dialect !== 'sqlite') return null;
  return async (migration) => {
    const { backupBeforeMigration } = await import('./databases/backup-before-migration.ts');
    await backupBeforeMigration(write, target.path, migration);
  };
}

/** Only the driver that the URL asks for is loaded. */
async function connect(target: DatabaseTarget): Promise<DatabaseHandle> {
  if (target.dialect === 'postgres') {
    const { openPostgres } = await import('./databases/open-postgres.ts');
    return openPostgres(target.url);
  }
  const { openSqlite } = await import('./databases/open-sqlite.ts');
  return openSqlite(target.path);
}
