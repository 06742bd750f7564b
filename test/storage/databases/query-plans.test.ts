/** The queries asked most often find their rows by an index, and lists never touch blob data. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kysely } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CandidateRepository } from '../../../storage/sweeps/candidate-repository.ts';
import { DatabaseHandle } from '../../../storage/databases/database-handle.ts';
import { DIALECT_CAPABILITIES } from '../../../storage/databases/dialect-capabilities.ts';
import { DocumentRepository } from '../../../storage/documents/document-repository.ts';
import { EvidenceRepository } from '../../../storage/evidence/evidence-repository.ts';
import { ActorRepository } from '../../../storage/people/actor-repository.ts';
import { LedgerRepository } from '../../../storage/ledger/ledger-repository.ts';
import { LeaseOwner } from '../../../storage/jobs/lease-owner.ts';
import { WorkQueue } from '../../../storage/jobs/work-queue.ts';
import { DecisionRepository } from '../../../storage/sites/decision-repository.ts';
import { DossierRepository } from '../../../storage/sites/dossier-repository.ts';
import { SubjectRepository } from '../../../storage/sites/subject-repository.ts';
import { migrate } from '../../../storage/databases/migrate.ts';
import type { Database } from '../../../storage/databases/schema.ts';
import { Sqlite3Dialect } from '../../../storage/databases/sqlite/sqlite3-dialect.ts';
import { TableJobQueue } from '../../../storage/jobs/table-job-queue.ts';
import { VisitRepository } from '../../../storage/sweeps/visit-repository.ts';
import { artifact, AT, nameCandidate, SWEEP, visitOf } from '../samples.ts';

let folder = '';
let handle: DatabaseHandle;
const asked: { sql: string; parameters: readonly unknown[] }[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingjing-plans-'));
  const db = new Kysely<Database>({
    dialect: new Sqlite3Dialect({ path: join(folder, 'plans.db'), connections: 2, readOnly: false }),
    log: (event) => void asked.push(event.query),
  });
  handle = new DatabaseHandle(db, db, DIALECT_CAPABILITIES.sqlite);
  await migrate(db, handle.capabilities, 'plans.db');
  await db
    .insertInto('occasion')
    .values({ ...SWEEP, key: 'k', parameters: '', started_at: AT, finished_at: null })
    .execute();
});
afterAll(async () => {
  await handle.close();
  await rm(folder, { recursive: true, force: true });
});

/** SQLite's plan of every select and update that `work` runs. */
async function plansOf(work: () => Promise<unknown>): Promise<string[]> {
  asked.length = 0;
  await work();
  const queries = asked.filter((query) => /^(select|update)/.test(query.sql));
  const plans: string[] = [];
  for (const { sql, parameters } of queries) {
    const query = {
      sql: `explain query plan ${sql}`,
      parameters: [...parameters],
      query: { kind: 'RawNode' },
      queryId: { queryId: 'plan' },
    };
    const { rows } = await handle.read.executeQuery<{ detail: string }>(query as never);
    plans.push(...rows.map((row) => row.detail));
  }
  return plans;
}

const LEASE = { kinds: ['notice' as const], leaseMs: 1000, limit: 5, now: 0 };

