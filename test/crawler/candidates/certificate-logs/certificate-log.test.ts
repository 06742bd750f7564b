import { X509Certificate } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { certificateLog } from '../../../../crawler/candidates/certificate-logs/certificate-log.ts';
import { certificateNames } from '../../../../crawler/candidates/certificate-logs/certificate-names.ts';
import { readLogEntry } from '../../../../crawler/candidates/certificate-logs/merkle-leaf.ts';
import { createTestAuthority } from '../../egress/test-certificates.ts';
import { collect, drops, startSourceWorld, type SourceWorld } from '../source-world.ts';

const LOGGED = Date.UTC(2026, 10, 20, 8, 0, 0);
const authority = await createTestAuthority();

async function der(...names: string[]): Promise<Buffer> {
  return new X509Certificate((await authority.issue(names)).cert).raw;
}

const length24 = (bytes: Buffer) =>
  Buffer.concat([Buffer.from([bytes.length >> 16, (bytes.length >> 8) & 255, bytes.length & 255]), bytes]);

function leaf(type: number, entry: Buffer, extra = Buffer.alloc(0)) {
  const head = Buffer.alloc(12);
  head.writeBigUInt64BE(BigInt(LOGGED), 2);
  head.writeUInt16BE(type, 10);
  return {
    leaf_input: Buffer.concat([head, entry, Buffer.alloc(2)]).toString('base64'),
    extra_data: extra.toString('base64'),
  };
}
const x509 = (certificate: Buffer) => leaf(0, length24(certificate));
/** The leaf holds a TBSCertificate we never need; the certificate itself opens extra_data. */
const precert = (certificate: Buffer) =>
  leaf(
    1,
    Buffer.concat([Buffer.alloc(32, 7), length24(Buffer.from('tbs'))]),
    Buffer.concat([length24(certificate), Buffer.alloc(3)]),
  );

/** A log that hands out at most `most` entries at once. */
function log(entries: object[], most = 2): RequestListener {
  return (request, response) => {
    const url = new URL(request.url ?? '/', 'http://x');
    const [start, end] = ['start', 'end'].map((key) => Number(url.searchParams.get(key)));
    if (url.pathname.endsWith('/ct/v1/get-sth')) response.end(JSON.stringify({ tree_size: entries.length }));
    else response.end(JSON.stringify({ entries: entries.slice(start, Math.min((end ?? 0) + 1, (start ?? 0) + most)) }));
  };
}
const endpoints = {
  searchEngines: [],
  nameLists: [],
  certificateLogs: ['http://ct.engine.test/2026/'],
  leads: null,
  qrImages: [],
};

let world: SourceWorld | null = null;
afterEach(async () => {
  await world?.close();
  world = null;
});

describe('readLogEntry', () => {
  it('reads certificates and precertificates, and refuses anything else', async () => {
    const certificate = await der('a.fake.test');
    expect(readLogEntry(x509(certificate))).toEqual({
      kind: 'x509',
      loggedAt: '2026-11-20T08:00:00.000Z',
      certificate,
    });
    expect(readLogEntry(precert(certificate))).toEqual({
      kind: 'precert',
      loggedAt: '2026-11-20T08:00:00.000Z',
      certificate,
    });
    expect(readLogEntry(leaf(2, length24(certificate)))).toBeNull();
    for (const at of [0, 1]) {
      const changed = Buffer.from(x509(certificate).leaf_input, 'base64');
      changed[at] = 1;
      expect(readLogEntry({ leaf_input: changed.toString('base64'), extra_data: '' })).toBeNull();
    }
    expect(readLogEntry({ leaf_input: x509(certificate).leaf_input.slice(0, 200), extra_data: '' })).toBeNull();
    expect(readLogEntry({ leaf_input: '', extra_data: '' })).toBeNull();
  });
});

describe('certificateNames', () => {
  it('gives the DNS names only, also of a certificate with addresses, and null for other bytes', async () => {
    expect(certificateNames(await der('a.fake.test', '*.b.test', '192.0.2.1', 'a.fake.test'))).toEqual([
      'a.fake.test',
      '*.b.test',
    ]);
    expect(certificateNames(Buffer.from('no certificate'))).toBeNull();
  });
});

describe('certificateLog', () => {
  it('yields recognised names once per entry, wildcards as their parent, and counts the rest', async () => {
    const entries = [
      x509(await der('cx-lantern-gov.cn', '*.cx-lantern-gov.cn', 'shop.example')),
      precert(await der('*.lanterngov.cn')),
      x509(await der('cx.lantern.gov.cn')),
      leaf(9, Buffer.alloc(0)),
    ];
    world = await startSourceWorld(log(entries));
    const { found, outcomes } = await collect(certificateLog, world.context({ endpoints }));
    expect(
      found.map(({ kind, host, sighting: { detail } }) => [
        kind,
        host,
        detail['index'],
        detail['entry'],
        detail['platform'],
      ]),
    ).toEqual([
      ['name', 'cx-lantern-gov.cn', 0, 'x509', 'lantern'],
      ['name', 'lanterngov.cn', 1, 'precert', 'lantern'],
    ]);
    expect(outcomes).toMatchObject([{ scope: 'http://ct.engine.test/2026/', status: 'done', found: 2 }]);
    expect(drops(outcomes[0])).toEqual(['not-recognised 1', 'official 1', 'unreadable-entry 1']);
    expect(outcomes[0]?.note?.en).toContain('#3');
  });

  it('starts its limit before the head, and goes on at its cursor', async () => {
    const entries = await Promise.all(
      [1, 2, 3, 4, 5].map(async (number) => x509(await der(`lantern-gov${number}.cn`))),
    );
    world = await startSourceWorld(log(entries));
    const limited = world.context({ endpoints, limits: { ...world.context().limits, certificateLogEntries: 3 } });
    expect((await collect(certificateLog, limited)).found.map(({ host }) => host)).toEqual([
      'lantern-gov3.cn',
      'lantern-gov4.cn',
      'lantern-gov5.cn',
    ]);
    const killed = await collect(certificateLog, world.context({ endpoints }), 3);
    const cursor = killed.progress.at(-1)?.cursor ?? null;
    const rest = await collect(
      certificateLog,
      world.context({ endpoints, resume: () => ({ status: 'running', cursor }) }),
    );
    expect(rest.found.map(({ host }) => host)).toEqual(['lantern-gov3.cn', 'lantern-gov4.cn', 'lantern-gov5.cn']);
    expect(rest.outcomes[0]?.found).toBe(5);
  });

  it.each<[string, RequestListener]>([
    ['silent', (request) => request.socket.destroy()],
    ['gone', (_request, response) => response.writeHead(404).end()],
    ['talking nonsense', (_request, response) => response.end('<html>moved</html>')],
    [
      'empty where it promised entries',
      (request, response) => response.end(request.url?.includes('get-sth') ? '{"tree_size": 5}' : '{"entries": []}'),
    ],
  ])('records a log that is %s as failed', async (_what, handler) => {
    world = await startSourceWorld(handler);
    const { found, outcomes } = await collect(certificateLog, world.context({ endpoints }));
    expect(found).toEqual([]);
    expect(outcomes).toMatchObject([{ status: 'failed', failure: 'dead' }]);
    expect(outcomes[0]?.note?.zh).toContain('ct.engine.test');
  });
});
