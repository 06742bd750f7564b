/**
 * A registration is asked for once, and again only when the raw answers it rests on cannot be read: over a real WHOIS
 * server and store.
 */
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createEgress } from '../../../crawler/egress/egress.ts';
import type { Egress } from '../../../crawler/egress/egress.ts';
import { keepRegistration } from '../../../crawler/sweep/keep-registration.ts';
import { openStore, type Store } from '../../../storage/open-store.ts';
import { changeRecord, damageBlob } from '../../reports/damage-blob.ts';
import { sweepRun } from './sweep-fixture.ts';
import { closeServer, listen, startNameServer, testExit, type NameServer } from '../egress/test-internet.ts';

let egress: Egress;
let names: NameServer;
let whois: Server;
let questions: string[] = [];
/** What the registry says of a domain; null = it hangs up. */
let answer: (domain: string) => string | null;
let folder: string;
let file: string;
let store: Store;

beforeAll(async () => {
  whois = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', (chunk) => {
      const domain = chunk.toString().trim();
      questions.push(domain);
      const text = answer(domain);
      if (text === null) socket.destroy();
      else socket.end(text);
    });
  });
  names = await startNameServer({ 'whois.test': { addresses: ['192.0.2.2'] } });
  egress = createEgress({ exits: [testExit([names.address], { '192.0.2.2:43': await listen(whois) })] });
  folder = await mkdtemp(join(tmpdir(), 'mingjing-keep-registration-'));
});

afterAll(async () => {
  await egress.close();
  await Promise.all([names.close(), closeServer(whois)]);
  await rm(folder, { recursive: true, force: true });
});

const DOMAIN = 'gaokong-cx.cn';
let stores = 0;

beforeEach(async () => {
  questions = [];
  answer = (domain) =>
    `Domain Name: ${domain}\nRegistrant: 某某公司\nSponsoring Registrar: 某某注册商\nRegistration Time: 2026-11-01 08:00:00\n`;
  file = join(folder, `${(stores += 1)}.db`);
  store = await openStore({ url: `sqlite:${file}` });
  return () => store.close();
});

async function begin(key: string): Promise<number> {
  return (await store.sweeps.begin({ key, parameters: null, now: new Date().toISOString() })).id;
}

async function keep(sweepId: number, domain = DOMAIN): Promise<void> {
  const registration = { whoisServer: 'whois.test', rdapBootstrap: 'http://no-rdap.test/', minIntervalMs: 0 };
  await keepRegistration(await sweepRun(store, sweepId, { egress }, { registration }), domain);
}

async function digestIn(sweepId: number): Promise<string> {
  return (await store.candidates.registration(sweepId, DOMAIN))?.whois ?? '';
}

const issues = async (sweepId: number) =>
  (await store.sweeps.issues(sweepId)).map(({ stage, subject, sentence }) => [stage, subject, sentence.en]);

describe('a registration', () => {
  it('is asked for once a sweep, and taken over by the next, bytes and all', async () => {
    const [first, second] = [await begin('a'), await begin('b')];
    for (const sweep of [first, first, second]) await keep(sweep);
    expect(questions).toEqual([DOMAIN]);
    for (const sweep of [first, second]) {
      expect((await store.evidence.read(await digestIn(sweep))).toString()).toContain('某某公司');
      expect((await store.evidence.artifacts(sweep, DOMAIN)).map(({ kind }) => kind)).toEqual(['whois']);
      expect(await issues(sweep)).toEqual([]);
    }
  });

  it('whose raw answer was never kept is asked for again by the sweep that goes on, and named once', async () => {
    const sweep = await begin('a');
    await keep(sweep);
    const lost = createHash('sha256').update('never kept').digest('hex');
    await changeRecord(file, 'registration', (record) => ({ ...record, whois: lost }));
    for (const _again of [1, 2]) await keep(sweep);
    expect(questions).toEqual([DOMAIN, DOMAIN]);
    expect((await store.evidence.read(await digestIn(sweep))).toString()).toContain('某某公司');
    expect(await issues(sweep)).toEqual([
      [
        'probe',
        DOMAIN,
        expect.stringMatching(new RegExp(`WHOIS answer ${lost} that sweep ${sweep} cites.*holds no such bytes`)),
      ],
    ]);
  });

  it('whose raw answer was changed on disk is asked for again by the next sweep; the same answer mends both', async () => {
    const [first, second] = [await begin('a'), await begin('b')];
    await keep(first);
    const digest = await digestIn(first);
    await damageBlob(file, digest);
    await keep(second);
    expect(questions).toHaveLength(2);
    expect(await issues(second)).toEqual([['probe', DOMAIN, expect.stringContaining(digest)]]);
    expect(await digestIn(second)).toBe(digest);
    expect(await store.evidence.damage(digest)).toBeNull();
  });

  it('is taken from an older sweep whose answer is intact before the registry is asked again', async () => {
    const [first, second, third] = [await begin('a'), await begin('b'), await begin('c')];
    await keep(first);
    answer = (domain) => `Domain Name: ${domain}\nRegistrant: 另一家公司\nRegistration Time: 2026-11-02 08:00:00\n`;
    const { at } = (await store.candidates.registration(first, DOMAIN)) ?? {};
    await changeRecord(file, 'registration', (record) => ({ ...record, at: '2020-01-01T00:00:00.000Z' }));
    await keep(second);
    await changeRecord(file, 'registration', (record) => ({ ...record, at }));
    await damageBlob(file, await digestIn(second));
    await keep(third);
    expect(questions).toHaveLength(2);
    expect(await store.candidates.registration(third, DOMAIN)).toMatchObject({ registrant: '某某公司' });
  });

  it('that cannot be asked for again is what was answered now: a registry that hangs up', async () => {
    const [first, second] = [await begin('a'), await begin('b')];
    await keep(first);
    await damageBlob(file, await digestIn(first));
    answer = () => null;
    await keep(second);
    expect(await store.candidates.registration(second, DOMAIN)).toMatchObject({
      outcome: 'unreachable',
      whois: null,
      registrant: null,
    });
    expect(await issues(second)).toHaveLength(1);
  });

  it('of another domain is left alone', async () => {
    const [first, second] = [await begin('a'), await begin('b')];
    await keep(first);
    await keep(first, 'other-cx.cn');
    await damageBlob(file, await digestIn(first));
    await keep(second, 'other-cx.cn');
    expect(questions).toHaveLength(2);
    expect(await issues(second)).toEqual([]);
  });
});
