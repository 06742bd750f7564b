/** The visitors we can play: what each one's browser says of itself, consistently in headers, navigator and client hints. */
import type { BrowserContextOptions } from 'playwright';
import type { Persona } from '../../storage/vocabulary.ts';

/** CDP `Emulation.UserAgentMetadata`. */
interface UserAgentMetadata {
  brands: { brand: string; version: string }[];
  fullVersionList: { brand: string; version: string }[];
  platform: string;
  platformVersion: string;
  architecture: string;
  model: string;
  mobile: boolean;
  bitness: string;
  wow64: boolean;
}

export interface PersonaProfile {
  userAgent: string;
  viewport: { width: number; height: number };
  touch: boolean;
  /** `navigator.platform`. */
  platform: string;
  /** Referer of the first request; null for none. */
  referer: string | null;
  metadata: UserAgentMetadata;
}

/** A result page of the search engine most used in China; JavaScript gates read the host, server-side ones the query too. */
const SEARCH_REFERER = 'https://www.baidu.com/s?wd=%E8%AF%81%E4%B9%A6%E6%9F%A5%E8%AF%A2';

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
        userAgent: `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${chrome} Safari/537.36`,
        viewport: { width: 1280, height: 800 },
        touch: false,
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
        }),
      };
    case 'mobile':
      return {
        userAgent: `Mozilla/5.0 (Linux; Android 10; K) ${chrome} Mobile Safari/537.36`,
        ...PHONE,
        metadata: metadata('Google Chrome', browserVersion, ANDROID),
      };
    default:
      return {
        userAgent:
          `Mozilla/5.0 (Linux; Android 14; V2309A Build/UP1A.231005.007; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/${major}.0.0.0 ` +
          'Mobile Safari/537.36 XWEB/1460055 MMWEBSDK/20250503 MicroMessenger/8.0.61.2880(0x28003D34) WeChat/arm64 Weixin NetType/WIFI Language/zh_CN ABI/arm64',
        ...PHONE,
        metadata: metadata('Android WebView', browserVersion, { ...ANDROID, model: 'V2309A' }),
      };
  }
}

const PHONE = { viewport: { width: 390, height: 844 }, touch: true, platform: 'Linux armv81', referer: null };
const ANDROID = { platform: 'Android', platformVersion: '14.0.0', architecture: '', model: 'K', mobile: true, bitness: '', wow64: false };

function metadata(brand: string, version: string, rest: Omit<UserAgentMetadata, 'brands' | 'fullVersionList'>): UserAgentMetadata {
  const major = version.split('.')[0] ?? '0';
  const list = (own: string, grease: string): UserAgentMetadata['brands'] => [
    { brand: 'Chromium', version: own },
    { brand, version: own },
    { brand: 'Not.A/Brand', version: grease },
  ];
  return { brands: list(major, '99'), fullVersionList: list(version, '99.0.0.0'), ...rest };
}

/** The browser context of one visit: a fresh one each, so that no visit knows of another. */
export function contextOptions(profile: PersonaProfile, proxyUrl: string): BrowserContextOptions {
  return {
    userAgent: profile.userAgent,
    viewport: profile.viewport,
    screen: profile.viewport,
    deviceScaleFactor: 1,
    hasTouch: profile.touch,
    isMobile: profile.touch,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    // A bad certificate is a finding, not an obstacle.
    ignoreHTTPSErrors: true,
    serviceWorkers: 'block',
    acceptDownloads: true,
    proxy: { server: proxyUrl },
  };
}

/** Parameters of CDP `Emulation.setUserAgentOverride`: Playwright's own leaves the brands to the headless browser. */
export function userAgentOverride(profile: PersonaProfile): { userAgent: string; acceptLanguage: string; platform: string; userAgentMetadata: UserAgentMetadata } {
  return { userAgent: profile.userAgent, acceptLanguage: 'zh-CN,zh', platform: profile.platform, userAgentMetadata: profile.metadata };
}
