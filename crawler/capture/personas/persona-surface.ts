/**
 * What a page's scripts may ask of the browser beside user agent, hints and screen, as each persona's real browser
 * answers. Sources: Chromium's own code (chrome/renderer, android_webview, third_party/blink), MDN's compatibility
 * tables, the bridge script that WeChat 8.0.61 for Android puts into pages, and values common on such machines. Only
 * what a headless browser answers differently is changed.
 */
import { LANGUAGES, type BrowserKind, type PersonaProfile } from './personas.ts';
import type { Surface } from './surface.ts';
import { dressChrome } from './surface-chrome.ts';
import { dressDisplay } from './surface-display.ts';
import { dressGraphics } from './surface-graphics.ts';
import { dressNavigator } from './surface-navigator.ts';
import { makeSurfaceTools } from './surface-tools.ts';
import { dressWechat } from './surface-wechat.ts';
import { dressWorkers } from './surface-workers.ts';

type Kind = Pick<
  Surface,
  'pixelRatio' | 'networkType' | 'gpu' | 'chrome' | 'pdfViewer' | 'voices' | 'battery' | 'absent' | 'bridge'
> & { taskBar: number };

/** Not on Android, by MDN's tables. */
const DESKTOP_ONLY = [
  'SharedWorker',
  'EyeDropper',
  'documentPictureInPicture',
  'DocumentPictureInPicture',
  'getScreenDetails',
  'ScreenDetails',
  'queryLocalFonts',
  'HID',
  'Navigator.hid',
  'Serial',
  'Navigator.serial',
  'IdleDetector',
  'Keyboard',
  'Navigator.keyboard',
  'WindowControlsOverlay',
  'Navigator.windowControlsOverlay',
  'Navigator.managed',
  'launchQueue',
  'LaunchQueue',
  'LanguageModel',
  'Summarizer',
  'Translator',
];
/** Not in Android's WebView either, which WeChat's browser is built like. */
const NOT_IN_WEBVIEW = [
  'Notification',
  'PushManager',
  'ServiceWorkerRegistration.showNotification',
  'PaymentRequest',
  'webkitSpeechRecognition',
  'speechSynthesis',
  'SpeechSynthesis',
  'SpeechSynthesisUtterance',
  'SpeechSynthesisVoice',
  'Bluetooth',
  'BluetoothDevice',
  'Navigator.bluetooth',
  'USB',
  'Navigator.usb',
  'Presentation',
  'PresentationRequest',
  'Navigator.presentation',
  'Navigator.share',
  'Navigator.canShare',
  'Navigator.setAppBadge',
  'Navigator.clearAppBadge',
  'Navigator.getInstalledRelatedApps',
  'BackgroundFetchManager',
  'PeriodicSyncManager',
  'BeforeInstallPromptEvent',
  'onappinstalled',
  'onbeforeinstallprompt',
];

/** Null stands for endless: JSON knows no other way. */
const IN_HAND = { charging: false, chargingTime: null, dischargingTime: 25_200, level: 0.76 };
/** A phone with a Mali GPU, as the model in the hints has. */
const MALI = { vendor: 'Google Inc. (ARM)', renderer: 'ANGLE (ARM, Mali-G720-Immortalis MC12, OpenGL ES 3.2)' };

const KINDS: Readonly<Record<BrowserKind, Kind>> = {
  desktop: {
    pixelRatio: 1,
    taskBar: 48,
    networkType: null,
    gpu: {
      vendor: 'Google Inc. (Intel)',
      renderer: 'ANGLE (Intel, Intel(R) UHD Graphics 630 (0x00003E9B) Direct3D11 vs_5_0 ps_5_0, D3D11)',
    },
    // `runtime` is there only for pages an installed extension lets connect.
    chrome: ['loadTimes', 'csi', 'app'],
    pdfViewer: true,
    voices: [
      { name: 'Microsoft Huihui - Chinese (Simplified, PRC)', lang: 'zh-CN', localService: true },
      { name: 'Microsoft Kangkang - Chinese (Simplified, PRC)', lang: 'zh-CN', localService: true },
      { name: 'Microsoft Yaoyao - Chinese (Simplified, PRC)', lang: 'zh-CN', localService: true },
      { name: 'Google 普通话（中国大陆）', lang: 'zh-CN', localService: false },
      { name: 'Google US English', lang: 'en-US', localService: false },
    ],
    battery: { charging: true, chargingTime: 0, dischargingTime: null, level: 1 },
    absent: [],
    bridge: false,
  },
  android: {
    pixelRatio: 2.75,
    taskBar: 0,
    networkType: 'wifi',
    gpu: MALI,
    // `app` belongs to extensions, which Android's Chrome does not have.
    chrome: ['loadTimes', 'csi'],
    pdfViewer: false,
    voices: [
      { name: '中文 中国', lang: 'zh_CN', localService: true },
      { name: '英语 美国', lang: 'en_US', localService: true },
    ],
    battery: IN_HAND,
    absent: DESKTOP_ONLY,
    bridge: false,
  },
  wechat: {
    pixelRatio: 2.75,
    taskBar: 0,
    networkType: 'wifi',
    gpu: MALI,
    // Made by chrome/renderer, which no WebView contains.
    chrome: null,
    pdfViewer: false,
    voices: null,
    battery: IN_HAND,
    absent: [...DESKTOP_ONLY, ...NOT_IN_WEBVIEW],
    bridge: true,
  },
};

/** The table as data for the page. */
export function personaSurface({
  browser,
  userAgent,
  platform,
  metadata,
  touchPoints,
  screen,
}: PersonaProfile): Surface {
  const { taskBar, ...kind } = KINDS[browser];
  return {
    userAgent,
    platform,
    languages: LANGUAGES,
    metadata,
    hardwareConcurrency: 8,
    deviceMemory: 8,
    touchPoints,
    availHeight: screen.height - taskBar,
    ...kind,
  };
}

/**
 * The script that gives a realm (page, frame or worker) this surface; to be run before any script of the page. It
 * leaves no name behind. Each part stands alone: one that fails leaves the rest in place.
 */
export function surfaceScript(surface: Surface): string {
  const parts = [dressNavigator, dressDisplay, dressGraphics, dressChrome, dressWechat].map(
    (part) => `try { (${part.toString()})(tools, surface) } catch {}`,
  );
  return `(function wear(surface) {
const tools = (${makeSurfaceTools.toString()})();
${parts.join('\n')}
try { (${dressWorkers.toString()})(tools, () => '(' + tools.sourceOf(wear) + ')(' + JSON.stringify(surface) + ');') } catch {}
})(${JSON.stringify(surface)});`;
}
