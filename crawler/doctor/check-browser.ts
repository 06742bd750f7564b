/**
 * The browser and its fonts: one start answers both, whether pages can be visited and whether Chinese is drawn as
 * Chinese.
 */
import type { Browser } from 'playwright';
import { checkFonts } from '../browser/fonts.ts';
import { launchBrowser, prepareBrowser, type PreparedBrowser } from '../browser/prepare-browser.ts';
import { captureSettings, type Settings } from '../settings/settings.ts';
import { failing, fine, warning, type DoctorFinding } from './doctor-check.ts';

/** The discard port (RFC 863): nothing answers, so the browser reaches nothing while it is looked at. */
const NO_WAY_OUT = 'http://127.0.0.1:9';

interface Started {
  prepared: PreparedBrowser;
  browser: Browser;
}

export interface BrowserChecks {
  browser(): Promise<DoctorFinding>;
  fonts(): Promise<DoctorFinding>;
  /** Ends the browser, also one that is still starting. */
  close(): Promise<void>;
}

export function browserChecks(settings: Settings): BrowserChecks {
  let started: Promise<Started> | null = null;
  const start = () => (started ??= startBrowser(settings));
  return {
    browser: async () => describe(await start()),
    fonts: async () => {
      const running = await start().catch(() => null);
      if (!running)
        return warning(
          { zh: '浏览器未能启动，字体未检查', en: 'not checked: the browser did not start' },
          { zh: '先解决浏览器问题', en: 'mend the browser first' },
        );
      if (await checkFonts(running.browser)) return fine('中文显示正常', 'Chinese text is drawn as it should be');
      return failing(
        { zh: '中文显示为方框', en: 'Chinese text is drawn as boxes' },
        {
          zh: `运行 npm ci 后删除 ${running.prepared.cacheDir}/fonts 再试`,
          en: `run npm ci, remove ${running.prepared.cacheDir}/fonts and try again`,
        },
      );
    },
    close: async () => {
      const running = await started?.catch(() => null);
      await running?.browser.close().catch(() => {});
    },
  };
}

async function startBrowser(settings: Settings): Promise<Started> {
  const prepared = await prepareBrowser(captureSettings(settings));
  return { prepared, browser: await launchBrowser(prepared, NO_WAY_OUT) };
}

function describe({ prepared, browser }: Started): DoctorFinding {
  const what = `Chromium ${browser.version()} (${prepared.kind}, ${prepared.path})`;
  if (prepared.sandbox === 'off') {
    return warning(
      { zh: `${what}，沙箱已关闭`, en: `${what}, its sandbox is switched off` },
      {
        zh: '除非容器不支持，请把 browser.sandbox 设为 true',
        en: 'set browser.sandbox to true unless the container cannot have one',
      },
    );
  }
  return fine(`${what}，沙箱有效`, `${what}, sandboxed`);
}
