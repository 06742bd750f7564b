/** Only time in which the sweep really ran is handed on, in small portions, and none of it twice. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startWorkClock } from '../../../crawler/sweep/work-clock.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const sum = (portions: readonly number[]) => portions.reduce((total, portion) => total + portion, 0);

test('portions are handed on while it runs, so that a kill costs at most one, and the rest at the end', async () => {
  const kept: number[] = [];
  const work = startWorkClock(async (milliseconds) => void kept.push(milliseconds));
  await vi.advanceTimersByTimeAsync(61_000);
  expect(61_000 - sum(kept)).toBeLessThanOrEqual(2000);
  await vi.advanceTimersByTimeAsync(500);
  await work.stop();
  await work.stop();
  expect(sum(kept)).toBe(61_500);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(sum(kept)).toBe(61_500);
});

test('a process that stood still did not work meanwhile', async () => {
  const kept: number[] = [];
  const work = startWorkClock(async (milliseconds) => void kept.push(milliseconds));
  await vi.advanceTimersByTimeAsync(4000);
  const now = performance.now();
  const clock = vi.spyOn(performance, 'now').mockReturnValue(now + 3_600_000);
  await work.stop();
  clock.mockRestore();
  expect(sum(kept)).toBeLessThan(60_000);
});

test('what could not be kept is handed on again, and a last failure is told', async () => {
  const kept: number[] = [];
  let broken = true;
  const work = startWorkClock(async (milliseconds) => {
    if (broken) throw new Error('busy');
    kept.push(milliseconds);
  });
  await vi.advanceTimersByTimeAsync(6000);
  broken = false;
  await vi.advanceTimersByTimeAsync(2000);
  expect(sum(kept)).toBe(8000);
  broken = true;
  await vi.advanceTimersByTimeAsync(1000);
  await expect(work.stop()).rejects.toThrow('busy');
});
