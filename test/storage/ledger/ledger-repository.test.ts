/** The ledger: one unbroken chain, written in the caller's transaction, by a clock that nobody hands in. */
import { performance } from 'node:perf_hooks';
import { sql } from 'kysely';
import { afterEach, expect, test, vi } from 'vitest';
import { appendLedger } from '../../../storage/ledger/append-ledger.ts';
import type { NewLedgerEntry } from '../../../storage/ledger/ledger-entry.ts';
import { onBothDatabases } from '../databases.ts';

const MINUTE = 60_000;

afterEach(() => {
  vi.useRealTimers();
});

function act(actorId: number, key: string, detail: NewLedgerEntry['detail'] = null): NewLedgerEntry {
  return { actorId, action: 'decision', subject: { kind: 'site', key }, detail };
}

const clockAt = (time: string) => sql<string>`cast(${time} as text)`;

onBothDatabases((databases) => {
  async function opened(url?: string) {
    const store = await databases.store(url ?? (await databases.newUrl()));
    const { id } = await store.actors.machine();
    return { store, id };
  }

  test('what was written is listed in order, by page, subject and actor', async () => {
    const { store, id } = await opened();
    const person = await store.actors.add({
      kind: 'person',
      key: 'zhang',
      name: '张三',
      unitId: (await store.actors.add({ kind: 'unit', key: 'office', name: '专班办公室' })).id,
    });
    const first = await store.ledger.append(act(id, 'a.example', { z: 1, a: ['假冒', null, { y: 2, x: 1.5 }] }));
    const second = await store.ledger.append(act(person.id, 'b.example\0'));
    expect(second).toMatchObject({ seq: first.seq + 1, actor: 'person/zhang', previousHash: first.hash, behindMs: 0 });
    expect(second.subject.key).toBe('b.example\uFFFD');
    expect(await store.ledger.list({ afterSeq: first.seq - 1 })).toEqual([first, second]);
    expect(await store.ledger.list({ limit: 1, afterSeq: first.seq })).toEqual([second]);
    expect(await store.ledger.list({ subject: { kind: 'site', key: 'a.example' } })).toEqual([first]);
    expect((await store.ledger.list({ actorId: person.id })).at(-1)).toEqual(second);
    expect(await store.ledger.head()).toEqual({ seq: second.seq, hash: second.hash });
    expect(await store.ledger.verify(await store.ledger.head())).toEqual({
      intact: true,
      entries: second.seq,
      head: { seq: second.seq, hash: second.hash },
    });
  });

  test('an empty ledger has no head and is intact', async () => {
    const { ledger } = await databases.store();
    expect(await ledger.head()).toBeNull();
    expect(await ledger.verify()).toEqual({ intact: true, entries: 0, head: null });
  });

  test('an act without a known actor, a listed action or a subject is refused', async () => {
    const { store, id } = await opened();
    const head = await store.ledger.head();
    const refused: [string, NewLedgerEntry][] = [
      ['ACTOR_UNKNOWN', act(999, 'a.example')],
      ['LEDGER_ENTRY_INVALID', act(id, '')],
      ['LEDGER_ENTRY_INVALID', act(id, 'x'.repeat(201))],
      ['LEDGER_ENTRY_INVALID', { ...act(id, 'a.example'), action: 'guess' as 'decision' }],
    ];
    for (const [code, entry] of refused) await expect(store.ledger.append(entry)).rejects.toMatchObject({ code });
    await expect(store.ledger.append(act(id, 'a.example', { rate: Number.NaN }))).rejects.toThrow(TypeError);
    expect(await store.ledger.head()).toEqual(head);
  });

  test("a caller's transaction that is undone leaves neither row nor gap", async () => {
    const url = await databases.newUrl();
    const { store, id } = await opened(url);
    const handle = await databases.handle(url);
    const undone = handle.transaction(async (transaction) => {
      await appendLedger(transaction, handle.capabilities, act(id, 'undone.example'));
      throw new Error('the caller failed');
    });
    await expect(undone).rejects.toThrow('the caller failed');
    await handle.transaction(async (transaction) => {
      await appendLedger(transaction, handle.capabilities, act(id, 'a.example'));
      await appendLedger(transaction, handle.capabilities, act(id, 'b.example'));
    });
    expect((await store.ledger.list()).map(({ seq, subject }) => [seq, subject.key])).toEqual([
      [1, String(id)],
      [2, 'a.example'],
      [3, 'b.example'],
    ]);
    expect(await store.ledger.verify()).toMatchObject({ intact: true, entries: 3 });
  });

  test('appenders at the same time, in several stores and with undone ones between, make one unbroken chain', async () => {
    const url = await databases.newUrl();
    const { store, id } = await opened(url);
    const [other, handle] = [await databases.store(url), await databases.handle(url)];
    const work = Array.from({ length: 60 }, async (_, index) => {
      if (index % 3 === 0) return store.ledger.append(act(id, `s${index}.example`));
      if (index % 3 === 1) return other.ledger.append(act(id, `o${index}.example`));
      return handle
        .transaction(async (transaction) => {
          await appendLedger(transaction, handle.capabilities, act(id, `u${index}.example`));
          throw new Error('undone');
        })
        .catch(() => null);
    });
    await Promise.all(work);
    const entries = await store.ledger.list();
    expect(entries.map(({ seq }) => seq)).toEqual(Array.from({ length: 41 }, (_, index) => index + 1));
    expect(entries.filter(({ subject }) => subject.key.startsWith('u'))).toEqual([]);
    expect(entries.filter(({ behindMs }) => behindMs > 0)).toEqual([]);
    expect(await store.ledger.verify()).toMatchObject({ intact: true, entries: 41 });
  });

  test('a clock put in the place of Date never enters the ledger, nor does a time from the caller', async () => {
    const { store, id } = await opened();
    const realNow = performance.timeOrigin + performance.now();
    vi.useFakeTimers({ toFake: ['Date', 'performance', 'hrtime'], now: new Date('2021-11-15T00:00:00Z') });
    expect(new Date().toISOString()).toBe('2021-11-15T00:00:00.000Z');
    // @ts-expect-error -- an entry has no time
    const handed: NewLedgerEntry = { ...act(id, 'b.example'), at: '2020-01-01T00:00:00.000Z' };
    const entries = [await store.ledger.append(act(id, 'a.example')), await store.ledger.append(handed)];
    for (const { at, behindMs } of entries) {
      expect(Math.abs(Date.parse(at) - realNow)).toBeLessThan(10 * MINUTE);
      expect(behindMs).toBe(0);
    }
    expect(await store.ledger.verify()).toMatchObject({ intact: true });
  });

  test('a clock that was set back is written as it ran, with how far it lies behind', async () => {
    const url = await databases.newUrl();
    const { store, id } = await opened(url);
    const handle = await databases.handle(url);
    const { at } = await store.ledger.append(act(id, 'a.example'));
    const hourAgo = new Date(Date.parse(at) - 60 * MINUTE).toISOString();
    const capabilities = { ...handle.capabilities, now: clockAt(hourAgo) };
    const behind = await handle.transaction((transaction) =>
      appendLedger(transaction, capabilities, act(id, 'b.test')),
    );
    expect(behind).toMatchObject({ at: hourAgo, behindMs: 60 * MINUTE });
    expect(await store.ledger.append(act(id, 'c.example'))).toMatchObject({ behindMs: 0 });
    expect(await store.ledger.verify()).toMatchObject({ intact: true, entries: 4 });
  });
});
