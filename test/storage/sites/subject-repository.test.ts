/** Subjects of every kind: one row each, seen when they were really seen. */
import { expect, test } from 'vitest';
import { SUBJECT_KINDS } from '../../../storage/vocabulary/subjects.ts';
import { onBothDatabases } from '../databases.ts';
import { assessment, AT, LATER } from '../samples.ts';

const EARLIER = '2026-11-20T08:00:00.000Z';

onBothDatabases((databases) => {
  test.each(SUBJECT_KINDS)('a %s has one row, however often it is noted', async (kind) => {
    const { subjects } = await databases.store();
    const key = kind === 'site' ? 'a.example' : `platform:${kind}-1`;
    const first = await subjects.note({ kind, key }, AT);
    expect(first).toMatchObject({ kind, key, firstSeen: AT, lastSeen: AT, goneAt: null, backAt: null });
    expect(await subjects.note({ kind, key }, LATER)).toEqual({ ...first, lastSeen: LATER });
    expect(await subjects.note({ kind, key }, EARLIER)).toEqual({ ...first, firstSeen: EARLIER, lastSeen: LATER });
    expect(await subjects.note({ kind, key }, null)).toMatchObject({ firstSeen: EARLIER, lastSeen: LATER });
    expect(await subjects.list(kind)).toHaveLength(1);
    expect(await subjects.find({ kind, key })).toEqual(await subjects.get(first.id));
  });

  test('one that is only known of was never seen', async () => {
    const { subjects } = await databases.store();
    expect(await subjects.note({ kind: 'app', key: 'huawei:C1' }, null)).toMatchObject({
      firstSeen: null,
      lastSeen: null,
    });
    expect(await subjects.note({ kind: 'app', key: 'huawei:C1' }, AT)).toMatchObject({ firstSeen: AT, lastSeen: AT });
  });

  test('gone and back are kept beside what was seen', async () => {
    const { subjects } = await databases.store();
    const { id } = await subjects.note({ kind: 'site', key: 'a.example' }, EARLIER);
    await subjects.gone(id, AT);
    await subjects.back(id, LATER);
    expect(await subjects.get(id)).toMatchObject({ firstSeen: EARLIER, lastSeen: LATER, goneAt: AT, backAt: LATER });
    await subjects.back(id, AT);
    expect(await subjects.get(id)).toMatchObject({ lastSeen: LATER, backAt: AT });
  });

  test('an empty or endless key is refused by name', async () => {
    const { subjects } = await databases.store();
    await expect(subjects.note({ kind: 'listing', key: '' }, null)).rejects.toMatchObject({ code: 'SUBJECT_KEY' });
    const long = `https://market.example/${'x'.repeat(1000)}`;
    await expect(subjects.note({ kind: 'listing', key: long }, null)).rejects.toThrow(/1 to 1000 bytes, found 1023/);
  });

  test('a judged host is a site', async () => {
    const store = await databases.store();
    const { id } = await store.sweeps.begin({ key: 'k', parameters: null, now: AT });
    await store.assessments.save(id, assessment('judged.example'));
    expect((await store.subjects.list('site')).map(({ key, firstSeen }) => [key, firstSeen])).toEqual([
      ['judged.example', null],
    ]);
  });
});
