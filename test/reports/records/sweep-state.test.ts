/** A reader is told which sweep it is, whether it was finished, what is still to be done, and what it cost. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  costText,
  sweepCost,
  sweepHeading,
  sweepState,
  unfinishedGangs,
} from '../../../reports/records/sweep-state.ts';
import { sweepReport } from '../../../reports/sweep-report/sweep-report.ts';
import { sweepSummary, sweepSummaryText } from '../../../reports/terminal/sweep-summary.ts';
import { openStore, type Store } from '../../../storage/open-store.ts';
import type { Stage } from '../../../storage/vocabulary/stages.ts';

const AT = '2026-11-21T08:00:00.000Z';
const LATER = '2026-11-21T09:00:00.000Z';
let folder: string;
let store: Store;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingjing-state-'));
  store = await openStore({ url: `sqlite:${join(folder, 'state.db')}` });
});
afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

/** A sweep with so many candidates at each stage. */
async function sweepWith(key: string, stages: Partial<Record<Stage, number>>, openVisits = 0): Promise<number> {
  const { id } = await store.sweeps.begin({ key, parameters: null, now: AT });
  for (const [stage, count] of Object.entries(stages) as [Stage, number][]) {
    const hosts = Array.from({ length: count }, (_, index) => `${stage}-${index}.${key}.example`);
    await store.candidates.add(
      id,
      hosts.map((host) => ({
        kind: 'name' as const,
        target: host,
        host,
        sighting: { source: 'list' as const, at: AT, detail: {} },
      })),
    );
    for (const host of hosts) {
      const [candidate] = await store.candidates.byHost(id, host);
      if (candidate) await store.candidates.advance(id, [{ id: candidate.id, stage, outcome: null }]);
    }
  }
  const visit = { occasionId: id, host: 'v.example', persona: 'desktop' as const, vantage: 'test' };
  await store.jobs.enqueue(
    Array.from({ length: openVisits }, (_, index) => ({ ...visit, url: `https://v.example/${index}` })),
  );
  return id;
}

describe('an unfinished sweep', () => {
  it('counts what waits at each stage and the visits still open', async () => {
    const id = await sweepWith('half', { candidates: 2, resolve: 1, probe: 3, store: 4 }, 5);
    await store.jobs.lease(id, 1000, 2, Date.now());
    const state = await sweepState(store, id);
    expect(state.unfinished).toEqual({
      candidates: 10,
      waiting: { candidates: 2, resolve: 1, probe: 3 },
      visits: { open: 3, leased: 2 },
    });
    expect(sweepHeading(state, 'zh')).toMatch(
      /^第 \d+ 次巡查：.*未结束\n注意：.*没有结束.*候选 10 个中 6 个没有走完流程（停在“发现”后 2 个、“解析”后 1 个、“探测”后 3 个）；未完成的访问 5 次/,
    );
    expect(sweepHeading(state, 'en')).toMatch(
      /not finished\nNote: .*6 of 10 candidates are not through \(2 after candidates, 1 after resolve, 3 after probe\); 5 visits open/,
    );
  });

  it('without candidates, or with all of them through, says just that', async () => {
    expect(sweepHeading(await sweepState(store, await sweepWith('empty', {})), 'zh')).toContain('还没有候选');
    const through = await sweepState(store, await sweepWith('through', { store: 2 }));
    expect(through.unfinished).toMatchObject({ candidates: 2, waiting: {} });
    expect(sweepHeading(through, 'en')).toContain(
      'all 2 candidates are through, but following them up and clustering gangs is not done',
    );
  });

  it('says so in its report and its summary, in both languages', async () => {
    const sweepId = await sweepWith('told', { probe: 1 });
    const summary = await sweepSummary({ store, sweepId });
    for (const [lang, words] of [
      ['zh', '没有结束'],
      ['en', 'is not finished'],
    ] as const) {
      expect(await sweepReport({ store, sweepId, platforms: [], lang })).toMatch(
        new RegExp(`class="notice alarm">.*${words}`, 's'),
      );
      expect(sweepSummaryText(summary, lang)).toContain(words);
    }
    await store.sweeps.finish(sweepId, LATER);
    expect(await sweepReport({ store, sweepId, platforms: [], lang: 'zh' })).not.toContain('没有结束');
  });
});

describe('a finished sweep', () => {
  it('is named with both its times and no caution', async () => {
    const id = await sweepWith('done', { store: 1 });
    await store.sweeps.finish(id, LATER);
    const state = await sweepState(store, id);
    expect(state).toMatchObject({ id, finishedAt: LATER, unfinished: null });
    expect(sweepHeading(state, 'zh')).toBe(
      `第 ${id} 次巡查：2026-11-21 16:00:00 UTC+8 开始，2026-11-21 17:00:00 UTC+8 结束`,
    );
  });
});

describe('what a sweep cost', () => {
  const sweep = { id: 1, key: 'k', parameters: null, startedAt: AT };

  it('is the time worked, not the pauses between its runs', () => {
    const cost = sweepCost({ ...sweep, finishedAt: LATER, workedSeconds: 90.5 });
    expect(cost).toEqual({ seconds: 90.5, counted: 'worked' });
    expect(costText(cost, 'zh')).toBe('1m31s（不含暂停）');
  });
  it('of a sweep from before that was counted is start to end, and says so; unknown while it has no end', () => {
    const cost = sweepCost({ ...sweep, finishedAt: LATER, workedSeconds: null });
    expect(cost).toEqual({ seconds: 3600, counted: 'start-to-end' });
    expect(costText(cost, 'zh')).toContain('可能含暂停');
    expect(costText(cost, 'en')).toContain('pauses may be included');
    const open = sweepCost({ ...sweep, finishedAt: null, workedSeconds: null });
    expect(open).toEqual({ seconds: null, counted: 'start-to-end' });
    expect(costText(open, 'en')).toBe('unknown');
  });
  it('stands in the report', async () => {
    const sweepId = await sweepWith('cost', { store: 1 });
    await store.sweeps.addWork(sweepId, 125_000);
    await store.sweeps.finish(sweepId, LATER);
    expect(await sweepReport({ store, sweepId, platforms: [], lang: 'zh' })).toContain('2m05s（不含暂停）');
  });
});

it('gangs of unfinished sweeps are missing, in one line for all of them', () => {
  expect(unfinishedGangs([])).toBeNull();
  expect(unfinishedGangs([3, 7])?.zh).toContain('第 3、7 次巡查没有结束');
  expect(unfinishedGangs([3, 7])?.en).toContain('sweep 3, 7');
});
