/** Name resolution against a real name server on loopback. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resolveName } from '../../../crawler/resolve/resolve-name.ts';
import { resolveNames } from '../../../crawler/resolve/resolve-names.ts';
import { createDnsClient } from '../../../crawler/egress/dns/dns-client.ts';
import type { Resolution } from '../../../storage/vocabulary/resolve.ts';
import { startNameServer, testExit } from '../egress/test-internet.ts';
import type { NameServer } from '../egress/test-internet.ts';

let names: NameServer;
let broken: NameServer;

beforeAll(async () => {
  names = await startNameServer({
    'fake.example': {
      addresses: ['192.0.2.1', '2001:db8::1'],
      records: [
        { type: 'NS', name: 'fake.example', data: 'NS1.dns.example' },
        { type: 'MX', name: 'fake.example', data: { preference: 10, exchange: 'mx.fake.example' } },
        { type: 'TXT', name: 'fake.example', data: ['v=spf1 ', '-all'] },
        {
          type: 'SOA',
          name: 'fake.example',
          data: {
            mname: 'ns1.dns.example',
            rname: 'root.fake.example',
            serial: 7,
            refresh: 1,
            retry: 2,
            expire: 3,
            minimum: 4,
          },
        },
      ],
    },
    'www.fake.example': { cname: 'fake.example', addresses: ['192.0.2.1'] },
    'empty.example': { addresses: [] },
    '*.wild.example': { addresses: ['192.0.2.7'] },
    'own.wild.example': { addresses: ['192.0.2.8'] },
    'half.example': { addresses: ['192.0.2.3'] },
    'quiet.example': { addresses: ['192.0.2.4'] },
    'servfail.example': { fail: 'servfail' },
    'refused.example': { fail: 'refused' },
    'silent.example': { fail: 'timeout' },
  });
  broken = await startNameServer({ 'fake.example': { fail: 'servfail' }, 'quiet.example': { fail: 'timeout' } });
});

afterAll(async () => {
  await Promise.all([names.close(), broken.close()]);
});

/** Patient but for the name whose silence is the answer. */
const ask = (host: string): Promise<Resolution> =>
  resolveName(host, {
    exit: testExit([names.address], {}),
    dns: createDnsClient({
      resolvers: [names.address],
      timeoutMs: host === 'silent.example' ? 500 : 240_000,
      tries: 1,
    }),
  });

describe('resolving one name', () => {
  it('keeps the records of a live name as they were answered', async () => {
    const resolution = await ask('fake.example');
    expect(resolution).toMatchObject({
      host: 'fake.example',
      outcome: 'live',
      wildcard: false,
      addresses: ['192.0.2.1', '2001:db8::1'],
      resolver: names.address,
      reason: null,
    });
    expect(resolution.records).toEqual([
      { type: 'A', value: '192.0.2.1', ttl: 60 },
      { type: 'AAAA', value: '2001:db8::1', ttl: 60 },
      { type: 'MX', value: '10 mx.fake.example', ttl: 0 },
      { type: 'TXT', value: 'v=spf1 -all', ttl: 0 },
      { type: 'NS', value: 'ns1.dns.example', ttl: 0 },
      { type: 'SOA', value: 'ns1.dns.example root.fake.example 7 1 2 3 4', ttl: 0 },
    ]);
  });

  it('follows an alias, names it, and takes the zone’s records from the registrable domain', async () => {
    const { outcome, addresses, records } = await ask('www.fake.example');
    expect({ outcome, addresses }).toEqual({ outcome: 'live', addresses: ['192.0.2.1', '2001:db8::1'] });
    expect(records.filter((record) => record.type === 'CNAME')).toEqual([
      { type: 'CNAME', value: 'fake.example', ttl: 60 },
    ]);
    expect(records.find((record) => record.type === 'A')).toEqual({
      type: 'A',
      value: '192.0.2.1',
      ttl: 60,
      owner: 'fake.example',
    });
    expect(records.filter((record) => record.type === 'NS')).toEqual([
      { type: 'NS', value: 'ns1.dns.example', ttl: 0, owner: 'fake.example' },
    ]);
  });

  it.each([
    ['nobody.example', 'absent', 'NXDOMAIN'],
    ['empty.example', 'absent', 'NODATA'],
    ['servfail.example', 'unknown', 'SERVFAIL'],
    ['refused.example', 'unknown', 'REFUSED'],
    ['silent.example', 'unknown', 'TIMEOUT'],
    ['not a host', 'absent', 'BADNAME'],
  ])('calls %s %s because of %s', async (host, outcome, reason) => {
    expect(await ask(host)).toMatchObject({ host, outcome, reason, addresses: [], records: [], wildcard: null });
  });

  it('takes an address for what it is', async () => {
    expect(await ask('192.0.2.9')).toMatchObject({ outcome: 'live', addresses: ['192.0.2.9'], wildcard: null });
  });

  it('says unknown, never absent, when no resolver can be reached', async () => {
    const dns = createDnsClient({ resolvers: ['127.0.0.1:1'], timeoutMs: 150, tries: 1 });
    expect(await resolveName('fake.example', { exit: testExit([], {}), dns })).toMatchObject({
      outcome: 'unknown',
      resolver: null,
    });
  });

  it('knows a wildcard’s invented hosts from its own listed ones, and asks once per parent', async () => {
    const dns = createDnsClient({ resolvers: [names.address] });
    const before = names.questions.length;
    const found = new Map<string, boolean | null>();
    for await (const { host, wildcard } of resolveNames(
      ['a.wild.example', 'b.wild.example', 'own.wild.example', 'www.fake.example'],
      {
        exit: testExit([], {}),
        concurrency: 1,
        dns,
      },
    ))
      found.set(host, wildcard);
    expect(Object.fromEntries(found)).toEqual({
      'a.wild.example': true,
      'b.wild.example': true,
      'own.wild.example': false,
      'www.fake.example': false,
    });
    const random = names.questions.slice(before).filter((line) => /^q[0-9a-z]{11}\.wild\.example A$/.test(line));
    expect(random).toHaveLength(1);
  });
});

