/** Candidates: duplicates merge, sightings stay, stages advance, pages are complete. */
import { expect, test } from 'vitest';
import { onBothDatabases } from '../databases.ts';
import { AT, entryCandidate, LATER, nameCandidate, probe, registration, resolution } from '../samples.ts';

onBothDatabases((databases) => {
  async function begun(url?: string) {
    const { sweeps, candidates } = await databases.store(url);
    const { id } = await sweeps.begin({ key: 'k', parameters: null, now: AT });
    return { sweeps, candidates, id };
  }

  test('a target found again is one candidate with every sighting once', async () => {
    const { candidates, id } = await begun();
    const a = nameCandidate('a.test', { rule: 'omission', position: 2 });
    const again = nameCandidate('a.test', { position: 2, rule: 'omission' });
    expect(
      await candidates.add(id, [a, again, nameCandidate('a.test', { rule: 'homoglyph' }), nameCandidate('b.test')]),
    ).toEqual({
      added: 2,
      merged: 2,
    });
    expect(await candidates.add(id, [{ ...a, sighting: { ...a.sighting, at: LATER } }])).toEqual({
      added: 0,
      merged: 1,
    });
    expect(await candidates.add(id, [{ ...a, sighting: { source: 'list', at: LATER, detail: {} } }])).toEqual({
      added: 0,
      merged: 1,
    });
    expect(await candidates.add(id, [])).toEqual({ added: 0, merged: 0 });
    expect(await candidates.sightings(id, 'a.test')).toEqual([
      { source: 'permutations', at: AT, detail: { rule: 'omission', position: 2 } },
      { source: 'permutations', at: AT, detail: { rule: 'homoglyph' } },
      { source: 'list', at: LATER, detail: {} },
    ]);
    expect(await candidates.hosts(id)).toEqual(['a.test', 'b.test']);
  });

  test('a name and a URL of one host are two candidates, and another sweep knows neither', async () => {
    const { candidates, sweeps, id } = await begun();
    await candidates.add(id, [nameCandidate('cx.test'), entryCandidate('http://cx.test/q?a=1#/cert')]);
    const found = await candidates.byHost(id, 'cx.test');
    expect(found.map(({ kind, target, stage, outcome }) => [kind, target, stage, outcome])).toEqual([
      ['name', 'cx.test', 'candidates', null],
      ['entry', 'http://cx.test/q?a=1#/cert', 'candidates', null],
    ]);
    const other = await sweeps.begin({ key: 'other', parameters: null, now: AT });
    expect(await candidates.byHost(other.id, 'cx.test')).toEqual([]);
    expect(await candidates.sightings(other.id, 'cx.test')).toEqual([]);
    expect(await candidates.add(other.id, [nameCandidate('cx.test')])).toEqual({ added: 1, merged: 0 });
  });

  test('a very long URL and a NUL character are kept', async () => {
    const { candidates, id } = await begun();
    // Random enough that no database compresses it below an index entry's limit.
    const long = `http://long.test/${Array.from({ length: 3000 }, (_, index) => ((index * 7919) % 9973).toString(36)).join('')}`;
    const odd = { ...entryCandidate('http://odd.test/', { note: 'a\0b\ud800' }), target: 'http://odd.test/\0' };
    expect(await candidates.add(id, [entryCandidate(long), odd])).toEqual({ added: 2, merged: 0 });
    expect((await candidates.byHost(id, 'long.test'))[0]?.target).toBe(long);
    expect((await candidates.byHost(id, 'odd.test'))[0]?.target).toBe('http://odd.test/\uFFFD');
    expect((await candidates.sightings(id, 'odd.test'))[0]?.detail).toEqual({ note: 'a\0b\ud800' });
  });

  test('pages by stage, outcome and kind hold every candidate once', async () => {
    const { candidates, id } = await begun();
    const names = Array.from({ length: 1203 }, (_, index) => nameCandidate(`n${index}.test`));
    expect(await candidates.add(id, [...names, entryCandidate('http://n7.test/')])).toEqual({ added: 1204, merged: 0 });
    const seen: number[] = [];
    for (let afterId = 0; ;) {
      const page = await candidates.atStage(id, 'candidates', { afterId, limit: 500 });
      if (page.length === 0) break;
      seen.push(...page.map((candidate) => candidate.id));
      afterId = seen.at(-1) ?? 0;
    }
    expect(new Set(seen).size).toBe(1204);
    expect(await candidates.atStage(id, 'candidates', { kind: 'entry', limit: 10 })).toHaveLength(1);

    const third = seen.filter((_, index) => index % 3 === 0);
    await candidates.advance(
      id,
      third.map((each, index) => ({ id: each, stage: 'resolve', outcome: index < 5 ? 'live' : 'absent' })),
    );
    expect(
      (await candidates.atStage(id, 'resolve', { outcome: 'live', limit: 99 })).map((candidate) => candidate.id),
    ).toEqual(third.slice(0, 5));
    expect(await candidates.atStage(id, 'candidates', { outcome: null, limit: 2000 })).toHaveLength(
      1204 - third.length,
    );
    expect(await candidates.counts(id)).toEqual([
      { stage: 'candidates', outcome: null, count: 1204 - third.length },
      { stage: 'resolve', outcome: 'absent', count: third.length - 5 },
      { stage: 'resolve', outcome: 'live', count: 5 },
    ]);
  });

  test('a candidate found again keeps its stage, and another sweep cannot move it', async () => {
    const { candidates, sweeps, id } = await begun();
    await candidates.add(id, [nameCandidate('a.test')]);
    await candidates.advance(id, [
      { id: 1, stage: 'resolve', outcome: 'unknown' },
      { id: 1, stage: 'probe', outcome: 'web' },
    ]);
    const other = await sweeps.begin({ key: 'other', parameters: null, now: AT });
    await candidates.advance(other.id, [{ id: 1, stage: 'report', outcome: null }]);
    await candidates.add(id, [nameCandidate('a.test')]);
    expect(await candidates.byHost(id, 'a.test')).toEqual([
      { id: 1, occasionId: id, kind: 'name', target: 'a.test', host: 'a.test', stage: 'probe', outcome: 'web' },
    ]);
  });

  test('the last resolution, probe and registration stand', async () => {
    const { candidates, id } = await begun();
    const many = Array.from({ length: 700 }, (_, index) => resolution(`n${index}.test`, 'absent'));
    await candidates.saveResolutions(id, [...many, resolution('n3.test')], () => []);
    await candidates.saveResolutions(id, [resolution('n4.test', 'unknown')], () => []);
    expect(await candidates.resolution(id, 'n3.test')).toEqual(resolution('n3.test'));
    expect(await candidates.resolution(id, 'n4.test')).toEqual(resolution('n4.test', 'unknown'));
    expect(await candidates.resolution(id, 'n699.test')).toEqual(resolution('n699.test', 'absent'));
    expect(await candidates.resolution(id + 1, 'n3.test')).toBeNull();
    await candidates.saveProbe(id, { ...probe('a.test'), outcome: 'blocked' }, []);
    await candidates.saveProbe(id, probe('a.test'), []);
    expect(await candidates.probe(id, 'a.test')).toEqual(probe('a.test'));
    await candidates.saveRegistration(id, registration('a.test'), []);
    expect(await candidates.registration(id, 'a.test')).toEqual(registration('a.test'));
    expect(await candidates.registration(id, 'b.test')).toBeNull();
  });

  test('two processes adding the same names at once lose and double nothing', async () => {
    const url = await databases.newUrl();
    const one = await begun(url);
    const two = await begun(url);
    const names = Array.from({ length: 900 }, (_, index) => nameCandidate(`n${index}.test`));
    const results = await Promise.all([
      one.candidates.add(one.id, names),
      two.candidates.add(one.id, names.toReversed()),
    ]);
    expect(results[0].added + results[1].added).toBe(900);
    expect(await databases.query(url, 'select count(*) as count from sighting')).toEqual([{ count: 900 }]);
  });
});
