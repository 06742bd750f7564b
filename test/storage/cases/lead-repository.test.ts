/** Leads: an address is kept once, each report of it once, each photo once; and what sweeps know of many hosts. */
import { expect, test } from 'vitest';
import type { LeadReport, NewLead } from '../../../storage/cases/lead-repository.ts';
import { onBothDatabases } from '../databases.ts';
import { AT, LATER, entryCandidate, nameCandidate, registration, resolution } from '../samples.ts';

const report = (more: Partial<LeadReport> = {}): LeadReport => ({
  origin: 'import',
  channel: '12350',
  receivedAt: AT,
  note: null,
  reported: null,
  file: 'a.csv',
  place: 'a.csv:2',
  photo: null,
  recordedAt: AT,
  ...more,
});
const lead = (url: string, more: Partial<LeadReport> = {}): NewLead => ({
  kind: 'entry',
  target: url,
  host: new URL(url).hostname,
  report: report(more),
});

onBothDatabases((databases) => {
  test('an address is kept once with all its reports, and the same report says nothing new', async () => {
    const { leads } = await databases.store();
    const items = [lead('http://a.test/'), lead('http://a.test/', { channel: '12377' }), lead('http://b.test/q#1')];
    expect(await leads.add(items)).toEqual({ added: 2, merged: 1, repeated: 0 });
    expect(
      await leads.add([
        ...items,
        lead('http://a.test/', { place: 'a.csv:9', recordedAt: LATER }),
        lead('http://b.test/q#1', { file: 'b.csv' }),
      ]),
    ).toEqual({
      added: 0,
      merged: 1,
      repeated: 4,
    });
    const listed = await leads.list();
    expect(
      listed.map(({ target, reports }) => [target, reports.map(({ channel, file }) => `${channel} ${file}`)]),
    ).toEqual([
      ['http://a.test/', ['12350 a.csv', '12377 a.csv']],
      ['http://b.test/q#1', ['12350 a.csv', '12350 b.csv']],
    ]);
    expect(listed[0]?.reports[0]).toEqual(report());
    expect(await leads.count()).toBe(2);
    expect(await leads.add([])).toEqual({ added: 0, merged: 0, repeated: 0 });
  });

  test('lists page by page, and several processes may add at once', async () => {
    const url = await databases.newUrl();
    const stores = [await databases.store(url), await databases.store(url)];
    const items = Array.from({ length: 1203 }, (_, index) => lead(`http://h${index}.test/`));
    const added = await Promise.all(
      [...stores, ...stores].map(async (store, order) => store.leads.add(order % 2 === 0 ? items : items.toReversed())),
    );
    expect(added.reduce((sum, each) => sum + each.added, 0)).toBe(1203);
    const seen = new Set<string>();
    for (let afterId = 0; ;) {
      const page = (await stores[0]?.leads.list({ afterId, limit: 500 })) ?? [];
      for (const each of page) seen.add(each.host);
      const last = page.at(-1);
      if (!last) break;
      afterId = last.id;
    }
    expect(seen.size).toBe(1203);
  });

  test('hostile text is kept, whatever it holds', async () => {
    const { leads } = await databases.store();
    await leads.add([lead('http://a.test/', { note: 'a\0b\ud800', channel: "'; drop table lead; --" })]);
    expect((await leads.list())[0]?.reports[0]).toMatchObject({
      note: 'a\uFFFDb\uFFFD',
      channel: "'; drop table lead; --",
    });
  });

  test('a photo is kept as evidence once, and a lead points at it', async () => {
    const { leads, evidence } = await databases.store();
    const photo = {
      name: 'card.jpg',
      mediaType: 'image/jpeg',
      codes: [{ kind: 'url', payload: 'http://a.test/' }],
      recordedAt: AT,
      data: Buffer.from('picture'),
    };
    const { digest, ...counts } = await leads.addPhoto(photo, [lead('http://a.test/', { origin: 'photo' })]);
    expect(counts).toEqual({ added: 1, merged: 0, repeated: 0 });
    expect(await leads.addPhoto({ ...photo, codes: [] }, [])).toEqual({ digest, added: 0, merged: 0, repeated: 0 });
    expect(await leads.photos()).toEqual([
      { digest, name: 'card.jpg', mediaType: 'image/jpeg', codes: [], recordedAt: AT },
    ]);
    expect((await evidence.read(digest)).toString()).toBe('picture');
    expect((await leads.list())[0]?.reports[0]?.photo).toBe(digest);
    expect(await leads.photo('none')).toBeNull();
    await expect(leads.add([lead('http://c.test/', { photo: 'f'.repeat(64) })])).rejects.toThrow(/foreign key/i);
    expect(await leads.count()).toBe(1);
  });

  test('what a source found in a sweep comes back, page by page', async () => {
    const { sweeps, candidates, knownHosts } = await databases.store();
    const { id } = await sweeps.begin({ key: 'k', parameters: null, now: AT });
    await candidates.add(id, [
      nameCandidate('a.test'),
      nameCandidate('b.test'),
      nameCandidate('b.test', { rule: 'two' }),
      entryCandidate('http://c.test/'),
    ]);
    const seen: string[] = [];
    for await (const { target, sighting } of knownHosts.seenBy(id, 'permutations', 2))
      seen.push(`${target} ${sighting.detail['rule']}`);
    expect(seen).toEqual(['a.test omission', 'b.test omission', 'b.test two']);
  });

  test('marks are those of hosts that resolved, with the name servers of their domain', async () => {
    const { sweeps, candidates, knownHosts } = await databases.store();
    const { id } = await sweeps.begin({ key: 'k', parameters: null, now: AT });
    const named = { ...resolution('cx.a.test'), records: [{ type: 'NS' as const, value: 'NS9.example.', ttl: 1 }] };
    await candidates.saveResolutions(id, [named, resolution('gone.test', 'absent')], () => []);
    await candidates.saveRegistration(id, registration('a.test'), []);
    expect(await knownHosts.marks(id, () => 'a.test')).toEqual([
      { host: 'cx.a.test', addresses: ['192.0.2.7'], nameServers: ['ns9.example', 'ns1.example'], analytics: [] },
    ]);
  });

  test("the latest earlier sweep's cursor of the same scope is handed on", async () => {
    const { sweeps } = await databases.store();
    const ids: number[] = [];
    for (const key of ['a', 'b', 'c']) ids.push((await sweeps.begin({ key, parameters: null, now: AT })).id);
    const [first = 0, second = 0, third = 0] = ids;
    const run = {
      sweepId: first,
      source: 'certificate-log' as const,
      scope: 'https://ct.test/',
      status: 'done' as const,
      found: 1,
      note: null,
      cursor: '{"at":5}',
      at: AT,
    };
    await sweeps.saveSourceRun(run);
    await sweeps.saveSourceRun({ ...run, sweepId: second, cursor: null, status: 'failed' });
    await sweeps.saveSourceRun({ ...run, sweepId: third, cursor: '{"at":9}' });
    expect(await sweeps.earlierSourceRun(third, 'certificate-log', 'https://ct.test/', { cursor: true })).toEqual(run);
    expect((await sweeps.earlierSourceRun(third, 'certificate-log', 'https://ct.test/'))?.status).toBe('failed');
    expect(await sweeps.earlierSourceRun(first, 'certificate-log', 'https://ct.test/')).toBeNull();
    expect(await sweeps.earlierSourceRun(third, 'certificate-log', 'https://other.test/')).toBeNull();
  });
});
