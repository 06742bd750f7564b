/** A database as version 0.1.0 left it (schema 6), filled with sweeps of any size. */
import type { Kysely } from 'kysely';
import type { DatabaseHandle } from '../../../storage/databases/database-handle.ts';
import { recordIdentity } from '../../../storage/databases/record-identity.ts';
import { migrateUpTo } from '../earlier-schema.ts';
import type { Assessment } from '../../../storage/vocabulary/detect.ts';
import { assessment, AT, findings, LATER, visitOf } from '../samples.ts';

export interface OldSize {
  candidates: number;
  /** Visited hosts, each with one job, one visit and an assessment. */
  hosts: number;
  /** Visits made again of each host, all of which failed. */
  failedVisits?: number;
}

/** Makes the tables of schema 6 and one finished sweep in them. */
export async function fillSchemaSix(handle: DatabaseHandle, size: OldSize): Promise<void> {
  await migrateUpTo(handle, '0006-worked-time');
  // the tables by the names they had then
  const db = handle.write as unknown as Kysely<Record<string, Record<string, unknown>>>;
  await db
    .insertInto('sweep')
    .values({ key: 'old', parameters: '{"exit":"direct"}', started_at: AT, finished_at: LATER, worked_ms: 1000 })
    .execute();
  await insert(db, 'candidate', size.candidates, (index) => ({
    sweep_id: 1,
    identity: `c${index}`,
    kind: 'name',
    target: hostOf(index),
    host: hostOf(index),
    stage: 'store',
    outcome: 'absent',
  }));
  await fillVisits(db, size);
}

/** What is held of each host. */
export const judgedOf = (index: number): Assessment => assessment(hostOf(index), { findings: findings(index) });

export const hostOf = (index: number): string => `h${index}.example`;

async function fillVisits(db: Kysely<Record<string, Record<string, unknown>>>, { hosts, failedVisits = 0 }: OldSize) {
  const url = (index: number) => `https://${hostOf(index)}/`;
  const visitor = { persona: 'desktop', vantage: 'direct' } as const;
  await insert(db, 'job', hosts, (index) => ({
    sweep_id: 1,
    identity: `j${index}`,
    host: hostOf(index),
    url: url(index),
    ...visitor,
    state: index === 1 ? 'open' : 'done',
    attempt: 1 + failedVisits,
    not_before: 0,
  }));
  for (let attempt = 1; attempt <= 1 + failedVisits; attempt++) {
    const outcome = attempt === 1 ? 'captured' : 'timeout';
    await insert(db, 'visit', hosts, (index) => {
      const job = {
        id: index + 1,
        occasionId: 1,
        host: hostOf(index),
        url: url(index),
        ...visitor,
        attempt,
        token: '',
      };
      const record = JSON.stringify(visitOf(job, { outcome }));
      return { sweep_id: 1, job_id: index + 1, attempt, host: hostOf(index), ...visitor, outcome, record };
    });
  }
  await insert(db, 'omission', hosts, (index) => ({
    sweep_id: 1,
    identity: recordIdentity('picture-text', index + 1),
    host: hostOf(index),
    kind: 'picture-text',
    visit_id: index + 1,
    url: url(index),
    persona: 'desktop',
    reason: 'died',
    state: index === 0 ? 'open' : 'made-up',
    tries: 1,
  }));
  await insert(db, 'assessment', hosts, (index) => {
    const judged = judgedOf(index);
    const { verdict, platform, score } = judged;
    return { sweep_id: 1, host: hostOf(index), verdict, platform, score, record: JSON.stringify(judged) };
  });
}

const ROWS = 500;

async function insert(
  db: Kysely<Record<string, Record<string, unknown>>>,
  table: string,
  count: number,
  row: (index: number) => Record<string, unknown>,
): Promise<void> {
  for (let start = 0; start < count; start += ROWS) {
    const rows = Array.from({ length: Math.min(ROWS, count - start) }, (_, offset) => row(start + offset));
    await db.insertInto(table).values(rows).execute();
  }
}
