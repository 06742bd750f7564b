/** The browser is found, sandboxed for real, draws Chinese, and leaves nothing behind. */
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { reapProfiles } from '../../../crawler/browser/browser-profiles.ts';
import { closedFolderOnTheWay, defaultCacheDirectory } from '../../../crawler/browser/cache-directory.ts';
import { findBrowser } from '../../../crawler/browser/find-browser.ts';
import { checkFonts } from '../../../crawler/browser/fonts.ts';
import { launchBrowser, prepareBrowser } from '../../../crawler/browser/prepare-browser.ts';
import { isSandboxed, writeLauncher } from '../../../crawler/browser/sandbox.ts';
import { unpackChromium } from '../../../crawler/browser/unpack-chromium.ts';

const cacheDir = defaultCacheDirectory();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingjing-browser-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('finds and starts a browser whose renderers are sandboxed and which draws Chinese', async () => {
  const prepared = await prepareBrowser({ browserPath: null, sandbox: true, cacheDir });
  expect(prepared.version).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
  const browser = await launchBrowser(prepared, 'http://127.0.0.1:9');
  try {
    const report = await isSandboxed(browser);
    expect(report.sandboxed).toBe(true);
    expect(report.renderers.length).toBeGreaterThan(0);
    expect(report.renderers.every(({ seccomp, namespaces, uid }) => seccomp === 2 && namespaces > 1 && uid !== 0)).toBe(
      true,
    );
    expect(await checkFonts(browser)).toBe(true);
  } finally {
    await browser.close();
  }
});

it('tells a browser without a sandbox from one with it', async () => {
  const prepared = await prepareBrowser({ browserPath: null, sandbox: false, cacheDir });
  const browser = await launchBrowser(prepared, 'http://127.0.0.1:9');
  try {
    expect((await isSandboxed(browser)).sandboxed).toBe(false);
  } finally {
    await browser.close();
  }
});

it('says which named browser does not run, in both languages', async () => {
  const path = join(folder, 'not-a-browser');
  await writeFile(path, '#!/bin/sh\necho "error while loading shared libraries: libnss3.so" >&2\nexit 127\n', {
    mode: 0o755,
  });
  await expect(findBrowser({ browserPath: path, cacheDir: folder })).rejects.toMatchObject({
    code: 'BROWSER_MISSING',
    exit: 'environment',
    sentence: { zh: expect.stringContaining(path), en: expect.stringContaining('libnss3.so') },
  });
});

/** The only machine the package is built for. */
const PACKED_FOR_US = process.platform === 'linux' && process.arch === 'x64';

it.runIf(PACKED_FOR_US)('does not run an unpacked browser that has been changed', async () => {
  const own = join(folder, 'cache');
  const unpacked = await unpackChromium(own);
  if (!unpacked) throw new Error('the package is there, but nothing was unpacked');
  await writeFile(unpacked.path, 'something else', { mode: 0o755 });
  const steps: string[] = [];
  await unpackChromium(own, (step) => steps.push(step));
  expect(steps).toEqual(['checking', 'unpacking']);
  steps.length = 0;
  await unpackChromium(own, (step) => steps.push(step));
  expect(steps).toEqual(['checking']);
});

it.skipIf(PACKED_FOR_US)('unpacks nothing where there is nothing for this machine', async () => {
  expect(await unpackChromium(join(folder, 'cache'))).toBeNull();
});

it('removes the profile folders of dead processes and keeps those of living ones', async () => {
  const profiles = join(folder, 'profiles');
  await mkdir(join(profiles, '999999999'), { recursive: true });
  await mkdir(join(profiles, '999999998-downloads'), { recursive: true });
  await mkdir(join(profiles, `${process.pid}-downloads`), { recursive: true });
  await mkdir(join(profiles, 'something-else'), { recursive: true });
  expect(await reapProfiles(folder)).toBe(2);
  expect((await readdir(profiles)).sort()).toEqual([`${process.pid}-downloads`, 'something-else'].sort());
});

it('refuses a cache folder that the unprivileged browser cannot reach', async () => {
  const closed = join(folder, 'closed');
  await mkdir(join(closed, 'inner'), { recursive: true, mode: 0o700 });
  expect(await closedFolderOnTheWay(join(closed, 'inner'))).toBe(folder);
  await expect(writeLauncher('/bin/sh', join(closed, 'inner'), 'setpriv')).rejects.toMatchObject({
    code: 'SANDBOX_UNAVAILABLE',
    sentence: { en: expect.stringContaining(folder) },
  });
});
