/** The range's DNS, asked over real sockets by c-ares and by hand-made packets. */
import { createSocket } from 'node:dgram';
import { Resolver } from 'node:dns/promises';
import { connect } from 'node:net';
import { decode, encode, streamDecode, streamEncode } from 'dns-packet';
import { describe, expect, test } from 'vitest';
import { rangeOf } from './fixture-corpus.ts';
import type { DecodedPacket, Packet, RecordType } from 'dns-packet';
import type { Range } from './range.ts';

/** Patient unless silence is what is asked for. */
function resolverOf(range: Range, timeout = 240_000): Resolver {
  const resolver = new Resolver({ timeout, tries: 1 });
  resolver.setServers(range.exits[0]?.resolvers ?? []);
  return resolver;
}

function query(name: string, type: RecordType, udpPayloadSize?: number): Packet {
  const opt = {
    type: 'OPT' as const,
    name: '.',
    udpPayloadSize: udpPayloadSize ?? 0,
    extendedRcode: 0,
    ednsVersion: 0,
    flags: 0,
    flag_do: false,
    options: [],
  };
  return {
    type: 'query',
    id: 4711,
    flags: 256,
    questions: [{ type, name }],
    additionals: udpPayloadSize === undefined ? [] : [opt],
  };
}

/** The reply to raw bytes over UDP; null when none comes before that to a good question sent after them. */
async function overUdp(
  range: Range,
  bytes: Buffer,
): Promise<{ reply: DecodedPacket & { rcode?: string }; size: number } | null> {
  const socket = createSocket('udp4');
  const after = 31_337;
  try {
    return await new Promise((resolve) => {
      socket.on('message', (message) => {
        const reply = decode(message);
        resolve(reply.id === after ? null : { reply, size: message.length });
      });
      socket.send(bytes, range.ports.dns, '127.0.0.1', () =>
        socket.send(encode({ ...query('after.example', 'A'), id: after }), range.ports.dns, '127.0.0.1'),
      );
    });
  } finally {
    socket.close();
  }
}

async function overTcp(range: Range, packets: Packet[]): Promise<Packet[]> {
  return new Promise((resolve, reject) => {
    const socket = connect(range.ports.dns, '127.0.0.1', () => {
      const bytes = Buffer.concat(packets.map((packet) => streamEncode(packet)));
      // Split in the middle of a message: the server must put it together again.
      socket.write(bytes.subarray(0, 5));
      setTimeout(() => socket.write(bytes.subarray(5)), 20);
    });
    let got: Buffer = Buffer.alloc(0);
    const replies: Packet[] = [];
    socket.on('error', reject);
    socket.on('data', (chunk) => {
      got = Buffer.concat([got, chunk]);
      while (got.length >= 2 && got.length >= 2 + got.readUInt16BE(0)) {
        const end = 2 + got.readUInt16BE(0);
        replies.push(streamDecode(got.subarray(0, end)));
        got = got.subarray(end);
      }
      if (replies.length === packets.length) {
        socket.destroy();
        resolve(replies);
      }
    });
  });
}