describe('several resolvers', () => {
  it('hands a failed question to the next resolver and names the one that answered', async () => {
    const resolution = await resolveName('fake.example', { exit: testExit([broken.address, names.address], {}) });
    expect(resolution).toMatchObject({ outcome: 'live', resolver: names.address });
  });

  it('takes the first resolver’s answer as an answer, also when it is no', async () => {
    const resolution = await resolveName('www.fake.example', { exit: testExit([broken.address, names.address], {}) });
    expect(resolution).toMatchObject({ outcome: 'absent', reason: 'NXDOMAIN', resolver: broken.address });
  });

  it('stays with the resolver that works', async () => {
    const dns = createDnsClient({ resolvers: [broken.address, names.address], timeoutMs: 300, tries: 1 });
    const silences = (): number => broken.questions.filter((line) => line.startsWith('quiet.example')).length;
    expect((await dns.addresses('quiet.example')).resolver).toBe(names.address);
    expect(silences()).toBe(2);
    for (let turn = 0; turn < 3; turn++) expect((await dns.addresses('quiet.example')).resolver).toBe(names.address);
    expect(silences()).toBe(2);
  });
});

describe('resolving a stream', () => {
  it('yields every name once, keeps to its concurrency, and takes no more than it needs', async () => {
    let taken = 0;
    async function* hosts(): AsyncGenerator<string> {
      for (let index = 0; index < 300; index++) {
        taken += 1;
        yield `n${String(index)}.wild.example`;
      }
    }
    const seen = new Set<string>();
    let furthest = 0;
    for await (const { host, outcome } of resolveNames(hosts(), {
      exit: testExit([names.address], {}),
      concurrency: 16,
    })) {
      expect(outcome).toBe('live');
      seen.add(host);
      furthest = Math.max(furthest, taken - seen.size);
    }
    expect(seen.size).toBe(300);
    expect(furthest).toBeLessThanOrEqual(48);
  });

  it('ends when it is told to, without calling what was in flight unknown', async () => {
    const stop = new AbortController();
    const seen: Resolution[] = [];
    for await (const resolution of resolveNames(
      [
        'fake.example',
        ...Array.from({ length: 50 }, (_, index) => (index % 2 === 0 ? 'silent.example' : 'half.example')),
      ],
      {
        exit: testExit([names.address], {}),
        concurrency: 4,
        signal: stop.signal,
      },
    )) {
      seen.push(resolution);
      stop.abort();
    }
    expect(seen).toHaveLength(1);
    expect(seen[0]?.outcome).toBe('live');
  });

  it('passes on what the source of names throws', async () => {
    function* hosts(): Generator<string> {
      yield 'fake.example';
      throw new Error('the list broke');
    }
    const all = async (): Promise<void> => {
      for await (const resolution of resolveNames(hosts(), { exit: testExit([names.address], {}) }))
        expect(resolution.host).toBe('fake.example');
    };
    await expect(all()).rejects.toThrow('the list broke');
  });
});
