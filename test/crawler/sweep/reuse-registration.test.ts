/** A registration looked up by one sweep serves the next ones while it is young. */
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reuseRegistration } from '../../../crawler/sweep/reuse-registration.ts';
import { openStore } from '../../../storage/open-store.ts';
import type { Store } from '../../../storage/open-store.ts';
import type { Registration } from '../../../storage/vocabulary/probe.ts';
import { artifact, AT, registration } from '../../storage/samples.ts';

const DAY = 86_400_000;
const ASKED = Date.parse(AT);

let folder: string;
let store: Store;
let sweeps: number[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingjing-reuse-'));
  store = await openStore({ url: `sqlite:${join(folder, 'store.db')}` });
  sweeps = [];
  for (const key of ['first', 'second']) sweeps.push((await store.sweeps.begin({ key, parameters: null, now: AT })).id);
  const [first = 0] = sweeps;
  const answer = artifact('whois', 'Registrant: 某某', { mediaType: 'text/plain' });
  const cited = {
    ...registration('fake.example'),
    whois: createHash('sha256').update(answer.data).digest('hex'),
    at: AT,
  };
  await store.candidates.saveRegistration(first, cited, [answer]);
  await keep(first, { ...registration('silent.example'), outcome: 'unreachable', at: AT });
  await keep(first, { ...registration('free.example'), outcome: 'not-found', at: AT });
  await keep(first, registration('undated.example'));
});

afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

const keep = (sweepId: number, record: Registration): Promise<void> =>
  store.candidates.saveRegistration(sweepId, record, []);
const reuse = (domain: string, days: number, later: number): Promise<boolean> =>
  reuseRegistration(store, { sweepId: sweeps[1] ?? 0, domain }, days, ASKED + later);

describe('a registration of an earlier sweep', () => {
  it('is not taken when too old, when nothing may be taken, or when it had no facts or no date', async () => {
    expect(await reuse('fake.example', 7, 8 * DAY)).toBe(false);
    expect(await reuse('fake.example', 0, 0)).toBe(false);
    for (const domain of ['silent.example', 'free.example', 'undated.example', 'other.example'])
      expect(await reuse(domain, 7, DAY)).toBe(false);
    expect(await store.candidates.registration(sweeps[1] ?? 0, 'fake.example')).toBeNull();
  });

  it('is taken while young, with its own date and its raw answer kept for the domain', async () => {
    expect(await reuse('fake.example', 7, 6 * DAY)).toBe(true);
    expect(await store.candidates.registration(sweeps[1] ?? 0, 'fake.example')).toMatchObject({
      registrar: 'Example Registrar',
      at: AT,
    });
    const [linked] = await store.evidence.artifacts(sweeps[1] ?? 0, 'fake.example');
    expect(linked).toMatchObject({ kind: 'whois', at: AT, sourceUrl: 'whois:fake.example' });
    expect((await store.evidence.read(linked?.digest ?? '')).toString()).toBe('Registrant: 某某');
  });

  it('is not taken from the same sweep', async () => {
    const [first = 0] = sweeps;
    expect(await store.candidates.recentRegistrations('fake.example', AT, first)).toHaveLength(1);
    await keep(first, { ...registration('own.example'), at: AT });
    expect(await store.candidates.recentRegistrations('own.example', AT, first)).toEqual([]);
  });
});
