/** The RFC 6962 log of the range, read back with an independent certificate parser. */
import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { SubjectAlternativeNameExtension, X509Certificate } from '@peculiar/x509';
import { connect } from 'node:tls';
import { expect, test } from 'vitest';
import { mapped, rangeOf, visit } from './fixture-corpus.ts';
import type { Range } from './range.ts';

const logged = { found: [{ by: 'certificate-log' }] };

async function ask(range: Range, method: string): Promise<{ status: number; json: Record<string, never> }> {
  const { status, text } = await visit(range, `${range.endpoints.certificateLogs[0]}ct/v1/${method}`);
  return { status, json: JSON.parse(text) as Record<string, never> };
}

interface LogEntry {
  leaf_input: string;
  extra_data: string;
}

async function entries(range: Range, start: number, end: number): Promise<LogEntry[]> {
  return (await ask(range, `get-entries?start=${start}&end=${end}`)).json['entries'] ?? [];
}

/** MerkleTreeLeaf (RFC 6962, 3.4) of an x509_entry. */
function parseLeaf({ leaf_input: input }: LogEntry) {
  const bytes = Buffer.from(input, 'base64');
  const length = bytes.readUIntBE(12, 3);
  expect([bytes[0], bytes[1], bytes.readUInt16BE(10), bytes.length]).toEqual([0, 0, 0, 15 + length + 2]);
  const certificate = new X509Certificate(bytes.subarray(15, 15 + length));
  const names = certificate
    .getExtension(SubjectAlternativeNameExtension)
    ?.names.toJSON()
    .map(({ value }) => value);
  return { at: Number(bytes.readBigUInt64BE(2)), certificate, names };
}

test('holds one certificate for each site found through it, with its hosts and san', async () => {
  const range = await rangeOf({
    a: { ...logged, hosts: ['a.example', '*.w.example'], tls: { san: ['more.example'], validFrom: '-3d' } },
    b: { ...logged, tls: { validFrom: '-5d', issuer: 'Other CA' } },
    c: {},
  });
  const { json } = await ask(range, 'get-sth');
  expect(json).toMatchObject({ tree_size: 2, timestamp: Date.parse('2026-11-21') });
  const parsed = (await entries(range, 0, 1)).map(parseLeaf);
  expect(parsed.map(({ names }) => names)).toEqual([['b.example'], ['a.example', '*.w.example', 'more.example']]);
  expect(parsed.map(({ at }) => new Date(at).toISOString().slice(0, 10))).toEqual(['2026-11-16', '2026-11-18']);
});

test('gives the chain as extra data', async () => {
  const range = await rangeOf({ a: logged });
  const extra = Buffer.from((await entries(range, 0, 0))[0]?.extra_data ?? '', 'base64');
  expect(extra.readUIntBE(0, 3)).toBe(extra.length - 3);
  const issuer = new X509Certificate(extra.subarray(6, 6 + extra.readUIntBE(3, 3)));
  expect(issuer.toString('pem').trim()).toBe(range.rootCertificate.trim());
});

test('logs the certificate that the site serves', async () => {
  const range = await rangeOf({ a: logged });
  const [entry] = await entries(range, 0, 0);
  const served = await new Promise<Buffer>((resolve) => {
    const socket = connect(
      { ...mapped(range, 'https://a.example/'), servername: 'a.example', rejectUnauthorized: false },
      () => {
        resolve(socket.getPeerCertificate().raw);
        socket.destroy();
      },
    );
  });
  expect(Buffer.from(parseLeaf(entry ?? { leaf_input: '', extra_data: '' }).certificate.rawData).equals(served)).toBe(
    true,
  );
});

test('gives as many entries as there are, at most 64, and refuses bad ranges', async () => {
  const sites = Object.fromEntries(Array.from({ length: 70 }, (_, index) => [`s${index}`, logged]));
  const range = await rangeOf(sites);
  expect(await entries(range, 0, 999)).toHaveLength(64);
  expect(await entries(range, 64, 999)).toHaveLength(6);
  for (const bad of ['start=70&end=80', 'start=5&end=4', 'start=-1&end=2', 'end=2', 'start=a&end=b'])
    expect((await ask(range, `get-entries?${bad}`)).status).toBe(400);
  expect((await ask(range, 'get-nonsense')).status).toBe(404);
});

test('signs over the true root of its tree', async () => {
  const range = await rangeOf({ a: logged, b: logged, c: logged });
  const hash = (...parts: Buffer[]) => createHash('sha256').update(Buffer.concat(parts)).digest();
  const [l0, l1, l2] = (await entries(range, 0, 2)).map(({ leaf_input: input }) =>
    hash(Buffer.from([0]), Buffer.from(input, 'base64')),
  );
  const node = Buffer.from([1]);
  const empty = Buffer.alloc(0);
  const root = hash(node, hash(node, l0 ?? empty, l1 ?? empty), l2 ?? empty);
  expect((await ask(range, 'get-sth')).json['sha256_root_hash']).toBe(root.toString('base64'));
});

test('is there, and empty, when no site is found through it', async () => {
  const range = await rangeOf({ a: {} });
  expect((await ask(range, 'get-sth')).json).toMatchObject({
    tree_size: 0,
    sha256_root_hash: createHash('sha256').digest('base64'),
  });
});
