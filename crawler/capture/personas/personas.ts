/**
 * The visitors we can play: what each one's browser says of itself, consistently in headers, navigator and client
 * hints.
 */
import type { BrowserContextOptions } from 'playwright';
import type { Persona } from '../../../storage/vocabulary/personas.ts';
import { brandList, type Brand } from './brand-list.ts';

/** CDP `Emulation.UserAgentMetadata`. */
export interface UserAgentMetadata {
  brands: Brand[];
  fullVersionList: Brand[];
  platform: string;
  platformVersion: string;
  architecture: string;
  model: string;
  mobile: boolean;
  bitness: string;
  wow64: boolean;
  formFactors: string[];
}

interface Size {
  width: number;
  height: number;
}

/** The browser a persona looks out of; a search visitor's is the desktop's. */
export type BrowserKind = 'desktop' | 'android' | 'wechat';

export interface PersonaProfile {
  browser: BrowserKind;
  userAgent: string;
  viewport: Size;
  screen: Size;
  /** The whole window where it has a frame (`outerWidth` …); null = it fills what it is given. */
  window: Size | null;
  /** `navigator.maxTouchPoints`; 0 = no touch. */
  touchPoints: number;
  /** `navigator.platform`. */
  platform: string;
  /** Referer of the first request; null for none. */
  referer: string | null;
  metadata: UserAgentMetadata;
}

/**
 * A result page of the search engine most used in China; JavaScript gates read the host, server-side ones the query
 * too.
 */
const SEARCH_REFERER = 'https://www.baidu.com/s?wd=%E8%AF%81%E4%B9%A6%E6%9F%A5%E8%AF%A2';

/** `navigator.languages`, and the `Accept-Language` made of it. */
export const LANGUAGES = ['zh-CN', 'zh'];

/**
 * The profile of a persona, with the version of the browser that really runs (a claimed version that the engine's
 * behaviour contradicts gives us away).
 * @param browserVersion full version, e.g. `153.0.8010.0`.
 */
export function personaProfile(persona: Persona, browserVersion: string): PersonaProfile {
  const major = browserVersion.split('.')[0] ?? '0';
  // User agents carry the reduced version, client hints the full one: https://www.chromium.org/updates/ua-reduction/
  const chrome = `AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${major}.0.0.0`;
  switch (persona) {
    case 'desktop':
    case 'search':
      return {
        browser: 'desktop',
        userAgent: `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${chrome} Safari/537.36`,
        viewport: { width: 1280, height: 800 },
        screen: { width: 1920, height: 1080 },
        // An unmaximised window of Windows 11: borders of 8 px left, right and below, tabs and address bar above.
        window: { width: 1296, height: 895 },
        touchPoints: 0,
        platform: 'Win32',
        referer: persona === 'search' ? SEARCH_REFERER : null,
        metadata: metadata('Google Chrome', browserVersion, {
          platform: 'Windows',
          platformVersion: '15.0.0',
          architecture: 'x86',
          model: '',
          mobile: false,
          bitness: '64',
          wow64: false,
          formFactors: ['Desktop'],
        }),
      };
    case 'mobile':
      return {
        browser: 'android',
        userAgent: `Mozilla/5.0 (Linux; Android 10; K) ${chrome} Mobile Safari/537.36`,
        ...PHONE,
        metadata: metadata('Google Chrome', browserVersion, ANDROID),
      };
    default:
      return {
        browser: 'wechat',
        userAgent:
          `Mozilla/5.0 (Linux; Android 14; V2309A Build/UP1A.231005.007; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/${major}.0.0.0 ` +
          'Mobile Safari/537.36 XWEB/1460055 MMWEBSDK/20250503 MicroMessenger/8.0.61.2880(0x28003D34) WeChat/arm64 Weixin NetType/WIFI Language/zh_CN ABI/arm64',
        ...PHONE,
        metadata: metadata('Android WebView', browserVersion, ANDROID),
      };
  }
}

/** The screen is higher than what a page gets of it: status bar and address or title bar. */
const PHONE = {
  viewport: { width: 390, height: 844 },
  screen: { width: 390, height: 924 },
  window: null,
  touchPoints: 5,
  platform: 'Linux armv81',
  referer: null,
};
/** The model stands in the hints alone: the reduced user agent says `K` on every phone. */
const ANDROID = {
  platform: 'Android',
  platformVersion: '14.0.0',
  architecture: '',
  model: 'V2309A',
  mobile: true,
  bitness: '',
  wow64: false,
  formFactors: ['Mobile'],
};

function metadata(
  brand: string,
  version: string,
  rest: Omit<UserAgentMetadata, 'brands' | 'fullVersionList'>,
): UserAgentMetadata {
  return {
    brands: brandList(brand, version.split('.')[0] ?? '0'),
    fullVersionList: brandList(brand, version),
    ...rest,
  };
}

/** The browser context of one visit: a fresh one each, so that no visit knows of another. */
export function contextOptions(profile: PersonaProfile, proxyUrl: string): BrowserContextOptions {
  return {
    userAgent: profile.userAgent,
    viewport: profile.viewport,
    screen: profile.screen,
    deviceScaleFactor: 1,
    hasTouch: profile.touchPoints > 0,
    isMobile: profile.touchPoints > 0,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    // A bad certificate is a finding, not an obstacle.
    ignoreHTTPSErrors: true,
    // Refused by the surface script (surface-navigator.ts): Playwright's own refusal can be read in the function's
    // source.
    serviceWorkers: 'allow',
    acceptDownloads: true,
    proxy: { server: proxyUrl },
  };
}

/** Parameters of CDP `Emulation.setUserAgentOverride`: Playwright's own leaves the brands to the headless browser. */
export function userAgentOverride(profile: PersonaProfile): {
  userAgent: string;
  acceptLanguage: string;
  platform: string;
  userAgentMetadata: UserAgentMetadata;
} {
  return {
    userAgent: profile.userAgent,
    acceptLanguage: LANGUAGES.join(','),
    platform: profile.platform,
    userAgentMetadata: profile.metadata,
  };
}
