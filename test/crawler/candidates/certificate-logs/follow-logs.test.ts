/** Following logs from sweep to sweep: tiled logs, feeds of names, what is late, dead or behind. */
import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import type { CandidateContext } from '../../../../crawler/candidates/candidate-context.ts';
import { certificateLog } from '../../../../crawler/candidates/certificate-logs/certificate-log.ts';
import { readCheckpoint } from '../../../../crawler/candidates/certificate-logs/checkpoint.ts';
import { readDataTile } from '../../../../crawler/candidates/certificate-logs/data-tile.ts';
import { tileNumber } from '../../../../crawler/candidates/certificate-logs/static-ct-log.ts';
import { createTestAuthority } from '../../egress/test-certificates.ts';
import { collect, drops, startSourceWorld, type SourceWorld } from '../source-world.ts';

const NOW = Date.UTC(2026, 10, 21, 8);
const HOUR = 3_600_000;
const authority = await createTestAuthority();
const der = async (...names: string[]) => new X509Certificate((await authority.issue(names)).cert).raw;

const vector = (bytes: Buffer, lengthBytes: number) => {
  const length = Buffer.alloc(lengthBytes);
  length.writeUIntBE(bytes.length, 0, lengthBytes);
  return Buffer.concat([length, bytes]);
};

interface Leaf {
  certificate: Buffer;
  at?: number;
  precert?: boolean;
  index?: number;
}

function tileLeaf({ certificate, at = NOW - HOUR, precert = false, index }: Leaf, position: number): Buffer {
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(BigInt(at));
  const extension = Buffer.alloc(8);
  extension.writeUInt16BE(5, 1);
  extension.writeUIntBE(index ?? position, 3, 5);
  const entry = precert
    ? [Buffer.from([0, 1]), Buffer.alloc(32, 7), vector(Buffer.from('tbs'), 3)]
    : [Buffer.from([0, 0]), vector(certificate, 3)];
  return Buffer.concat([
    time,
    ...entry,
    vector(extension, 2),
    ...(precert ? [vector(certificate, 3)] : []),
    vector(Buffer.alloc(64, 9), 2),
  ]);
}

function checkpoint(size: number, signedAt = NOW - HOUR): string {
  const signature = Buffer.alloc(4 + 8 + 8);
  signature.writeBigUInt64BE(BigInt(signedAt), 4);
  return `ct.engine.test\n${size}\n${Buffer.alloc(32, 1).toString('base64')}\n\n— ct.engine.test ${signature.toString('base64')}\n— witness.test AAAA\n`;
}

