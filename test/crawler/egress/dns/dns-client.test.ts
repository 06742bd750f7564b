/** The DNS client against name servers that lie, stutter, fall silent or answer twice. */
import { afterEach, describe, expect, it } from 'vitest';
import { createDnsClient } from '../../../../crawler/egress/dns/dns-client.ts';
import type { DnsClient, DnsClientSettings } from '../../../../crawler/egress/dns/dns-client.ts';
import { NegativeCache } from '../../../../crawler/egress/dns/negative-cache.ts';
import { readResolverAddress } from '../../../../crawler/egress/dns/resolver-address.ts';
import { MingjingError } from '../../../../storage/mingjing-error.ts';
import { a, soa, startScriptedServer } from '../../resolve/scripted-name-server.ts';
import type { Asked, Said, ScriptedServer } from '../../resolve/scripted-name-server.ts';

const open: { close(): unknown }[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});

async function server(say: (asked: Asked) => Said | Said[] | null): Promise<ScriptedServer> {
  const started = await startScriptedServer(say);
  open.push(started);
  return started;
}

/** Patient, where nobody is silent: what these servers say decides, not when. */
function client(servers: ScriptedServer[], more: Partial<DnsClientSettings> = {}): DnsClient {
  const dns = createDnsClient({
    resolvers: servers.map(({ address }) => address),
    timeoutMs: 240_000,
    tries: 1,
    ...more,
  });
  open.push(dns);
  return dns;
}

