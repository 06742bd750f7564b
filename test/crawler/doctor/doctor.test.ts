import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkClock } from '../../../crawler/doctor/check-clock.ts';
import { checkDatabase } from '../../../crawler/doctor/check-database.ts';
import { checkDisk } from '../../../crawler/doctor/check-disk.ts';
import { checkDns } from '../../../crawler/doctor/check-dns.ts';
import { checkNode } from '../../../crawler/doctor/check-node.ts';
import { DOCTOR_PARTS, fine, guardedCheck } from '../../../crawler/doctor/doctor-check.ts';
import { runDoctor } from '../../../crawler/doctor/doctor.ts';
import { loadSettings } from '../../../crawler/settings/settings.ts';
import type { Exit } from '../../../crawler/egress/exit.ts';
import { startNameServer, startWeb, testExit, type Listener, type NameServer } from '../egress/test-internet.ts';

const ADDRESS = '198.51.100.9';
/** Where a check must end by itself, never by its limit. */
const NO_LIMIT = 240_000;
let folder: string;
let names: NameServer;
let liar: NameServer;
let web: Listener;
let exit: Exit;
/** Seconds that the web server's clock is behind ours. */
let behind = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingjing-doctor-'));
  names = await startNameServer({ 'portal.test': { addresses: [ADDRESS] } });
  liar = await startNameServer({
    'portal.test': { addresses: [ADDRESS] },
    '*.invalid': { addresses: ['203.0.113.1'] },
  });
  web = await startWeb((_request, response) => {
    response.sendDate = false;
    response.setHeader('date', new Date(Date.now() - behind * 1000).toUTCString());
    response.end('portal');
  });
  exit = testExit([names.address], { [`${ADDRESS}:80`]: web.port });
});
afterAll(async () => {
  await Promise.all([names.close(), liar.close(), web.close()]);
  await chmod(folder, 0o700);
  await rm(folder, { recursive: true });
});

describe('guardedCheck', () => {
  it('turns what a check throws, at once or later, into a failure in its own words', async () => {
    const thrown = await guardedCheck('dns', NO_LIMIT, () => {
      throw new Error('no such thing');
    });
    expect(thrown).toMatchObject({ part: 'dns', ok: false, state: 'fail' });
    expect(thrown.sentence.en).toContain('no such thing');
    expect((await guardedCheck('dns', NO_LIMIT, () => Promise.reject(new Error('later')))).sentence.zh).toContain(
      'later',
    );
  });

  it('does not wait for a check that hangs', async () => {
    expect(await guardedCheck('clock', 100, () => new Promise(() => {}))).toMatchObject({ state: 'fail', ok: false });
    expect(await guardedCheck('clock', NO_LIMIT, async () => fine('好', 'good'))).toMatchObject({
      state: 'ok',
      ok: true,
      mend: null,
    });
  });
});

describe('checkNode', () => {
  it('fails an old Node and names the way out', async () => {
    expect((await checkNode()).state).toBe('ok');
    expect(await checkNode('20.19.0')).toMatchObject({
      state: 'fail',
      mend: { zh: expect.stringContaining('npm start') as unknown },
    });
  });
});

describe('checkDns', () => {
  it('is content with a resolver that answers, and warns of none, of silence and of one that invents answers', async () => {
    expect(await checkDns(exit, ['absent.test', 'portal.test'])).toMatchObject({ state: 'ok' });
    expect((await checkDns(exit, ['absent.test'])).sentence.en).toContain('absent.test: NXDOMAIN');
    expect(await checkDns({ ...exit, resolvers: ['127.0.0.1:1'] }, ['portal.test'])).toMatchObject({ state: 'warn' });
    const invented = await checkDns({ ...exit, resolvers: [liar.address] }, ['portal.test']);
    expect(invented).toMatchObject({ state: 'warn' });
    expect(invented.sentence.en).toContain('203.0.113.1');
  });
});

describe('checkClock', () => {
  it.each([
    [0, 'ok', 'within 3 s of portal.test'],
    [20, 'warn', 's ahead of portal.test'],
    [-20, 'warn', 's behind portal.test'],
    [3600, 'fail', 's ahead of portal.test'],
  ])('judges a server %d s behind us %s', async (seconds, state, words) => {
    behind = seconds;
    const finding = await checkClock(exit, ['http://portal.test/'], NO_LIMIT);
    expect(finding.state).toBe(state);
    expect(finding.sentence.en).toContain(words);
  });

  it('says unknown when nothing answers', async () => {
    expect(await checkClock(exit, ['http://absent.test/', 'http://portal.test:81/'], NO_LIMIT)).toMatchObject({
      state: 'warn',
      sentence: { en: expect.stringContaining('unknown') as unknown },
    });
  });
});

describe('checkDisk', () => {
  it('looks at the nearest folder that exists, and warns and fails by its limits', async () => {
    const finding = await checkDisk(join(folder, 'not', 'yet'), { failBelow: 0, warnBelow: 0 });
    expect(finding.state).toBe('ok');
    expect(finding.sentence.en).toContain(folder);
    expect((await checkDisk(folder, { failBelow: 0, warnBelow: Infinity })).state).toBe('warn');
    expect((await checkDisk(folder, { failBelow: Infinity })).state).toBe('fail');
  });
});

describe('checkDatabase', () => {
  it('opens the database and asks it, and never shows a password', async () => {
    expect((await checkDatabase(`sqlite:${join(folder, 'doctor.db')}`)).sentence.en).toContain('0 sweeps');
    const dead = await guardedCheck('database', NO_LIMIT, () =>
      checkDatabase('postgres://clerk:hunter2@127.0.0.1:1/cases'),
    );
    expect(dead.state).toBe('fail');
    expect(JSON.stringify(dead)).not.toContain('hunter2');
  });
});

describe('runDoctor', () => {
  it('answers for every part, in order, also when browser, network and database are all broken', async () => {
    const settings = await loadSettings(null, {
      MINGJING_DATA: folder,
      MINGJING_DATABASE: 'mysql://x',
      MINGJING_BROWSER: join(folder, 'no-browser'),
      MINGJING_CACHE: join(folder, 'cache'),
    });
    const checks = await runDoctor(settings, {
      exit: { ...exit, resolvers: ['127.0.0.1:1'] },
      names: ['portal.test'],
      clockUrls: ['http://portal.test/'],
      networkLimitMs: NO_LIMIT,
    });
    expect(checks.map(({ part }) => part)).toEqual([...DOCTOR_PARTS]);
    const states = Object.fromEntries(checks.map(({ part, state }) => [part, state]));
    expect(states).toMatchObject({
      node: 'ok',
      browser: 'fail',
      fonts: 'warn',
      dns: 'warn',
      clock: 'warn',
      database: 'fail',
    });
    expect(checks.every(({ sentence }) => sentence.zh !== '' && sentence.en !== '')).toBe(true);
  });
});