describe('records', () => {
  test('are answered as the corpus gives them', async () => {
    const range = await rangeOf({
      full: {
        hosts: ['full.example'],
        dns: {
          A: ['198.51.100.23', '10.0.0.7'],
          AAAA: ['2001:DB8::5'],
          NS: ['ns1.dns.example'],
          MX: ['20 mail.full.example', 'mx2.full.example'],
          TXT: ['v=spf1 -all', 'x'.repeat(300)],
        },
      },
    });
    const resolver = resolverOf(range);
    expect(await resolver.resolve4('full.example', { ttl: true })).toEqual([
      { address: '198.51.100.23', ttl: 300 },
      { address: '10.0.0.7', ttl: 300 },
    ]);
    expect(await resolver.resolve6('full.example')).toEqual(['2001:db8::5']);
    expect(await resolver.resolveNs('full.example')).toEqual(['ns1.dns.example']);
    expect(await resolver.resolveMx('full.example')).toMatchObject([
      { priority: 20, exchange: 'mail.full.example' },
      { priority: 10, exchange: 'mx2.full.example' },
    ]);
    expect((await resolver.resolveTxt('full.example')).map((parts) => parts.join(''))).toEqual([
      'v=spf1 -all',
      'x'.repeat(300),
    ]);
    expect(await resolver.resolveSoa('full.example')).toMatchObject({ nsname: 'ns1.range.test', serial: 2026112101 });
  });

  test('of a host without dns.A are one stable documentation address', async () => {
    const [one, two] = [await rangeOf({ a: {}, b: {} }), await rangeOf({ a: {}, b: {}, c: {} })];
    const [first] = await resolverOf(one).resolve4('a.example');
    expect(first).toMatch(/^(?:198\.51\.100|203\.0\.113|192\.0\.2)\.\d+$/);
    expect(await resolverOf(two).resolve4('a.example')).toEqual([first]);
    expect(await resolverOf(one).resolve4('b.example')).not.toEqual([first]);
  });

  test('of the services of the range lead to documentation addresses', async () => {
    const resolver = resolverOf(await rangeOf({ a: {} }));
    for (const name of ['search', 'list', 'ct', 'rdap', 'whois']) {
      expect(await resolver.resolve4(`${name}.range.test`)).toEqual([
        expect.stringMatching(/^(?:198\.51\.100|203\.0\.113|192\.0\.2)\./),
      ]);
    }
  });

  test('follow a CNAME into the same site, another site and nothing', async () => {
    const range = await rangeOf({
      alias: { hosts: ['www.alias.example'], dns: { CNAME: 'cdn.elsewhere.example', A: ['198.51.100.40'] } },
      other: { hosts: ['www.other.example'], dns: { CNAME: 'target.example' } },
      target: { hosts: ['target.example'], dns: { A: ['198.51.100.41'] } },
    });
    const resolver = resolverOf(range);
    expect(await resolver.resolveCname('www.alias.example')).toEqual(['cdn.elsewhere.example']);
    expect(await resolver.resolve4('www.alias.example')).toEqual(['198.51.100.40']);
    expect(await resolver.resolve4('cdn.elsewhere.example')).toEqual(['198.51.100.40']);
    expect(await resolver.resolve4('www.other.example')).toEqual(['198.51.100.41']);
  });

  test('of an empty list are none at all', async () => {
    const range = await rangeOf({ none: { dns: { A: [] } } });
    await expect(resolverOf(range).resolve4('none.example')).rejects.toMatchObject({ code: 'ENODATA' });
    expect(range.addressOf('none.example')).toBeNull();
  });

  test('of a rebinding host come in turn with TTL 0', async () => {
    const range = await rangeOf({ turn: { dns: { rebind: ['198.51.100.9', '127.0.0.1'] } } });
    const resolver = resolverOf(range);
    const answers = [
      await resolver.resolve4('turn.example', { ttl: true }),
      await resolver.resolve4('turn.example', { ttl: true }),
      await resolver.resolve4('TURN.example', { ttl: true }),
    ];
    expect(answers.flat()).toEqual([
      { address: '198.51.100.9', ttl: 0 },
      { address: '127.0.0.1', ttl: 0 },
      { address: '198.51.100.9', ttl: 0 },
    ]);
  });
});

