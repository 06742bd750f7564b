/** The evidence folder is complete, checkable by others, the same every time, and never half there. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportEvidence } from '../../../reports/evidence-folder/evidence-export.ts';
import type { EvidenceManifest } from '../../../reports/evidence-folder/export-manifest.ts';
import type { MingjingError } from '../../../storage/mingjing-error.ts';
import { changeRecord, damageBlob } from '../damage-blob.ts';
import { artifact, assessment, FAKE, INJECTED, NOW } from '../fixture-records.ts';
import type { Fixture } from '../fixture-store.ts';
import { openFixture } from '../fixture-store.ts';

const run = promisify(execFile);
let fixture: Fixture;
let directory: string;
let manifest: EvidenceManifest;

beforeAll(async () => {
  fixture = await openFixture();
  directory = path.join(fixture.folder, 'out', 'case 1');
  manifest = await exportEvidence({ store: fixture.store, sweepId: fixture.sweepId, host: FAKE, directory });
});
afterAll(() => fixture.close());

async function filesIn(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort();
}

describe('the folder', () => {
  it('passes plain sha256sum, and fails it after one changed byte', async () => {
    const { stdout } = await run('sha256sum', ['--strict', '-c', 'SHA256SUMS'], { cwd: directory });
    expect(stdout.match(/: OK$/gm)?.length).toBe((await filesIn(directory)).length - 2);
    const copy = path.join(fixture.folder, 'changed');
    await exportEvidence({ store: fixture.store, sweepId: fixture.sweepId, host: FAKE, directory: copy });
    await writeFile(path.join(copy, 'visits/001-desktop-attempt-1/screenshot.png'), 'x', { flag: 'a' });
    await expect(run('sha256sum', ['-c', 'SHA256SUMS'], { cwd: copy })).rejects.toMatchObject({
      code: 1,
      stdout: expect.stringContaining('screenshot.png: FAILED'),
    });
  });
  it('carries SM3 sums that another implementation confirms', async () => {
    const [sum = '', file = ''] = (
      (await readFile(path.join(directory, 'SM3SUMS'), 'utf8'))
        .split('\n')
        .find((line) => line.endsWith('manifest.json')) ?? ''
    ).split('  ');
    const { stdout } = await run('openssl', ['dgst', '-sm3', file], { cwd: directory });
    expect(stdout.trim().endsWith(sum)).toBe(true);
  });
  it('holds every artefact of every visit and of the site, and the references', async () => {
    const files = await filesIn(directory);
    for (const file of [
      'screenshot.png',
      'html.html.txt',
      'page-model.json',
      'headers.json',
      'network.json',
      'connections.json',
      'visit-record.json',
    ]) {
      expect(files).toContain(`visits/001-desktop-attempt-1/${file}`);
      expect(files).toContain(`visits/002-wechat-attempt-1/${file}`);
    }
    for (const file of [
      'site/whois.txt',
      'site/tls.json',
      'site/tls.pem',
      'site/resolution-record.json',
      'site/registration-record.json',
      'site/probe-record.json',
      'references/001-desktop-version-1/screenshot.png',
      'README.txt',
    ])
      expect(files).toContain(file);
    expect(await readFile(path.join(directory, 'site/tls.pem'), 'utf8')).toMatch(/^-----BEGIN CERTIFICATE-----\n/);
  });
  it('names files from closed lists only', async () => {
    const files = await filesIn(directory);
    expect(files.length).toBeGreaterThan(5);
    for (const file of files) expect(file).toMatch(/^[A-Za-z0-9./-]+$/);
  });
  it('is byte for byte the same when exported again', async () => {
    const again = path.join(fixture.folder, 'again');
    await exportEvidence({ store: fixture.store, sweepId: fixture.sweepId, host: FAKE, directory: again });
    expect(await filesIn(again)).toEqual(await filesIn(directory));
    for (const file of await filesIn(again))
      expect(await readFile(path.join(again, file))).toEqual(await readFile(path.join(directory, file)));
  });
});

describe('the manifest', () => {
  it('is what the call answers, and lists every other file once', async () => {
    expect(JSON.parse(await readFile(path.join(directory, 'manifest.json'), 'utf8'))).toEqual(manifest);
    const listed = manifest.files.map((file) => file.path);
    expect(listed).toEqual(
      (await filesIn(directory)).filter((file) => !['manifest.json', 'SHA256SUMS', 'SM3SUMS'].includes(file)),
    );
  });
  it('says of a screenshot where it came from and what it is', () => {
    expect(manifest.files.find((file) => file.path === 'visits/001-desktop-attempt-1/screenshot.png')).toMatchObject({
      role: 'original',
      kind: 'screenshot',
      mediaType: 'image/png',
      sourceUrl: `https://${FAKE}/q?id=8f3a`,
      at: '2026-11-21T03:00:00.000Z',
      method: 'playwright page.screenshot viewport',
      peerAddress: '203.0.113.9',
      derivedFrom: null,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      sm3: expect.stringMatching(/^[0-9a-f]{64}$/),
      md5: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
  });
  it('points what is derived at its original', () => {
    const tls = manifest.files.find((file) => file.path === 'site/tls.json');
    expect(manifest.files.find((file) => file.path === 'site/tls.pem')).toMatchObject({
      role: 'derived',
      derivedFrom: tls?.sha256,
    });
    expect(manifest.files.find((file) => file.kind === 'raster')).toMatchObject({
      role: 'derived',
      derivedFrom: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });
  it('states plainly that it is unsigned, unstamped and unmasked, with tools and verdict', () => {
    expect(manifest).toMatchObject({
      signature: { state: 'unsigned' },
      timeStamp: { state: 'unstamped' },
      personalData: { masked: false },
      tools: { mingjing: '0.1.0', browsers: ['chromium 153'] },
      assessment: { verdict: 'impersonation', score: 97.4 },
    });
  });
});

describe('an export that cannot be made', () => {
  const site = (host = FAKE): { store: Fixture['store']; sweepId: number; host: string } => ({
    store: fixture.store,
    sweepId: fixture.sweepId,
    host,
  });

  it('refuses a directory that holds something, and leaves it alone', async () => {
    const occupied = path.join(fixture.folder, 'occupied');
    await mkdir(occupied);
    await writeFile(path.join(occupied, 'old.txt'), 'old evidence');
    await expect(exportEvidence({ ...site(), directory: occupied })).rejects.toMatchObject({
      code: 'EXPORT_DIRECTORY_NOT_EMPTY',
      exit: 'input',
      sentence: { zh: expect.stringContaining(occupied) },
    });
    expect(await readdir(occupied)).toEqual(['old.txt']);
  });
  it('accepts an empty directory', async () => {
    const empty = path.join(fixture.folder, 'empty');
    await mkdir(empty);
    await exportEvidence({ ...site(INJECTED), directory: empty });
    expect(existsSync(path.join(empty, 'manifest.json'))).toBe(true);
  });
  it("refuses a file in the directory's place", async () => {
    await expect(exportEvidence({ ...site(), directory: fixture.databaseFile })).rejects.toMatchObject({
      code: 'EXPORT_DIRECTORY_INVALID',
    });
  });
  it('names a host the sweep does not know', async () => {
    await expect(
      exportEvidence({ ...site('nobody.example'), directory: path.join(fixture.folder, 'none') }),
    ).rejects.toMatchObject({
      code: 'SITE_UNKNOWN',
      sentence: { en: expect.stringContaining('nobody.example') },
    });
  });
  it('names every damaged or missing digest with its kind and who lists or cites it, and leaves nothing behind', async () => {
    const spoilt = await openFixture();
    try {
      const { store, sweepId } = spoilt;
      const registration = await store.candidates.registration(sweepId, DOMAIN);
      const artifacts = await store.evidence.artifacts(sweepId, FAKE);
      const [whois, html, reference] = [
        registration?.whois ?? '',
        digestOf(artifacts, 'html'),
        digestOf((await store.references.latest())[0]?.artifacts ?? [], 'screenshot'),
      ];
      const never = 'ab'.repeat(32);
      await changeRecord(spoilt.databaseFile, 'registration', (record) => ({ ...record, rdap: never }));
      for (const digest of [whois, html, reference]) await damageBlob(spoilt.databaseFile, digest);
      const before = await readdir(spoilt.folder);
      const failure = exportEvidence({ store, sweepId, host: FAKE, directory: path.join(spoilt.folder, 'export') });
      await expect(failure).rejects.toMatchObject({ code: 'EVIDENCE_DAMAGED', exit: 'damaged' });
      const { sentence } = await failure.then(
        () => Promise.reject(new Error('it was exported')),
        (error: unknown) => error as MingjingError,
      );
      for (const text of [sentence.zh, sentence.en]) {
        expect(text).toMatch(new RegExp(`${whois}.*whois.*site/whois.txt`, 'u'));
        expect(text).toMatch(new RegExp(`${html}.*html.*visits/001-desktop-attempt-1/html.html.txt`, 'u'));
        expect(text).toMatch(
          new RegExp(`${reference}.*screenshot.*references/001-desktop-version-1/screenshot.png`, 'u'),
        );
      }
      expect(sentence.zh).toContain(`${never}（rdap，见于 注册记录）：库中没有该内容`);
      expect(sentence.en).toContain(`${never} (rdap, named by the registration record): the store holds no such bytes`);
      expect(sentence.en).toMatch(new RegExp(`${html}.*the finding title-match`, 'u'));
      expect(await readdir(spoilt.folder)).toEqual(before);
    } finally {
      await spoilt.close();
    }
  });
});

const DOMAIN = FAKE.split('.').slice(-2).join('.');

function digestOf(artifacts: readonly { kind: string; digest: string }[], kind: string): string {
  return artifacts.find((artifact) => artifact.kind === kind)?.digest ?? '';
}

describe('bytes that the records name but no visit of the site holds', () => {
  it('the raw answers about the domain go with every host below it', async () => {
    const { store, sweepId, folder } = fixture;
    const second = `second.${DOMAIN}`;
    await store.assessments.save(sweepId, assessment(second, 'undecided', 40, null));
    const { files, registration } = await exportEvidence({
      store,
      sweepId,
      host: second,
      directory: path.join(folder, 'second'),
    });
    expect(files.find((file) => file.path === 'site/whois.txt')).toMatchObject({
      kind: 'whois',
      sha256: registration?.whois,
    });
    expect(files.filter(({ sha256 }) => sha256 === registration?.whois)).toHaveLength(1);
  });

  it('what only the store of another host holds is written with who names it', async () => {
    const { store, sweepId, folder } = fixture;
    const photo = await store.evidence.put(artifact('lead-image', Buffer.from('a card'), 'image/jpeg'), {
      occasionId: sweepId,
      host: 'elsewhere.example',
      visitId: null,
    });
    const host = 'found-by-photo.example';
    await store.candidates.add(sweepId, [
      {
        kind: 'entry',
        target: `https://${host}/`,
        host,
        sighting: { source: 'qr', at: NOW, detail: { photo: photo.digest } },
      },
    ]);
    await store.assessments.save(sweepId, assessment(host, 'undecided', 40, null));
    const { files } = await exportEvidence({ store, sweepId, host, directory: path.join(folder, 'by-photo') });
    expect(files.find(({ sha256 }) => sha256 === photo.digest)).toMatchObject({
      path: 'cited/lead-image.jpg',
      role: 'original',
      kind: 'lead-image',
      method: expect.stringContaining('qr'),
    });
  });

  it('the versions of the references that the verdict was made with are written, not only the newest', async () => {
    const moved = await openFixture();
    try {
      const { store, sweepId, folder } = moved;
      const [first] = await store.references.latest();
      if (!first) throw new Error('no reference');
      const { platform, url, persona, artifacts } = first;
      const screenshot = digestOf(artifacts, 'screenshot');
      await store.references.save({
        platform,
        url,
        persona,
        capturedAt: NOW,
        artifacts: [artifact('html', Buffer.from('<p>new look</p>'), 'text/html')],
      });
      const { references, files } = await exportEvidence({
        store,
        sweepId,
        host: FAKE,
        directory: path.join(folder, 'out'),
      });
      expect(references.map(({ version }) => version)).toContain(1);
      expect(files.map(({ sha256 }) => sha256)).toContain(screenshot);
    } finally {
      await moved.close();
    }
  });

  it('text that merely looks like a digest is no citation', async () => {
    const { store, sweepId, folder } = fixture;
    const host = 'looks-like.example';
    const seen = assessment(host, 'undecided', 40, null);
    const because = [{ zh: 'cd'.repeat(32), en: 'cd'.repeat(32) }];
    await store.assessments.save(sweepId, {
      ...seen,
      because,
      clues: { wechat: [{ value: 'cd'.repeat(32), seenIn: 'page text@desktop' }] },
    });
    await expect(
      exportEvidence({ store, sweepId, host, directory: path.join(folder, 'looks-like') }),
    ).resolves.toMatchObject({ host });
  });
});
