/** Actors: one per kind and key, units in a tree without circles, retired and never deleted, each change in the ledger. */
import { hostname } from 'node:os';
import { expect, test } from 'vitest';
import type { Store } from '../../../storage/open-store.ts';
import { onBothDatabases } from '../databases.ts';

/** 省专班办公室 above a department and a city with its department. */
async function tree(store: Store) {
  const { actors } = store;
  const machine = await actors.machine();
  const office = await actors.add({ kind: 'unit', key: 'office', name: '省专班办公室', region: '330000' }, machine.id);
  const department = await actors.add({ kind: 'unit', key: 'yj', name: '省应急厅', unitId: office.id }, machine.id);
  const city = await actors.add(
    { kind: 'unit', key: 'hz', name: '杭州市专班', unitId: office.id, region: '330100' },
    machine.id,
  );
  const below = await actors.add({ kind: 'unit', key: 'hz-yj', name: '杭州市应急局', unitId: city.id }, machine.id);
  const person = await actors.add({ kind: 'person', key: 'zhang', name: '张三\0', unitId: below.id }, machine.id);
  return { machine, office, department, city, below, person };
}

const keys = (actors: readonly { key: string }[]) => actors.map(({ key }) => key);

onBothDatabases((databases) => {
  test('units form a tree, persons belong to one of them, machines to none', async () => {
    const store = await databases.store();
    const { office, city, below, person, machine } = await tree(store);
    expect(keys(await store.actors.units(null))).toEqual(['office']);
    expect(keys(await store.actors.units(office.id))).toEqual(['hz', 'yj']);
    expect(keys(await store.actors.persons(below.id))).toEqual(['zhang']);
    expect(keys(await store.actors.ancestors(person.id))).toEqual(['hz-yj', 'hz', 'office']);
    expect(keys(await store.actors.ancestors(city.id))).toEqual(['office']);
    expect(await store.actors.ancestors(machine.id)).toEqual([]);
    expect(await store.actors.get(city.id)).toEqual(city);
    expect(city).toMatchObject({ kind: 'unit', unitId: office.id, region: '330100', retiredAt: null });
    expect(await store.actors.find('person', 'zhang')).toMatchObject({ name: '张三\uFFFD', unitId: below.id });
    expect(await store.actors.get(999)).toBeNull();
    expect(await store.actors.machine()).toEqual(machine);
    expect(machine).toMatchObject({ key: hostname(), unitId: null });
  });

  test('one actor per kind and key, and what cannot be an actor is refused with nothing written', async () => {
    const store = await databases.store();
    const { office, person, machine } = await tree(store);
    const before = await store.ledger.head();
    const refused: [string, Parameters<Store['actors']['add']>[0]][] = [
      ['ACTOR_EXISTS', { kind: 'person', key: 'zhang', name: '另一个张三', unitId: office.id }],
      ['UNIT_UNKNOWN', { kind: 'person', key: 'li', name: '李四', unitId: 999 }],
      ['UNIT_UNKNOWN', { kind: 'person', key: 'li', name: '李四', unitId: person.id }],
      ['ACTOR_INVALID', { kind: 'person', key: '', name: '李四', unitId: office.id }],
      ['ACTOR_INVALID', { kind: 'unit', key: 'x', name: '某局', region: '33' }],
    ];
    for (const [code, actor] of refused)
      await expect(store.actors.add(actor, machine.id)).rejects.toMatchObject({ code, exit: 'input' });
    await expect(store.actors.add({ kind: 'unit', key: 'y', name: '某局' }, 999)).rejects.toMatchObject({
      code: 'ACTOR_UNKNOWN',
    });
    expect(await store.actors.find('unit', 'y')).toBeNull();
    expect(await store.ledger.head()).toEqual(before);
    expect(await store.actors.add({ kind: 'unit', key: 'zhang', name: '张局' }, machine.id)).toMatchObject({
      region: null,
    });
  });

  test('a unit never comes below itself, also when two are moved at once', async () => {
    const url = await databases.newUrl();
    const [store, other] = [await databases.store(url), await databases.store(url)];
    const { office, city, below, department, person, machine } = await tree(store);
    for (const into of [office.id, city.id, below.id])
      await expect(store.actors.move(office.id, into, machine.id)).rejects.toMatchObject({ code: 'UNIT_CYCLE' });
    await expect(store.actors.move(person.id, null, machine.id)).rejects.toMatchObject({ code: 'ACTOR_INVALID' });
    await expect(store.actors.move(machine.id, city.id, machine.id)).rejects.toMatchObject({ code: 'ACTOR_INVALID' });
    await store.actors.move(below.id, department.id, machine.id);
    expect(keys(await store.actors.ancestors(person.id))).toEqual(['hz-yj', 'yj', 'office']);
    await store.actors.move(below.id, null, machine.id);
    expect(keys(await store.actors.ancestors(person.id))).toEqual(['hz-yj']);

    const moves = await Promise.allSettled([
      store.actors.move(city.id, department.id, machine.id),
      other.actors.move(department.id, city.id, machine.id),
    ]);
    expect(moves.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(keys(await store.actors.ancestors(city.id)).at(-1)).toBe('office');
  });

  test('an actor is retired, never deleted and never another one', async () => {
    const url = await databases.newUrl();
    const store = await databases.store(url);
    const { below, person, machine } = await tree(store);
    await expect(store.actors.retire(below.id, machine.id)).rejects.toMatchObject({ code: 'UNIT_IN_USE' });
    await store.actors.retire(person.id, person.id);
    await store.actors.retire(person.id, machine.id);
    await store.actors.retire(below.id, machine.id);
    expect((await store.actors.get(person.id))?.retiredAt).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
    expect(keys(await store.actors.persons(below.id))).toEqual(['zhang']);
    const add = store.actors.add({ kind: 'person', key: 'li', name: '李四', unitId: below.id }, machine.id);
    await expect(add).rejects.toMatchObject({ code: 'UNIT_UNKNOWN' });
    const act = store.ledger.append({
      actorId: person.id,
      action: 'decision',
      subject: { kind: 'site', key: 'a.example' },
      detail: null,
    });
    await expect(act).rejects.toMatchObject({ code: 'ACTOR_RETIRED' });
    await expect(databases.query(url, `delete from actor where id = ${person.id}`)).rejects.toThrow(/never deleted/);
    await expect(databases.query(url, `update actor set key = 'li' where id = ${person.id}`)).rejects.toThrow(
      /stays who it is/,
    );
  });

  test('every change stands in the ledger with who made it', async () => {
    const store = await databases.store();
    const { below, city, person, machine } = await tree(store);
    await store.actors.move(person.id, city.id, machine.id);
    await store.actors.retire(person.id, person.id);
    const entries = await store.ledger.list({ subject: { kind: 'actor', key: String(person.id) } });
    expect(entries.map(({ actor, action, detail }) => [actor, action, detail])).toEqual([
      [`machine/${hostname()}`, 'actor', { change: 'added', name: '张三\uFFFD', unitId: below.id, region: null }],
      [`machine/${hostname()}`, 'actor', { change: 'moved', from: below.id, to: city.id }],
      ['person/zhang', 'actor', { change: 'retired' }],
    ]);
    expect(await store.ledger.verify()).toMatchObject({ intact: true, entries: 8 });
  });
});
