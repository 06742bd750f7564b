/**
 * Gangs: ids are given once and kept over sweeps, also when domains rotate, gangs merge, or a sweep is clustered again.
 */
import { expect, test } from 'vitest';
import type { NewGang } from '../../../storage/sites/gang-shapes.ts';
import type { Store } from '../../../storage/open-store.ts';
import { onBothDatabases } from '../databases.ts';
import { AT, LATER } from '../samples.ts';

const mark = (host: string, value: string) => ({ host, kind: 'wechat', value, weight: 7.5 });
const gang = (hosts: string[], more: Partial<NewGang> = {}): NewGang => ({
  known: [],
  sites: hosts.map((host) => ({ host, role: 'member' })),
  links: hosts.slice(1).map((host) => ({
    hosts: [hosts[0] ?? '', host],
    weight: 7.5,
    marks: [{ kind: 'wechat', value: 'boss_1', weight: 7.5 }],
    because: { zh: '同一微信号', en: 'same WeChat id' },
  })),
  marks: hosts.map((host) => mark(host, 'boss_1')),
  ...more,
});
const begin = async (store: Store, key: string) => (await store.sweeps.begin({ key, parameters: null, now: AT })).id;

onBothDatabases((databases) => {
  test('a new gang gets the next id, and everything kept of it comes back', async () => {
    const store = await databases.store();
    const sweep = await begin(store, 'a');
    expect(await store.gangs.save(sweep, [gang(['a.test', 'b.test']), gang(['c.test', 'd.test'])], AT)).toEqual([
      'G-0001',
      'G-0002',
    ]);
    expect(await store.gangs.get('G-0001')).toEqual({
      id: 'G-0001',
      createdSweep: sweep,
      createdAt: AT,
      merged: [],
      firstSweep: sweep,
      lastSweep: sweep,
      members: ['a.test', 'b.test'].map((host) => ({ host, role: 'member', firstSweep: sweep, lastSweep: sweep })),
      links: gang(['a.test', 'b.test']).links,
      marks: [{ kind: 'wechat', value: 'boss_1', weight: 7.5, hosts: ['a.test', 'b.test'] }],
    });
    expect(await store.gangs.get('G-0009')).toBeNull();
  });

  test('clustering the same sweep again changes nothing, and what no longer holds goes', async () => {
    const store = await databases.store();
    const sweep = await begin(store, 'a');
    await store.gangs.save(sweep, [gang(['a.test', 'b.test']), gang(['c.test', 'd.test'])], AT);
    const before = [await store.gangs.get('G-0001'), await store.gangs.get('G-0002')];
    expect(await store.gangs.save(sweep, [gang(['a.test', 'b.test']), gang(['c.test', 'd.test'])], LATER)).toEqual([
      'G-0001',
      'G-0002',
    ]);
    expect([await store.gangs.get('G-0001'), await store.gangs.get('G-0002')]).toEqual(before);
    expect(await store.gangs.save(sweep, [gang(['c.test', 'd.test', 'e.test'])], LATER)).toEqual(['G-0002']);
    expect((await store.gangs.list()).map(({ id, members }) => [id, members.length])).toEqual([['G-0002', 3]]);
    // the number of the gang that went is not given to another
    expect(await store.gangs.save(sweep, [gang(['x.test', 'y.test']), gang(['c.test', 'd.test'])], LATER)).toEqual([
      'G-0003',
      'G-0002',
    ]);
  });

  test('a gang that falls apart when its sweep is clustered again leaves its id to the larger part', async () => {
    const store = await databases.store();
    const sweep = await begin(store, 'a');
    await store.gangs.save(sweep, [gang(['a.test', 'b.test', 'c.test', 'd.test', 'e.test'])], AT);
    expect(
      await store.gangs.save(sweep, [gang(['a.test', 'b.test', 'c.test']), gang(['d.test', 'e.test'])], AT),
    ).toEqual(['G-0001', 'G-0002']);
  });

  test('what is known before a sweep is what earlier sweeps kept of members, not what it kept itself', async () => {
    const store = await databases.store();
    const [first, second] = [await begin(store, 'a'), await begin(store, 'b')];
    await store.gangs.save(
      first,
      [
        gang(['a.test', 'b.test'], {
          sites: [
            { host: 'a.test', role: 'member' },
            { host: 'b.test', role: 'member' },
            { host: 'v.test', role: 'victim' },
            { host: 'p.test', role: 'possible' },
          ],
        }),
      ],
      AT,
    );
    expect(await store.gangs.knownBefore(first)).toEqual([]);
    const members = ['a.test', 'b.test'].map((host) => ({ host, marks: [{ kind: 'wechat', value: 'boss_1' }] }));
    expect(await store.gangs.knownBefore(second)).toEqual([{ id: 'G-0001', members }]);
    expect(await store.gangs.save(second, [gang(['new.test'], { known: ['G-0001'] })], LATER)).toEqual(['G-0001']);
    expect(await store.gangs.knownBefore(second)).toEqual([{ id: 'G-0001', members }]);
    const seen = (await store.gangs.get('G-0001'))?.members.map(
      ({ host, role, firstSweep, lastSweep }) => `${host} ${role} ${firstSweep}-${lastSweep}`,
    );
    expect(seen).toEqual([
      `a.test member ${first}-${first}`,
      `b.test member ${first}-${first}`,
      `new.test member ${second}-${second}`,
      `v.test victim ${first}-${first}`,
      `p.test possible ${first}-${first}`,
    ]);
    expect((await store.gangs.list({ sweepId: first })).length).toBe(1);
  });

  test('two gangs that turn out to be one keep the older id, the merge is on record, and both ids lead there', async () => {
    const store = await databases.store();
    const [first, second, third] = [await begin(store, 'a'), await begin(store, 'b'), await begin(store, 'c')];
    await store.gangs.save(first, [gang(['a.test', 'b.test']), gang(['c.test', 'd.test'])], AT);
    expect(await store.gangs.save(second, [gang(['b.test', 'c.test'], { known: ['G-0002', 'G-0001'] })], AT)).toEqual([
      'G-0001',
    ]);
    expect(
      (await store.gangs.list()).map(({ id, merged, members }) => [id, merged, members.map(({ host }) => host)]),
    ).toEqual([['G-0001', ['G-0002'], ['a.test', 'b.test', 'c.test', 'd.test']]]);
    expect(await store.gangs.get('G-0002')).toEqual(await store.gangs.get('G-0001'));
    expect((await store.gangs.knownBefore(third)).map(({ id, members }) => [id, members.length])).toEqual([
      ['G-0001', 4],
    ]);
    // before the second sweep they were two: clustering it again may decide otherwise
    expect((await store.gangs.knownBefore(second)).map(({ id }) => id)).toEqual(['G-0001', 'G-0002']);
    expect(
      await store.gangs.save(
        second,
        [gang(['b.test'], { known: ['G-0001'] }), gang(['c.test'], { known: ['G-0002'] })],
        AT,
      ),
    ).toEqual(['G-0001', 'G-0002']);
    expect((await store.gangs.list()).map(({ id, merged }) => [id, merged])).toEqual([
      ['G-0001', []],
      ['G-0002', []],
    ]);
  });

  test('two processes at once give no id twice', async () => {
    const url = await databases.newUrl();
    const stores = [await databases.store(url), await databases.store(url)];
    const sweeps = [await begin(stores[0]!, 'a'), await begin(stores[0]!, 'b')];
    const ids = await Promise.all(
      stores.map(async (store, index) =>
        store.gangs.save(sweeps[index]!, [gang([`a${index}.test`, `b${index}.test`])], AT),
      ),
    );
    expect(ids.flat().toSorted()).toEqual(['G-0001', 'G-0002']);
  });

  test('hostile and large input is kept, whatever it holds', async () => {
    const store = await databases.store();
    const sweep = await begin(store, 'a');
    const hosts = Array.from({ length: 1200 }, (_, index) => `h${index}.test`);
    const marks = [mark('h0.test', "a\0b'; drop table gang; --"), mark('h1.test', "a\0b'; drop table gang; --")];
    await store.gangs.save(sweep, [gang(hosts, { marks })], AT);
    const kept = await store.gangs.get('G-0001');
    expect(kept?.members.length).toBe(1200);
    expect(kept?.links.length).toBe(1199);
    expect(kept?.marks[0]?.value).toBe("a\uFFFDb'; drop table gang; --");
  });
});
