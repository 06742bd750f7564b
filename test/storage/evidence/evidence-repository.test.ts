/** Evidence: every byte once, every digest checked, every damage noticed. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { MingjingError } from '../../../storage/mingjing-error.ts';
import { randomBytesFrom, seededRandom } from '../../seeded-random.ts';
import { onBothDatabases } from '../databases.ts';
import type { TestDatabases } from '../databases.ts';
import { artifact, AT, LATER } from '../samples.ts';

async function begun(databases: TestDatabases) {
  const url = await databases.newUrl();
  const { sweeps, evidence } = await databases.store(url);
  const { id: sweepId } = await sweeps.begin({ key: 'k', parameters: null, now: AT });
  return { url, evidence, owner: { occasionId: sweepId, host: 'a.test', visitId: null } };
}

async function refusal(promise: Promise<unknown>): Promise<MingjingError> {
  const error: unknown = await promise.catch((reason: unknown) => reason);
  if (!(error instanceof MingjingError)) throw new Error('expected a MingjingError', { cause: error });
  return error;
}

onBothDatabases((databases) => {
  test('bytes come back as they were, with three digests', async () => {
    const { evidence, owner } = await begun(databases);
    const text = Buffer.from('证书查询 '.repeat(200_000));
    const kept = await evidence.put(artifact('html', text), owner);
    const sha256 = createHash('sha256').update(text).digest('hex');
    expect(kept).toEqual({
      kind: 'html',
      digest: sha256,
      mediaType: 'text/html; charset=utf-8',
      bytes: text.length,
      sourceUrl: 'https://cx.example/',
      at: AT,
      method: 'test',
      peerAddress: '192.0.2.7:443',
      derivedFrom: null,
    });
    expect((await evidence.read(sha256)).equals(text)).toBe(true);
    const digests = {
      sm3: createHash('sm3').update(text).digest('hex'),
      md5: createHash('md5').update(text).digest('hex'),
    };
    expect(await evidence.describe(sha256)).toEqual({
      sha256,
      ...digests,
      bytes: text.length,
      mediaType: 'text/html; charset=utf-8',
    });
    // GB/T 32905-2016, example 1.
    expect(await evidence.describe((await evidence.put(artifact('whois', 'abc'), owner)).digest)).toMatchObject({
      sm3: '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0',
    });
    expect(await evidence.describe('0'.repeat(64))).toBeNull();
  });

  test('text is stored compressed, pictures and tiny or incompressible text as they are', async () => {
    const { url, evidence, owner } = await begun(databases);
    const noise = randomBytesFrom(seededRandom('bytes that do not compress'), 4000);
    for (const each of [
      artifact('html', 'a'.repeat(5000)),
      artifact('screenshot', Buffer.alloc(5000)),
      artifact('whois', 'tiny'),
      artifact('html', noise),
      artifact('html', ''),
    ]) {
      expect((await evidence.read((await evidence.put(each, owner)).digest)).equals(each.data)).toBe(true);
    }
    const rows = await databases.query<{ encoding: string; stored: number }>(
      url,
      'select encoding, length(data) as stored from blob join blob_data on blob_id = id order by id',
    );
    expect(rows.map((row) => row.encoding)).toEqual(['zstd', 'identity', 'identity', 'identity', 'identity']);
    expect(rows[0]?.stored).toBeLessThan(100);
    expect(rows.slice(1).map((row) => row.stored)).toEqual([5000, 4, 4000, 0]);
  });

  test('the same bytes are one blob, the same link is one row', async () => {
    const { url, evidence, owner } = await begun(databases);
    const first = await evidence.put(artifact('headers', '{}'), owner);
    await evidence.put(artifact('headers', '{}', { at: LATER }), owner);
    await evidence.put(artifact('network', '{}'), owner);
    await evidence.put(artifact('headers', '{}', { sourceUrl: null }), { ...owner, host: 'b.test' });
    await Promise.all(Array.from({ length: 8 }, async () => evidence.put(artifact('tls', 'same'), owner)));
    expect(
      await databases.query(
        url,
        'select (select count(*) from blob) as blobs, (select count(*) from blob_data) as data, (select count(*) from artifact) as links',
      ),
    ).toEqual([{ blobs: 2, data: 2, links: 4 }]);
    expect(await evidence.artifacts(owner.occasionId, 'b.test')).toEqual([
      { ...first, sourceUrl: null, visitId: null },
    ]);
    expect((await evidence.artifacts(owner.occasionId, 'a.test')).map(({ kind, at }) => [kind, at])).toEqual([
      ['headers', AT],
      ['network', AT],
      ['tls', AT],
    ]);
  });

  test.each(['screenshot', 'html'] as const)(
    'a flipped byte in a stored %s is noticed when it is read',
    async (kind) => {
      const { url, evidence, owner } = await begun(databases);
      const { digest } = await evidence.put(artifact(kind, 'evidence '.repeat(500)), owner);
      const [row] = await databases.query<{ data: Buffer }>(url, 'select data from blob_data');
      const data = Buffer.from(row?.data ?? []);
      const middle = Math.floor(data.length / 2);
      data[middle] = (data[middle] ?? 0) ^ 1;
      const literal =
        databases.dialect === 'sqlite' ? `x'${data.toString('hex')}'` : String.raw`'\x${data.toString('hex')}'::bytea`;
      await databases.query(url, `update blob_data set data = ${literal}`);
      const error = await refusal(evidence.read(digest));
      expect(error).toMatchObject({ code: 'EVIDENCE_DAMAGED', exit: 'damaged' });
      expect(error.sentence.zh).toContain(digest);
    },
  );

  test('bytes that are cut short or missing are noticed', async () => {
    const { url, evidence, owner } = await begun(databases);
    const { digest } = await evidence.put(artifact('html', 'evidence '.repeat(500)), owner);
    await databases.query(url, 'update blob set bytes = 3');
    expect(await refusal(evidence.read(digest))).toMatchObject({ code: 'EVIDENCE_DAMAGED' });
    await databases.query(url, 'delete from blob_data');
    expect(await refusal(evidence.read(digest))).toMatchObject({ code: 'EVIDENCE_DAMAGED' });
    expect(await refusal(evidence.read('no such digest'))).toMatchObject({ code: 'EVIDENCE_DAMAGED' });
  });

  test('a damaged blob is named with its kinds and owners', async () => {
    const { url, evidence, owner } = await begun(databases);
    for (const host of ['a.test', 'b.test'])
      await evidence.put(artifact('page-model', '{"same":1}'), { ...owner, host });
    const { digest } = await evidence.put(artifact('raster', '{"same":1}'), owner);
    expect(await evidence.damage(digest)).toBeNull();
    await databases.query(url, 'delete from blob_data');
    expect(await evidence.damage(digest)).toEqual({ zh: '库中没有该内容', en: 'the store holds no such bytes' });
    const { sentence } = await refusal(evidence.read(digest));
    for (const named of [digest, 'page-model of a.test', 'page-model of b.test', 'raster of a.test'])
      expect(sentence.en).toContain(named);
    expect(sentence.zh).toContain('a.test 的 raster');
  });

  test('a digest with many owners names a few of them', async () => {
    const { url, evidence, owner } = await begun(databases);
    for (let index = 0; index < 9; index += 1)
      await evidence.put(artifact('headers', '[]'), { ...owner, host: `h${index}.test` });
    const { digest } = await evidence.put(artifact('headers', '[]'), owner);
    await databases.query(url, 'delete from blob_data');
    expect((await refusal(evidence.read(digest))).sentence.en).toMatch(
      /(?:headers of \S+\.test; ){2}headers of \S+\.test and others\)/,
    );
  });

  test.each([
    [
      'overwritten',
      `update blob_data set data = (select data from blob_data where blob_id <> (select id from blob where media_type = 'text/html; charset=utf-8'))`,
    ],
    [
      'gone',
      "delete from blob_data where blob_id = (select id from blob where media_type = 'text/html; charset=utf-8')",
    ],
    ['of another size', 'update blob set bytes = 3'],
    ['said to be packed otherwise', `update blob set encoding = 'identity'`],
  ])('bytes that come in again mend a stored copy that is %s', async (_how, harm) => {
    const { url, evidence, owner } = await begun(databases);
    await evidence.put(artifact('tls', 'another blob'), owner);
    const page = artifact('html', 'evidence '.repeat(500));
    const { digest } = await evidence.put(page, owner);
    await databases.query(url, harm);
    expect(await evidence.damage(digest)).not.toBeNull();
    await evidence.put(page, { ...owner, host: 'b.test' });
    expect((await evidence.read(digest)).equals(page.data)).toBe(true);
    expect(
      await databases.query(
        url,
        'select (select count(*) from blob) as blobs, (select count(*) from blob_data) as data',
      ),
    ).toEqual([{ blobs: 2, data: 2 }]);
  });

  test('a blob that a link still names cannot be removed', async () => {
    const { url, evidence, owner } = await begun(databases);
    await evidence.put(artifact('html', 'x'), owner);
    await databases.query(url, 'delete from blob_data');
    await expect(databases.query(url, 'delete from blob')).rejects.toThrow(/foreign key/i);
  });
});