describe('names', () => {
  test('below a wildcard exist, those above and beside it do not', async () => {
    const range = await rangeOf({
      wild: { hosts: ['*.x.example', 'www.a.x.example'], dns: { A: ['198.51.100.77'] } },
      dead: { hosts: ['dead.x.example'], label: 'dead', dns: { fail: 'nxdomain' } },
    });
    const resolver = resolverOf(range);
    expect(await resolver.resolve4('random123.x.example')).toEqual(['198.51.100.77']);
    expect(await resolver.resolve4('deep.er.x.example')).toEqual(['198.51.100.77']);
    await expect(resolver.resolve4('x.example')).rejects.toMatchObject({ code: 'ENODATA' });
    await expect(resolver.resolve4('y.example')).rejects.toMatchObject({ code: 'ENOTFOUND' });
    // RFC 4592: an existing name, here the empty a.x.example, keeps the wildcard away from what is below it.
    await expect(resolver.resolve4('other.a.x.example')).rejects.toMatchObject({ code: 'ENOTFOUND' });
    await expect(resolver.resolve4('dead.x.example')).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });

  test('that fail do so in their own way', async () => {
    const range = await rangeOf(
      Object.fromEntries(
        ['nxdomain', 'servfail', 'refused', 'timeout'].map((fail) => [fail, { label: 'dead', dns: { fail } }]),
      ),
    );
    const resolver = resolverOf(range);
    await expect(resolver.resolve4('nxdomain.example')).rejects.toMatchObject({ code: 'ENOTFOUND' });
    await expect(resolver.resolve4('servfail.example')).rejects.toMatchObject({ code: 'ESERVFAIL' });
    await expect(resolver.resolve4('refused.example')).rejects.toMatchObject({ code: 'EREFUSED' });
    await expect(resolverOf(range, 300).resolve4('timeout.example')).rejects.toMatchObject({ code: 'ETIMEOUT' });
    expect(range.log().map(({ host, answer }) => [host, answer])).toContainEqual(['timeout.example', 'timeout']);
  });

  test('that are absent carry the SOA of the closest zone', async () => {
    const range = await rangeOf({ a: { hosts: ['www.a.example'] } });
    const absent = await overUdp(range, encode(query('gone.a.example', 'A')));
    expect(absent?.reply).toMatchObject({
      rcode: 'NXDOMAIN',
      answers: [],
      flag_aa: true,
      authorities: [{ type: 'SOA', name: 'a.example' }],
    });
    const empty = await overUdp(range, encode(query('www.a.example', 'AAAA')));
    expect(empty?.reply).toMatchObject({
      rcode: 'NOERROR',
      answers: [],
      authorities: [{ type: 'SOA', name: 'a.example' }],
    });
  });
});

describe('transport', () => {
  const many = { many: { dns: { A: Array.from({ length: 60 }, (_, index) => `198.51.100.${index + 1}`) } } };

  test('truncates over 512 bytes of plain UDP and answers in full with EDNS and over TCP', async () => {
    const range = await rangeOf(many);
    const plain = await overUdp(range, encode(query('many.example', 'A')));
    expect(plain?.reply).toMatchObject({ flag_tc: true, answers: [] });
    const edns = await overUdp(range, encode(query('many.example', 'A', 4096)));
    expect(edns?.reply.flag_tc).toBe(false);
    expect(edns?.reply.answers).toHaveLength(60);
    expect(edns?.reply.additionals).toMatchObject([{ type: 'OPT' }]);
    expect((await overUdp(range, encode(query('many.example', 'A', 600))))?.reply.flag_tc).toBe(true);
    // c-ares follows the TC bit to TCP by itself.
    expect(await resolverOf(range).resolve4('many.example')).toHaveLength(60);
  });

  test('serves several TCP messages on one connection', async () => {
    const range = await rangeOf(many);
    const replies = await overTcp(range, [query('many.example', 'A'), query('none.example', 'A')]);
    expect(replies.map(({ answers }) => answers?.length)).toEqual([60, 0]);
  });

  test('survives what is no query', async () => {
    const range = await rangeOf({ a: {} });
    expect(await overUdp(range, Buffer.from('hello'))).toBeNull();
    expect(
      await overUdp(range, encode({ type: 'response', id: 1, questions: [{ type: 'A', name: 'a.example' }] })),
    ).toBeNull();
    const cut = encode(query('a.example', 'A')).subarray(0, 20);
    expect((await overUdp(range, cut))?.reply.rcode).toBe('FORMERR');
    expect((await overUdp(range, encode({ type: 'query', id: 2, questions: [] })))?.reply.rcode).toBe('FORMERR');
    expect((await overUdp(range, encode({ ...query('a.example', 'A'), flags: 2 << 11 })))?.reply.rcode).toBe('NOTIMP');
    expect(
      (
        await overUdp(
          range,
          encode({ ...query('a.example', 'A'), questions: [{ type: 'A', name: 'a.example', class: 'CH' }] }),
        )
      )?.reply.rcode,
    ).toBe('REFUSED');
    expect(await resolverOf(range).resolve4('a.example')).toHaveLength(1);
  });
});