/** A tiled log that serves exactly the tiles of `size` entries; `missing` paths are gone. */
function tiled(
  leaves: readonly Leaf[],
  { size = leaves.length, missing = [] as string[], signedAt = NOW - HOUR } = {},
): RequestListener {
  return (request, response) => {
    const path = (request.url ?? '').replace(/^\/2026\//, '');
    const [, number = '', width] = /^tile\/data\/([x\d/]+?)(?:\.p\/(\d+))?$/.exec(path) ?? [];
    const first = Number(number.replaceAll(/[x/]/g, '')) * 256;
    const most = width === undefined ? 256 : Number(width);
    if (path === 'checkpoint') response.end(checkpoint(size, signedAt));
    else if (number === '' || missing.includes(path)) response.writeHead(404).end();
    else
      response.end(
        Buffer.concat(leaves.slice(first, first + most).map((leaf, offset) => tileLeaf(leaf, first + offset))),
      );
  };
}

let world: SourceWorld | null = null;
afterEach(async () => {
  await world?.close();
  world = null;
});

const URL_2026 = 'http://ct.engine.test/2026/';
function contextOf(
  base: SourceWorld,
  more: Partial<CandidateContext> & {
    logs?: CandidateContext['endpoints']['certificateLogs'];
    late?: number | null;
    entries?: number;
  } = {},
): CandidateContext {
  const plain = base.context();
  return {
    ...plain,
    now: new Date(NOW).toISOString(),
    endpoints: { ...plain.endpoints, certificateLogs: more.logs ?? [URL_2026] },
    limits: {
      ...plain.limits,
      certificateLogLateMs: more.late ?? null,
      certificateLogEntries: more.entries ?? 100_000,
    },
    ...more,
  };
}

/** What an earlier sweep left: its cursor and finds. */
const earlier = (
  at: number,
  finds: { host: string; loggedAt: string; log?: string }[] = [],
): Partial<CandidateContext> => ({
  earlier: async () => ({
    status: 'done',
    cursor: JSON.stringify({ at, found: 9, dropped: [['official', 3]] }),
    async *finds() {
      for (const { host, loggedAt, log = URL_2026 } of finds)
        yield {
          kind: 'name',
          target: host,
          host,
          sighting: { source: 'certificate-log', at: loggedAt, detail: { log, index: 1, loggedAt } },
        };
    },
  }),
});

describe('tiles and checkpoints', () => {
  it('are numbered in groups of three digits', () => {
    expect([0, 5, 999, 1000, 1234067].map(tileNumber)).toEqual(['000', '005', '999', 'x001/000', 'x001/x234/067']);
  });

  it('reads certificates and precertificates, and stops where the bytes do', async () => {
    const certificate = await der('a.fake.test');
    const bytes = Buffer.concat([tileLeaf({ certificate }, 0), tileLeaf({ certificate, precert: true }, 1)]);
    expect(
      readDataTile(bytes, 256).map(({ kind, index, loggedAt, chain }) => [kind, index, loggedAt, chain.length]),
    ).toEqual([
      ['x509', 0, '2026-11-21T07:00:00.000Z', 2],
      ['precert', 1, '2026-11-21T07:00:00.000Z', 2],
    ]);
    expect(readDataTile(bytes, 256).every((leaf) => leaf.certificate.equals(certificate))).toBe(true);
    expect(readDataTile(bytes.subarray(0, bytes.length - 1), 256)).toHaveLength(1);
    expect(readDataTile(Buffer.alloc(300, 0xff), 256)).toEqual([]);
  });

  it.each([
    '',
    'a\n5',
    'a\n-1\nAA==\n\n',
    'a\n05\n'.concat(Buffer.alloc(32).toString('base64'), '\n\n'),
    `a\n99999999999999999\n${Buffer.alloc(32).toString('base64')}\n\n`,
    '<html>\n5\nx\n\n',
  ])('takes %j for no checkpoint', (text) => {
    expect(readCheckpoint(text)).toBeNull();
  });
});

describe('a tiled log', () => {
  it('is told from an RFC 6962 one by asking, and read over full and partial tiles', async () => {
    const shared = { certificate: await der('shop.example') };
    const leaves: Leaf[] = Array.from({ length: 600 }, () => shared);
    leaves[255] = { certificate: await der('lantern-gov1.cn') };
    leaves[256] = { certificate: await der('*.lantern-gov2.cn'), precert: true };
    leaves[599] = { certificate: await der('lantern-gov3.cn') };
    world = await startSourceWorld(tiled(leaves));
    const { found, outcomes } = await collect(certificateLog, contextOf(world));
    expect(found.map(({ host, sighting: { detail } }) => [host, detail['index'], detail['entry']])).toEqual([
      ['lantern-gov1.cn', 255, 'x509'],
      ['lantern-gov2.cn', 256, 'precert'],
      ['lantern-gov3.cn', 599, 'x509'],
    ]);
    expect(outcomes).toMatchObject([{ scope: URL_2026, status: 'done', found: 3 }]);
    expect(outcomes[0]?.note?.en).toContain('600 entries read');
    expect(world.web.hits.filter((hit) => hit.includes('tile')).map((hit) => hit.replace(/^.*tile/, 'tile'))).toEqual([
      'tile/data/000',
      'tile/data/001',
      'tile/data/002.p/88',
    ]);
  });

  it('is read from the full tile where the partial one is gone', async () => {
    const leaves = [{ certificate: await der('lantern-gov1.cn') }, { certificate: await der('lantern-gov2.cn') }];
    world = await startSourceWorld(tiled(leaves, { size: 1, missing: ['tile/data/000.p/1'] }));
    const { found, outcomes } = await collect(
      certificateLog,
      contextOf(world, { logs: [{ url: URL_2026, kind: 'static-ct' }] }),
    );
    expect(found.map(({ host }) => host)).toEqual(['lantern-gov1.cn']);
    expect(outcomes[0]?.status).toBe('done');
  });

  it('counts an entry out of its place as unreadable, and a damaged tile as dead', async () => {
    const certificate = await der('lantern-gov1.cn');
    world = await startSourceWorld(tiled([{ certificate }, { certificate, index: 7 }]));
    const swapped = await collect(certificateLog, contextOf(world));
    expect(drops(swapped.outcomes[0])).toEqual(['unreadable-entry 1']);
    await world.close();
    world = await startSourceWorld(
      (request, response) => void response.end(request.url?.endsWith('checkpoint') ? checkpoint(3) : 'nonsense'),
    );
    const { outcomes } = await collect(certificateLog, contextOf(world));
    expect(outcomes).toMatchObject([{ status: 'failed', failure: 'dead' }]);
    expect(outcomes[0]?.note?.en).toContain('data tile 0');
  });
});

describe('from sweep to sweep', () => {
  it('goes on where the last sweep stopped, and knows again what that one found', async () => {
    const leaves = await Promise.all(
      [1, 2, 3].map(async (number) => ({ certificate: await der(`lantern-gov${number}.cn`) })),
    );
    world = await startSourceWorld(tiled(leaves));
    const before = [
      { host: 'lantern-gov1.cn', loggedAt: '2026-11-20T00:00:00.000Z' },
      { host: 'lantern-gov9.cn', loggedAt: '2025-01-01T00:00:00.000Z' },
      { host: 'lantern-gov8.cn', loggedAt: '2026-11-20T00:00:00.000Z', log: 'http://other.test/' },
    ];
    const { found, outcomes, progress } = await collect(certificateLog, contextOf(world, earlier(2, before)));
    expect(found.map(({ host }) => host)).toEqual(['lantern-gov1.cn', 'lantern-gov3.cn']);
    expect(outcomes[0]).toMatchObject({ status: 'done', found: 2, dropped: [] });
    expect(outcomes[0]?.note?.en).toContain('1 entries read, up to 3');
    expect(JSON.parse(progress.at(-1)?.cursor ?? '')).toMatchObject({ at: 3 });
  });

  it('keeps its place when the log is dead, so that nothing is skipped', async () => {
    world = await startSourceWorld((request) => request.socket.destroy());
    const { found, outcomes } = await collect(
      certificateLog,
      contextOf(world, earlier(2, [{ host: 'lantern-gov1.cn', loggedAt: '2026-11-20T00:00:00.000Z' }])),
    );
    expect(found.map(({ host }) => host)).toEqual(['lantern-gov1.cn']);
    expect(outcomes[0]).toMatchObject({ status: 'failed', failure: 'dead', found: 1 });
    expect(JSON.parse(outcomes[0]?.cursor ?? '')).toMatchObject({ at: 2 });
  });

  it('says how much is left when it cannot keep up, and refuses a log that has shrunk', async () => {
    const certificate = await der('shop.example');
    world = await startSourceWorld(tiled(Array.from({ length: 10 }, () => ({ certificate }))));
    const behind = await collect(certificateLog, contextOf(world, { ...earlier(2), entries: 3 }));
    expect(behind.outcomes[0]?.note?.en).toContain('5 entries left for the next sweep');
    const shrunk = await collect(certificateLog, contextOf(world, earlier(11)));
    expect(shrunk.outcomes[0]).toMatchObject({ status: 'failed', failure: 'dead' });
    expect(shrunk.outcomes[0]?.note?.en).toContain('fewer than the 11');
  });

  it.each([
    ['its newest entry is old', NOW - 30 * HOUR, NOW - HOUR, 'newest entry'],
    ['its head was signed long ago', NOW - HOUR, NOW - 30 * HOUR, 'head was signed'],
  ])('calls a log late when %s, also when there is nothing new to read', async (_what, at, signedAt, words) => {
    const leaves = [{ certificate: await der('lantern-gov1.cn'), at }];
    world = await startSourceWorld(tiled(leaves, { signedAt }));
    for (const start of [0, 1]) {
      const { outcomes } = await collect(certificateLog, contextOf(world, { ...earlier(start), late: 24 * HOUR }));
      expect(outcomes).toMatchObject([{ status: 'failed', failure: 'late', found: start === 0 ? 1 : 0 }]);
      expect(outcomes[0]?.note?.en).toContain(words);
    }
    const patient = await collect(certificateLog, contextOf(world, { late: 48 * HOUR }));
    expect(patient.outcomes[0]?.status).toBe('done');
  });
});

describe('a feed of names', () => {
  it('is followed line by line from a file, and begins again when the file was rotated', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mingjing-feed-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const file = join(folder, 'names.jsonl');
    const lines = [
      '{"names": ["lantern-gov1.cn", "shop.example"], "timestamp": 1795248000}',
      '"lantern-gov2.cn"',
      '',
      'no json',
      '{"data": {"leaf_cert": {"all_domains": ["*.lantern-gov3.cn"]}, "seen": 1795248000.5}}',
      '{"names": ["lantern-go',
    ];
    await writeFile(file, lines.join('\n'));
    world = await startSourceWorld((_request, response) => response.end());
    const first = await collect(certificateLog, contextOf(world, { logs: [file] }));
    expect(
      first.found.map(({ host, sighting }) => [host, sighting.detail['index'], sighting.detail['loggedAt']]),
    ).toEqual([
      ['lantern-gov1.cn', 0, '2026-11-21T08:00:00.000Z'],
      ['lantern-gov2.cn', 1, null],
      ['lantern-gov3.cn', 4, '2026-11-21T08:00:00.500Z'],
    ]);
    expect(drops(first.outcomes[0])).toEqual(['not-recognised 1', 'unreadable-entry 1']);
    expect(JSON.parse(first.progress.at(-1)?.cursor ?? '')).toMatchObject({ at: 5 });
    const again = await collect(certificateLog, contextOf(world, { logs: [file], ...earlier(99) }));
    expect(again.found).toHaveLength(3);
    const missing = await collect(certificateLog, contextOf(world, { logs: [join(folder, 'none.jsonl')] }));
    expect(missing.outcomes).toMatchObject([{ status: 'failed', failure: 'dead' }]);
  });
});