const cases: [string, () => Promise<unknown>][] = [
  [
    'a page of candidates at a stage',
    async () => new CandidateRepository(handle).atStage(1, 'resolve', { afterId: 5, limit: 10 }),
  ],
  [
    'a page of candidates with an outcome',
    async () => new CandidateRepository(handle).atStage(1, 'resolve', { outcome: 'live', afterId: 5, limit: 10 }),
  ],
  ["a host's candidates", async () => new CandidateRepository(handle).byHost(1, 'a.test')],
  ["a host's sightings", async () => new CandidateRepository(handle).sightings(1, 'a.test')],
  [
    "a site's dossier",
    async () => {
      const subjects = new SubjectRepository(handle);
      await subjects.note({ kind: 'site', key: 'a.test' }, AT);
      await new DossierRepository(handle, subjects, new DecisionRepository(handle)).get({
        kind: 'site',
        key: 'a.test',
      });
    },
  ],
  ['work of the queue', async () => new WorkQueue(handle, LeaseOwner.open()).lease({ ...LEASE, occasionId: 1 })],
  ['work of any occasion', async () => new WorkQueue(handle, LeaseOwner.open()).lease(LEASE)],
  ['adding candidates', async () => new CandidateRepository(handle).add(1, [nameCandidate('a.test')])],
  [
    'advancing candidates',
    async () => new CandidateRepository(handle).advance(1, [{ id: 1, stage: 'resolve', outcome: 'live' }]),
  ],
  ["a host's visits", async () => new VisitRepository(handle).forHost(1, 'a.test')],
  ["a host's artefacts", async () => new EvidenceRepository(handle).artifacts(1, 'a.test')],
  ['a blob', readStored],
  ['leasing and completing', leaseAndComplete],
  ['adding an actor and what it did to the ledger', async () => new ActorRepository(handle).machine()],
  ['units and persons below one', async () => new ActorRepository(handle).persons(1)],
  [
    'a page of what was done to one subject',
    async () => new LedgerRepository(handle).list({ subject: { kind: 'actor', key: '1' } }),
  ],
  ['a page of what one actor did', async () => new LedgerRepository(handle).list({ actorId: 1 })],
  ['a document with its signers and papers', readSigned],
];

async function readSigned(): Promise<void> {
  const [actors, documents] = [new ActorRepository(handle), new DocumentRepository(handle)];
  const { id: unitId } = await actors.add({ kind: 'unit', key: randomUUID(), name: '某局' });
  const { id: actorId } = await actors.add({ kind: 'person', key: randomUUID(), name: '某人', unitId });
  await documents.openBook({ unitId, kind: 'k', year: 2026, prefix: randomUUID() }, actorId);
  const digests = { templateDigest: 'a'.repeat(64), dataDigest: 'b'.repeat(64) };
  const { id } = await documents.make({ unitId, kind: 'k', year: 2026, ...digests }, actorId);
  await documents.sign(id, { actorId, role: 'r' });
  await documents.change(id, { to: 'sent', actorId });
  await documents.get(id);
}

async function readStored(): Promise<void> {
  const evidence = new EvidenceRepository(handle);
  const { digest } = await evidence.put(artifact('html', 'stored'), { occasionId: 1, host: 'b.test', visitId: null });
  await evidence.read(digest);
}

async function leaseAndComplete(): Promise<void> {
  const jobs = new TableJobQueue(handle, LeaseOwner.open());
  await jobs.enqueue([{ occasionId: 1, host: 'a.test', url: 'http://a.test/', persona: 'desktop', vantage: 'range' }]);
  for (const job of await jobs.lease(1, 1000, 1, 0)) await jobs.complete(job, visitOf(job), [artifact('html', 'x')]);
  await jobs.isFinished(1);
  await jobs.releaseAll(1);
}

test.each(cases)('%s: found by an index', async (_title, work) => {
  const plans = await plansOf(work);
  expect(plans.length).toBeGreaterThan(0);
  expect(plans.filter((plan) => /^SCAN (?!json_each)/.test(plan))).toEqual([]);
});

test('pages of candidates and leases come from their index in order, unsorted', async () => {
  for (const [title, work] of cases) {
    if (!/page|leasing/.test(title)) continue;
    expect((await plansOf(work)).filter((plan) => plan.includes('TEMP B-TREE'))).toEqual([]);
  }
});

test('only reading a blob reads blob data', async () => {
  const lists = cases.filter(([title]) => title !== 'a blob' && title !== 'leasing and completing');
  for (const [, work] of lists) {
    await plansOf(work);
    expect(asked.filter((query) => query.sql.includes('blob_data'))).toEqual([]);
  }
});