describe('an answer', () => {
  it('to another question, with another id or from nobody asked is ignored, and the real one still counts', async () => {
    const liar = await server(({ name }) => [
      {
        answers: [a('other.example', '192.0.2.66')],
        forge: (packet) => ({ ...packet, questions: [{ type: 'A', name: 'other.example' }] }),
      },
      { answers: [a(name, '192.0.2.67')], forge: (packet) => ({ ...packet, questions: [{ type: 'AAAA', name }] }) },
      { answers: [a(name, '192.0.2.68')], forge: (packet) => ({ ...packet, id: ((packet.id ?? 0) + 1) & 0xffff }) },
      { answers: [a(name, '192.0.2.69')], forge: (packet) => ({ ...packet, type: 'query' }) },
      { answers: [a(name, '192.0.2.1')] },
    ]);
    expect(await client([liar]).query('real.example', 'A')).toMatchObject({
      reason: null,
      records: [{ type: 'A', value: '192.0.2.1', ttl: 60 }],
    });
  });

  it('counts only as far as its alias chain leads from the name', async () => {
    const padded = await server(({ name }) => ({
      answers: [
        a('elsewhere.example', '192.0.2.66'),
        { type: 'CNAME', name, data: 'B.example', ttl: 5 },
        { type: 'CNAME', name: 'b.example', data: 'c.example', ttl: 6 },
        a('c.example', '192.0.2.2'),
        a(name, '192.0.2.67'),
      ],
    }));
    expect((await client([padded]).query('a.example', 'A')).records).toEqual([
      { type: 'CNAME', value: 'b.example', ttl: 5 },
      { type: 'CNAME', value: 'c.example', ttl: 6, owner: 'b.example' },
      { type: 'A', value: '192.0.2.2', ttl: 60, owner: 'c.example' },
    ]);
  });

  it('that leaves its chain open is followed, and a loop is no answer', async () => {
    const partial = await server(({ name }) => {
      const next: Record<string, string> = {
        'a.example': 'b.example',
        'x.example': 'y.example',
        'y.example': 'x.example',
      };
      return {
        answers:
          next[name] === undefined ? [a(name, '192.0.2.3')] : [{ type: 'CNAME', name, data: next[name], ttl: 5 }],
      };
    });
    const dns = client([partial]);
    expect(await dns.query('a.example', 'A')).toMatchObject({
      reason: null,
      records: [
        { type: 'CNAME', value: 'b.example' },
        { type: 'A', value: '192.0.2.3', owner: 'b.example' },
      ],
    });
    expect((await dns.addresses('x.example')).outcome).toBe('unknown');
  });

  it('cut short is asked for again over TCP', async () => {
    const long = Array.from({ length: 120 }, (_, index) => a('big.example', `192.0.2.${String(index)}`));
    const big = await server(() => ({ answers: long, truncated: true }));
    expect((await client([big]).query('big.example', 'A')).records).toHaveLength(120);
    expect(big.questions).toEqual(['big.example A', 'big.example A tcp']);
  });

  it.each<[string, (query: Asked['query']) => Buffer]>([
    ['a name that points to itself', ({ id }) => answerWith(id ?? 0, 'c01d')],
    ['a name that points forward', ({ id }) => answerWith(id ?? 0, 'c0ff')],
    ['a record longer than the packet', ({ id }) => answerWith(id ?? 0, 'c00c00010001000000 3cffff01')],
    ['more records than there are', ({ id }) => answerWith(id ?? 0, '')],
    ['an address of three bytes', ({ id }) => answerWith(id ?? 0, 'c00c00010001000000 3c0003010203')],
  ])('with %s is unknown, never absent', async (_what, raw) => {
    const broken = await server(({ query }) => ({ raw: () => raw(query) }));
    expect(await client([broken]).query('evil.example', 'A')).toMatchObject({ reason: 'BADRESP', records: [] });
  });

  it('that refers to other servers says nothing about the name', async () => {
    const lame = await server(({ name }) =>
      name === 'lame.example'
        ? { authorities: [{ type: 'NS', name: 'example', data: 'ns.example', ttl: 5 }] }
        : { rcode: 'NXDOMAIN' },
    );
    expect((await client([lame]).addresses('lame.example')).outcome).toBe('unknown');
  });

  it('from a server that does not know EDNS comes without it', async () => {
    const old = await server(({ name, query }) =>
      (query.additionals ?? []).length > 0 ? { rcode: 'FORMERR' } : { answers: [a(name, '192.0.2.4')] },
    );
    const dns = client([old]);
    expect((await dns.query('old.example', 'A')).reason).toBeNull();
    expect((await dns.query('older.example', 'A')).reason).toBeNull();
    expect(old.questions).toHaveLength(3);
  });

  it('that comes a second time with other addresses is noted', async () => {
    const injected = await server(({ name }) => [
      { answers: [a(name, '203.0.113.66')] },
      { answers: [a(name, '203.0.113.66')] },
      { answers: [a(name, '192.0.2.5')] },
    ]);
    const dns = client([injected]);
    expect((await dns.query('poisoned.example', 'A')).records).toMatchObject([{ value: '203.0.113.66' }]);
    await expect
      .poll(() => dns.secondAnswers('poisoned.example'), { timeout: 240_000 })
      .toEqual([{ resolver: injected.address, outcome: 'live', addresses: ['192.0.2.5'] }]);
  });

  it('keeps odd bytes in a label apart from dots', async () => {
    const odd = await server(({ name }) => ({ answers: [{ type: 'CNAME', name, data: 'a\u0007b.Example', ttl: 1 }] }));
    expect((await client([odd]).query('odd.example', 'CNAME')).records).toMatchObject([{ value: 'a\\007b.example' }]);
  });
});

/** A response to `evil.example A` that claims one answer, followed by `hex`. */
function answerWith(id: number, hex: string): Buffer {
  const header = Buffer.from(
    '00008180000100010000000004 6576696c 07 6578616d706c65 00 0001 0001'.replaceAll(' ', ''),
    'hex',
  );
  header.writeUInt16BE(id, 0);
  return Buffer.concat([header, Buffer.from(hex.replaceAll(' ', ''), 'hex')]);
}

