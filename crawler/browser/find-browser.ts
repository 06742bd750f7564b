/** Finds a Chromium to run: the configured one, Playwright's own, the system's, or the one that npm brought. */
import { execFile } from 'node:child_process';
import { access, constants, readdir } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { chromium } from 'playwright';
import { MingjingError } from '../../storage/mingjing-error.ts';
import { unpackChromium } from './unpack-chromium.ts';

const run = promisify(execFile);

export interface BrowserSettings {
  /**
   * Browser to use before any other; null = look for one. A named browser that does not run is an error, not skipped.
   */
  browserPath: string | null;
  /** Chromium's own sandbox; false only where the machine cannot have one. */
  sandbox: boolean;
  /** Absolute path of the folder for the unpacked browser, fonts and profiles. */
  cacheDir: string;
}

export interface FoundBrowser {
  path: string;
  /** Full version, e.g. `153.0.8010.0`. */
  version: string;
  kind: 'configured' | 'playwright' | 'system' | 'npm';
  /** Environment it needs beyond the usual, e.g. `LD_LIBRARY_PATH` on a machine without the NSS libraries. */
  env: Record<string, string>;
}

/** Headless shells first: measured three times as fast as the full browser. */
const SYSTEM_NAMES = [
  'chromium-headless-shell',
  'chrome-headless-shell',
  'headless_shell',
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
];
const SYSTEM_FOLDERS = ['/usr/lib/chromium', '/usr/lib64/chromium-browser', '/usr/lib/chromium-browser'];

/**
 * The first browser that starts and tells its version, in the order configured, Playwright's, system, npm's.
 * @throws MingjingError BROWSER_MISSING (environment): names every place looked at and why it did not serve.
 */
export async function findBrowser(
  settings: Pick<BrowserSettings, 'browserPath' | 'cacheDir'>,
  onStep: (step: 'unpacking' | 'checking') => void = () => {},
): Promise<FoundBrowser> {
  const failures: string[] = [];
  const attempt = async (
    path: string,
    kind: FoundBrowser['kind'],
    env: Record<string, string> = {},
  ): Promise<FoundBrowser | null> => {
    const version = await versionOf(path, env);
    if (version.ok) return { path, version: version.version, kind, env };
    failures.push(`${path}: ${version.reason}`);
    return null;
  };
  if (settings.browserPath !== null) {
    const found = await attempt(settings.browserPath, 'configured');
    if (found) return found;
    throw browserMissing(failures);
  }
  for (const path of await playwrightBrowsers()) {
    const found = await attempt(path, 'playwright');
    if (found) return found;
  }
  for (const path of await systemBrowsers()) {
    const found = await attempt(path, 'system');
    if (found) return found;
  }
  const unpacked = await unpackChromium(settings.cacheDir, onStep);
  if (!unpacked) failures.push('@sparticuz/chromium: not installed, or not built for this machine');
  // The bundled NSS libraries only where the system has none: the system's get security updates.
  const found =
    unpacked &&
    ((await attempt(unpacked.path, 'npm')) ??
      (await attempt(unpacked.path, 'npm', { LD_LIBRARY_PATH: unpacked.libraries })));
  if (found) return found;
  throw browserMissing(failures);
}

/** Asks a browser for its version; the reason names the missing library when it does not start. */
async function versionOf(
  path: string,
  env: Record<string, string>,
): Promise<{ ok: true; version: string } | { ok: false; reason: string }> {
  try {
    const { stdout } = await run(path, ['--version'], {
      timeout: 15_000,
      env: { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', ...env },
    });
    const version = /\d+\.\d+\.\d+\.\d+/.exec(stdout)?.[0];
    return version
      ? { ok: true, version }
      : { ok: false, reason: `unexpected answer to --version: ${stdout.trim().slice(0, 100)}` };
  } catch (error) {
    const { stderr, code, message } = error as Error & { stderr?: string; code?: string | number };
    return { ok: false, reason: stderr?.trim().split('\n')[0]?.slice(0, 200) || String(code ?? message) };
  }
}

/** What `npx playwright install chromium` downloaded, headless shell first. */
async function playwrightBrowsers(): Promise<string[]> {
  const full = chromium.executablePath();
  if (!full) return [];
  const root = dirname(dirname(dirname(full)));
  const shells: string[] = [];
  for (const folder of await readdir(root).catch(() => [])) {
    if (!folder.startsWith('chromium_headless_shell-')) continue;
    for (const inner of await readdir(join(root, folder)).catch(() => [])) {
      for (const name of ['headless_shell', 'chrome-headless-shell']) shells.push(join(root, folder, inner, name));
    }
  }
  return existing([...shells.sort().reverse(), full]);
}

async function systemBrowsers(): Promise<string[]> {
  const folders = [...new Set([...(process.env['PATH'] ?? '').split(delimiter).filter(Boolean), '/usr/bin'])];
  const paths = SYSTEM_NAMES.flatMap((name) => [...folders, ...SYSTEM_FOLDERS].map((folder) => join(folder, name)));
  return existing([...new Set(paths)]);
}

async function existing(paths: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) {
    const runs = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (runs) found.push(path);
  }
  return found;
}

function browserMissing(failures: readonly string[]): MingjingError {
  const tried = failures.join('; ');
  return new MingjingError('BROWSER_MISSING', {
    zh: `没有可用的 Chromium 浏览器。请运行 npm ci 安装随附的浏览器，或 npx playwright install chromium，或 apt install chromium-headless-shell，或用 MINGJING_BROWSER 指定。已尝试：${tried}`,
    en: `no Chromium that runs. Run npm ci for the bundled one, or npx playwright install chromium, or apt install chromium-headless-shell, or name one in MINGJING_BROWSER. Tried: ${tried}`,
  });
}
