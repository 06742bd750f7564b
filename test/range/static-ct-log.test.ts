/**
 * The practice tiled log: a checkpoint that signs the true root, tiles that hold the same certificates as the RFC 6962
 * log, issuers.
 */
import { createHash, X509Certificate as NodeCertificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { readCheckpoint } from '../../crawler/candidates/certificate-logs/checkpoint.ts';
import { readDataTile } from '../../crawler/candidates/certificate-logs/data-tile.ts';
import { rangeOf, visit } from './fixture-corpus.ts';
import { hashOfHashes } from './merkle-tree.ts';
import type { Range } from './range.ts';

const logged = { found: [{ by: 'certificate-log' }] };
const ask = (range: Range, path: string) => visit(range, `${range.endpoints.certificateLogs[1]}${path}`);

test('gives a checkpoint over its tiles, with the time it was signed', async () => {
  const range = await rangeOf({ a: logged, b: logged, c: logged });
  const { text } = await ask(range, 'checkpoint');
  expect(readCheckpoint(text)).toEqual({ origin: 'static-ct.range.test', size: 3, at: '2026-11-21T00:00:00.000Z' });
  const hashes = (await ask(range, 'tile/0/000.p/3')).body;
  const leaves = [0, 1, 2].map((index) => hashes.subarray(index * 32, index * 32 + 32));
  expect(text.split('\n')[2]).toBe(hashOfHashes(leaves).toString('base64'));
});

test('holds the certificates of the other log, each with its index and its issuer', async () => {
  const range = await rangeOf({
    a: { ...logged, tls: { validFrom: '-3d' } },
    b: { ...logged, tls: { validFrom: '-5d' } },
  });
  const leaves = readDataTile((await ask(range, 'tile/data/000.p/2')).body, 256);
  expect(leaves.map(({ index, loggedAt }) => [index, loggedAt?.slice(0, 10)])).toEqual([
    [0, '2026-11-16'],
    [1, '2026-11-18'],
  ]);
  expect(leaves.map(({ certificate }) => new NodeCertificate(certificate).subjectAltName)).toEqual([
    'DNS:b.example',
    'DNS:a.example',
  ]);
  const digest = leaves[0]?.chain[0] ?? '';
  const issuer = (await ask(range, `issuer/${digest}`)).body;
  expect(createHash('sha256').update(issuer).digest('hex')).toBe(digest);
  expect(new NodeCertificate(issuer).toString().trim()).toBe(range.rootCertificate.trim());
  // the Merkle leaf is the TimestampedEntry with its extensions
  const tile = (await ask(range, 'tile/0/000.p/1')).body;
  expect(tile).toHaveLength(32);
});

test('refuses tiles and widths that the tree does not have', async () => {
  const range = await rangeOf({ a: logged });
  for (const path of [
    'tile/data/000',
    'tile/data/000.p/2',
    'tile/data/000.p/0',
    'tile/data/001.p/1',
    'tile/1/000.p/1',
    'tile/data/0',
    `issuer/${'0'.repeat(64)}`,
    'tile/data/x000',
  ]) {
    expect([path, (await ask(range, path)).status]).toEqual([path, 404]);
  }
});

test('the practice SearXNG answers in JSON what all engines show, and refuses other formats', async () => {
  const found = (engine: string, rank: number) => ({ found: [{ by: 'search', engine, query: '证书查询', rank }] });
  const range = await rangeOf(
    { a: found('one', 1), b: found('two', 1), c: found('any', 2) },
    { 'sites/a/www/index.html': '<meta charset="utf-8"><title>甲 站</title>' },
  );
  const url = range.endpoints.metaSearch.urlTemplate.replace('{query}', encodeURIComponent('证书查询'));
  const { text } = await visit(range, url.replace('{page}', '1'));
  const { results } = JSON.parse(text) as { results: { url: string; title: string; engines: string[] }[] };
  expect(results.map(({ url: target, engines }) => `${target} ${engines.join()}`)).toEqual([
    'https://a.example/ one',
    'https://c.example/ one,two',
    'https://b.example/ two',
  ]);
  expect(results[0]?.title).toBe('甲 站');
  expect(JSON.parse((await visit(range, url.replace('{page}', '2'))).text)).toMatchObject({ results: [] });
  expect((await visit(range, url.replace('format=json', 'format=html'))).status).toBe(403);
});