describe('what does not exist', () => {
  it('answers for everything below it and for every type, as long as its zone says', async () => {
    const denying = await server(({ name }) => ({
      rcode: 'NXDOMAIN',
      authorities: [soa('example', name.startsWith('brief') ? 1 : 600)],
    }));
    const dns = client([denying]);
    await dns.query('gone.example', 'A');
    expect(await dns.query('www.gone.example', 'AAAA')).toMatchObject({
      reason: 'NXDOMAIN',
      resolver: denying.address,
      zone: 'example',
    });
    expect(await dns.query('gone.example', 'MX')).toMatchObject({ reason: 'NXDOMAIN' });
    expect(denying.questions).toEqual(['gone.example A']);
    await dns.query('brief.example', 'A');
    const askedAgain = async () => {
      await dns.query('brief.example', 'A');
      return denying.questions;
    };
    await expect
      .poll(askedAgain, { timeout: 240_000 })
      .toEqual(['gone.example A', 'brief.example A', 'brief.example A']);
  });

  it('is not remembered without a zone, nor from a zone that has no say', async () => {
    const careless = await server(({ name }) => ({
      rcode: 'NXDOMAIN',
      authorities: name.startsWith('a') ? [] : [soa('elsewhere.example')],
    }));
    const dns = client([careless]);
    for (const name of ['a.example', 'a.example', 'b.example', 'b.example']) await dns.query(name, 'A');
    expect(careless.questions).toHaveLength(4);
  });

  it('at the end of an alias chain is that end, not the alias', async () => {
    const dangling = await server(({ name }) =>
      name === 'alias.example'
        ? {
            rcode: 'NXDOMAIN',
            answers: [{ type: 'CNAME', name, data: 'gone.example', ttl: 9 }],
            authorities: [soa('example')],
          }
        : { answers: [a(name, '192.0.2.6')] },
    );
    const dns = client([dangling]);
    expect(await dns.addresses('alias.example')).toMatchObject({
      outcome: 'absent',
      reason: 'NXDOMAIN',
      records: [{ type: 'CNAME', value: 'gone.example' }],
    });
    expect((await dns.query('below.alias.example', 'A')).reason).toBeNull();
    expect((await dns.query('below.gone.example', 'A')).reason).toBe('NXDOMAIN');
  });

  it('keeps a missing record type apart from a missing name', () => {
    const cache = new NegativeCache();
    cache.remember({ name: 'a.example', zone: 'example', resolver: null }, 'MX', 60);
    expect(cache.find('a.example', 'MX')?.reason).toBe('NODATA');
    expect(cache.find('a.example', 'A')).toBeNull();
    expect(cache.find('b.a.example', 'MX')).toBeNull();
    cache.remember({ name: 'a.example', zone: 'xample', resolver: null }, null, 60);
    expect(cache.find('a.example', 'A')).toBeNull();
  });
});

