/** Makes a browser ready to run (found, unpacked, fonts, sandbox) and says how Playwright has to start it. */
import { chown } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { chromium, type Browser, type LaunchOptions } from 'playwright';
import type { Sentence } from '../../storage/vocabulary/sentence.ts';
import { MingjingError } from '../../storage/mingjing-error.ts';
import { makeReadableFolder } from './cache-directory.ts';
import { profilesFolder, reapProfiles } from './browser-profiles.ts';
import { findBrowser, type BrowserSettings, type FoundBrowser } from './find-browser.ts';
import { prepareFonts } from './fonts.ts';
import {
  isSandboxed,
  SANDBOX_UID,
  sandboxMode,
  sandboxUnavailable,
  writeLauncher,
  type SandboxMode,
} from './sandbox.ts';

export interface PreparedBrowser extends FoundBrowser {
  sandbox: SandboxMode;
  cacheDir: string;
  /** What to start in the browser's place: our launcher script, which starts `path`. */
  executable: string;
  /** Where the browser puts downloads; removed after this process. */
  downloads: string;
}

/**
 * Switches for every browser we start. The proxies are per context; the resolver rule keeps Chromium from asking DNS
 * itself, the WebRTC policy from going around the proxy, QUIC off because a proxy cannot carry it.
 */
const SWITCHES = [
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
  '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
  '--disable-blink-features=AutomationControlled',
  '--lang=zh-CN',
  // Workers ask the browser, not the page, for their languages.
  '--accept-lang=zh-CN,zh',
  // What Chrome has on Windows and Android but not on Linux, and the cameras and microphones of a machine that has
  // some: listed, never opened.
  '--enable-blink-features=WebShare,WebBluetooth',
  '--use-fake-device-for-media-stream',
];

/**
 * Finds and unpacks the browser, lays out the fonts, writes the launcher, and removes what dead browsers left behind.
 * Safe to call often (0.3 s once everything is in place) and from several processes. `onStep` is told what is being
 * done.
 * @throws MingjingError BROWSER_MISSING, SANDBOX_UNAVAILABLE, FONTS_MISSING or CACHE_UNUSABLE (environment).
 */
export async function prepareBrowser(
  settings: BrowserSettings,
  onStep: (step: Sentence) => void = () => {},
): Promise<PreparedBrowser> {
  const cacheDir = await makeReadableFolder(resolve(settings.cacheDir));
  const sandbox = await sandboxMode(settings.sandbox);
  await reapProfiles(cacheDir);
  const found = await findBrowser({ ...settings, cacheDir }, (step) =>
    onStep(
      step === 'unpacking'
        ? { zh: '解压随附的 Chromium（约 3 秒）', en: 'unpacking the bundled Chromium (about 3 s)' }
        : { zh: '校验随附的 Chromium', en: 'checking the bundled Chromium' },
    ),
  );
  onStep({ zh: '准备中文字体', en: 'laying out the Chinese fonts' });
  const owner = sandbox === 'setpriv' ? SANDBOX_UID : null;
  const env = { ...found.env, ...(await prepareFonts(cacheDir, owner)) };
  const executable = await writeLauncher(found.path, cacheDir, sandbox);
  const downloads = await makeReadableFolder(join(profilesFolder(cacheDir), `${process.pid}-downloads`));
  if (owner !== null) await chown(downloads, owner, owner);
  return { ...found, env, sandbox, cacheDir, executable, downloads };
}

/**
 * How Playwright has to start a prepared browser. Its environment is made anew: nothing of ours (database addresses,
 * tokens) reaches a process that runs hostile pages.
 * @param proxy server of last resort; must refuse everything, since every context brings its own.
 */
export function launchOptions(prepared: PreparedBrowser, proxy: string): LaunchOptions {
  return {
    executablePath: prepared.executable,
    chromiumSandbox: prepared.sandbox !== 'off',
    headless: true,
    args: [...SWITCHES],
    env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LANG: 'zh_CN.UTF-8', TZ: 'Asia/Shanghai', ...prepared.env },
    downloadsPath: prepared.downloads,
    proxy: { server: proxy },
    timeout: 30_000,
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  };
}

/**
 * Starts the browser and looks that its sandbox is real.
 * @throws MingjingError SANDBOX_UNAVAILABLE or BROWSER_MISSING (environment) with the browser's own words.
 */
export async function launchBrowser(prepared: PreparedBrowser, proxy: string): Promise<Browser> {
  const browser = await chromium.launch(launchOptions(prepared, proxy)).catch((error: unknown) => {
    throw launchFailure(error);
  });
  if (prepared.sandbox === 'off' || process.platform !== 'linux') return browser;
  const report = await isSandboxed(browser);
  if (report.sandboxed) return browser;
  await browser.close();
  throw sandboxUnavailable('not-effective', JSON.stringify(report.renderers));
}

/** Tells a sandbox that could not start from a browser that does not run at all. */
function launchFailure(error: unknown): MingjingError {
  const text = error instanceof Error ? error.message : String(error);
  const line = /.*(?:sandbox|setpriv|namespace|Operation not permitted).*/i.exec(
    text.replace(/<launching>.*/g, ''),
  )?.[0];
  if (
    line &&
    /No usable sandbox|without --no-sandbox|setpriv|clone|namespace|sandbox.*(?:fail|FATAL)|Operation not permitted/i.test(
      line,
    )
  )
    return sandboxUnavailable('browser', line.trim().slice(0, 300), error);
  const detail = text.split('\n').slice(0, 4).join(' ').slice(0, 400);
  return new MingjingError(
    'BROWSER_MISSING',
    {
      zh: `浏览器无法启动：${detail}。请运行 mingjing doctor`,
      en: `the browser does not start: ${detail}. Run mingjing doctor`,
    },
    { cause: error },
  );
}