describe('several resolvers', () => {
  it('take over from each other, and one gone silent is left alone', async () => {
    const silent = await server(() => null);
    const good = await server(({ name }) => ({ answers: [a(name, '192.0.2.7')] }));
    // counts only while this process listens, as both servers do: an answer is never that late
    const dns = client([silent, good], { timeoutMs: 500 });
    for (let index = 0; index < 5; index++)
      expect(await dns.query(`n${String(index)}.example`, 'A')).toMatchObject({ reason: null, resolver: good.address });
    expect(silent.questions).toHaveLength(1);
  });

  it('are each asked within their limit of questions in flight, the next one taking what is over', async () => {
    let inFlight = 0;
    let most = 0;
    const slow = await server(({ name }) => {
      inFlight += 1;
      most = Math.max(most, inFlight);
      return { answers: [a(name, '192.0.2.8')], forge: (packet) => packet };
    });
    const dns = client([slow], { limits: { inFlight: 3 } });
    const counted = Array.from({ length: 30 }, (_, index) =>
      dns.query(`n${String(index)}.example`, 'A').finally(() => (inFlight -= 1)),
    );
    expect((await Promise.all(counted)).every(({ reason }) => reason === null)).toBe(true);
    expect(most).toBeLessThanOrEqual(3);
    const first = await server(({ name }) => ({ answers: [a(name, '192.0.2.9')] }));
    const second = await server(({ name }) => ({ answers: [a(name, '192.0.2.9')] }));
    const both = client([first, second], { limits: { inFlight: 1 } });
    await Promise.all(['x.example', 'y.example'].map((name) => both.query(name, 'A')));
    expect([first.questions.length, second.questions.length]).toEqual([1, 1]);
  });

  it('are each asked no more often than their rate', async () => {
    const polite = await server(({ name }) => ({ answers: [a(name, '192.0.2.10')] }));
    const hourly = client([polite], { limits: { perSecond: 1 / 3600 } });
    const asked = ['first', 'second', 'third'].map((name) => hourly.query(`${name}.example`, 'A'));
    expect((await asked[0])?.reason).toBeNull();
    // the server is there for others, question after question, while those two wait for their turn
    const free = client([polite]);
    for (let index = 0; index < 50; index += 1) await free.query(`n${String(index)}.example`, 'A');
    expect(polite.questions.filter((question) => /first|second|third/.test(question))).toEqual(['first.example A']);
    hourly.close();
    expect((await Promise.all(asked)).map(({ reason }) => reason)).toEqual([null, 'CANCELLED', 'CANCELLED']);
    const brisk = client([polite], { limits: { perSecond: 50 } });
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) => brisk.query(`b${String(index)}.example`, 'A')),
    );
    expect(answers.map(({ reason }) => reason)).toEqual(Array(10).fill(null));
  });

  it('ask a question only once while it is under way', async () => {
    const counting = await server(({ name }) => ({ answers: [a(name, '192.0.2.11')] }));
    const dns = client([counting]);
    await Promise.all(Array.from({ length: 10 }, () => dns.query('Same.example', 'A')));
    expect(counting.questions).toEqual(['same.example A']);
  });

  it('are given up at once when closed, and can be asked again afterwards', async () => {
    const stubborn = await server(({ name }) =>
      name === 'never.example' ? null : { answers: [a(name, '192.0.2.12')] },
    );
    const dns = client([stubborn]);
    const asked = dns.query('never.example', 'A');
    await expect.poll(() => stubborn.questions.length, { timeout: 240_000 }).toBe(1);
    dns.close();
    expect((await asked).reason).toBe('CANCELLED');
    expect((await dns.query('again.example', 'A')).reason).toBeNull();
  });

  it('that refuse are unreachable at once, however many questions they were sent together', async () => {
    // nobody would wait that long: only the refusal can end these
    const dns = createDnsClient({ resolvers: ['127.0.0.1:1'], timeoutMs: 3_600_000 });
    open.push(dns);
    const answers = await Promise.all(
      ['A', 'AAAA', 'MX', 'TXT'].map((type) => dns.query('portal.example', type as 'A')),
    );
    expect(answers.map(({ reason }) => reason)).toEqual(Array(4).fill('UNREACHABLE'));
  });

  it('are not called silent while this process could not listen', async () => {
    const prompt = await server(({ name }) => ({ answers: [a(name, '192.0.2.13')] }));
    const dns = client([prompt], { timeoutMs: 200 });
    await dns.query('first.example', 'A');
    const asked = dns.query('busy.example', 'A');
    // deaf for three times its patience
    const until = performance.now() + 600;
    while (performance.now() < until);
    expect((await asked).reason).toBeNull();
  });
});

describe('the address of a resolver', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1:53'],
    ['192.0.2.1:5353', '192.0.2.1:5353'],
    ['2001:db8::1', '[2001:db8::1]:53'],
    ['[2001:db8::1]:54', '[2001:db8::1]:54'],
  ])('%s is read as %s', (text, label) => {
    expect(readResolverAddress(text).label).toBe(label);
  });
  it.each(['dns.example', '', '192.0.2.1:0', '192.0.2.1:70000', '192.0.2', '[192.0.2.1'])(
    '%j is refused by name',
    (text) => {
      expect(() => readResolverAddress(text)).toThrow(MingjingError);
    },
  );
});
