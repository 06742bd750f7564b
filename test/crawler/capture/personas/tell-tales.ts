/** A page that asks its visitor's browser what headless browsers answer wrongly, and writes down the answers. */
import type { RequestListener } from 'node:http';
import { html } from '../loopback-world.ts';

/** Name → an expression, awaited; it may use `facts(window)`, `once(target, event)` and `told(worker)`. */
export const TELL_TALES = {
  'window.chrome': `typeof window.chrome`,
  'members of chrome': `window.chrome ? Object.keys(window.chrome).join() : 'none'`,
  'chrome.loadTimes and chrome.csi': `window.chrome ? [typeof chrome.loadTimes().requestTime, typeof chrome.csi().pageT].join() : 'none'`,
  'plug-ins': `[navigator.plugins.length, navigator.mimeTypes.length, navigator.pdfViewerEnabled, navigator.plugins instanceof PluginArray].join()`,
  'the first plug-in': `navigator.plugins.length ? [navigator.plugins[0].name, navigator.plugins['PDF Viewer'] === navigator.plugins.item(0), navigator.plugins[0][0].type, navigator.mimeTypes['text/pdf'].enabledPlugin.filename, String(navigator.plugins[0])].join() : 'none'`,
  'Notification against its permission': `[self.Notification ? Notification.permission : 'none', (await navigator.permissions.query({ name: 'notifications' })).state].join()`,
  webdriver: `[navigator.webdriver, Object.getOwnPropertyNames(navigator).length].join()`,
  WeixinJSBridge: `typeof WeixinJSBridge`,
  WeixinJSBridgeReady: `await Promise.race([bridgeReady, new Promise((done) => setTimeout(() => done('never'), 700))])`,
  'what the bridge answers': `typeof WeixinJSBridge === 'undefined' ? 'none' : await new Promise((done) => WeixinJSBridge.invoke('getNetworkType', {}, (answer) => done(answer.err_msg)))`,
  'marks of mini programs': `[typeof __wxjs_environment, typeof wx].join()`,
  'brands in the hints': `navigator.userAgentData ? navigator.userAgentData.brands.map(({ brand }) => brand).filter((brand) => !/Not.A.Brand/.test(brand)).sort().join() : 'none'`,
  'more hints': `navigator.userAgentData ? JSON.stringify(await navigator.userAgentData.getHighEntropyValues(['model', 'formFactors', 'architecture'])).replace(/^.*?"brands".*?],/, '').replace(/[{}"]/g, '') : 'none'`,
  'versions that agree': `navigator.userAgentData ? navigator.userAgentData.brands.some(({ version }) => navigator.userAgent.includes('Chrome/' + version + '.')) : 'none'`,
  'the machine': `[navigator.platform, navigator.hardwareConcurrency, navigator.deviceMemory, navigator.maxTouchPoints, 'ontouchstart' in window].join()`,
  languages: `[navigator.language, navigator.languages.join('+'), Object.isFrozen(navigator.languages)].join()`,
  connection: `[navigator.connection.effectiveType, navigator.connection.rtt > 0, navigator.connection.type].join()`,
  'screen and window': `[screen.height > screen.availHeight, screen.height > innerHeight, outerHeight > innerHeight, screen.colorDepth].join()`,
  'pixel ratio': `[devicePixelRatio, matchMedia('(min-resolution: 2dppx)').matches, matchMedia('(-webkit-min-device-pixel-ratio: 2)').matches, matchMedia('(max-width: 99999px)').media].join()`,
  'pointer and hover': `['(pointer: coarse)', '(hover: hover)', '(any-pointer: fine)'].map((query) => matchMedia(query).matches).join()`,
  'graphics card': `(() => { const gl = document.createElement('canvas').getContext('webgl'); return [gl instanceof WebGLRenderingContext, gl.getParameter(gl.getExtension('WEBGL_debug_renderer_info').UNMASKED_RENDERER_WEBGL).match(/SwiftShader|Intel|Mali/)?.[0], gl.getSupportedExtensions().length > 20].join() })()`,
  'a canvas that draws otherwise': `(() => { const canvas = document.createElement('canvas'); return [String(canvas.getContext('2d')), canvas.getContext('webgl')].join() })()`,
  voices: `'speechSynthesis' in window ? speechSynthesis.getVoices().some((voice) => voice instanceof SpeechSynthesisVoice && /^zh.CN$/.test(voice.lang)) : 'none'`,
  'interfaces by platform': `['SharedWorker', 'PaymentRequest', 'EyeDropper', 'HID'].filter((name) => name in window).concat(['share', 'bluetooth', 'serial'].filter((name) => name in navigator)).join()`,
  'cameras and microphones': `(await navigator.mediaDevices.enumerateDevices()).length > 1`,
  'functions read as built in': `[Function.prototype.toString, matchMedia, Worker, HTMLCanvasElement.prototype.getContext, ...['plugins', 'platform', 'deviceMemory', 'languages'].map((name) => Object.getOwnPropertyDescriptor(Navigator.prototype, name).get), Object.getOwnPropertyDescriptor(window, 'devicePixelRatio').get, navigator.serviceWorker.register].filter((given) => !new RegExp('^function ' + given.name.replace('.', '[.]') + '\\\\(\\\\) \\\\{ \\\\[native code\\\\] \\\\}$').test(given.toString()) || given.hasOwnProperty('prototype') && given !== Worker).length`,
  'also for another realm': `(() => { const frame = document.body.appendChild(document.createElement('iframe')); const read = frame.contentWindow.Function.prototype.toString; return [matchMedia, Worker, Function.prototype.toString].every((given) => read.call(given).includes('[native code]')) })()`,
  'accessors refuse a wrong receiver': `['platform', 'plugins', 'deviceMemory'].map((name) => { try { return String(Navigator.prototype[name]) } catch (error) { return error instanceof TypeError } }).join()`,
  'a fresh frame': `(() => { const frame = document.body.appendChild(document.createElement('iframe')); return same(facts(frame.contentWindow)) })()`,
  'a frame of markup': `(() => { const frame = document.createElement('iframe'); frame.srcdoc = '<p>x</p>'; document.body.append(frame); return same(facts(frame.contentWindow)) })()`,
  'a frame of another site': `same(await fromOtherSite)`,
  'a worker from text': `sameWorker(await told(new Worker(textOf(report))))`,
  'a worker whose text is gone at once': `(() => { const url = textOf('"use strict";' + report); const worker = new Worker(url); URL.revokeObjectURL(url); return told(worker).then(sameWorker) })()`,
  'a worker from the site': `sameWorker(await told(new Worker('/aside/worker.js')))`,
  'a module worker': `sameWorker(await told(new Worker('/aside/worker.js', { type: 'module' })))`,
  'a worker in a worker': `sameWorker(await told(new Worker(textOf('const inner = new Worker(' + JSON.stringify(textOf(report)) + '); inner.onmessage = ({ data }) => postMessage(data)'))))`,
  'a shared worker': `typeof SharedWorker === 'undefined' ? 'none' : sameWorker(await told(new SharedWorker('/aside/shared.js').port))`,
  'the address a worker has': `(await told(new Worker('/aside/where.js'))).join()`,
  'a service worker': `await navigator.serviceWorker.register('/sw.js').then(() => 'registered', (error) => error.name)`,
  'traces of automation': `Object.getOwnPropertyNames(window).concat(Object.getOwnPropertyNames(document)).filter((name) => /^(?:\\$?cdc_|\\$chrome_async|_?_?playwright|__pw|__puppeteer|__selenium|__webdriver|_phantom|callPhantom|domAutomation)|[a-z]surface/i.test(name)).join()`,
  'stack of an error': `/playwright|puppeteer|evaluate|wear|__/.test(new Error('x').stack)`,
  'console with a watched error': `(() => { let read = 0; const error = new Error('x'); Object.defineProperty(error, 'stack', { get() { read++; return '' } }); console.debug(error); return read })()`,
  focus: `[document.hasFocus(), document.visibilityState].join()`,
  'time and place': `[Intl.DateTimeFormat().resolvedOptions().timeZone, Intl.DateTimeFormat().resolvedOptions().locale, new Date().getTimezoneOffset()].join()`,
  battery: `await navigator.getBattery().then((battery) => (battery.addEventListener('levelchange', () => {}), [battery.charging, battery.level, battery instanceof BatteryManager].join()))`,
  'media it plays': `document.createElement('video').canPlayType('video/mp4; codecs="avc1.42E01E"')`,
} as const;

export type TellTale = keyof typeof TELL_TALES;

/** What a realm says of its machine: must be the same wherever it is asked. */
const FACTS = `const { navigator } = realm; return [typeof realm.chrome, navigator.userAgent, navigator.platform, navigator.hardwareConcurrency, navigator.deviceMemory, navigator.maxTouchPoints, navigator.languages.join(), navigator.plugins.length, typeof realm.WeixinJSBridge, realm.devicePixelRatio, navigator.userAgentData && navigator.userAgentData.brands.map(({ brand }) => brand).join()].join('|')`;
const REPORT = `[navigator.userAgent, navigator.platform, navigator.hardwareConcurrency, navigator.deviceMemory, navigator.languages.join(), navigator.userAgentData && navigator.userAgentData.brands.map(({ brand }) => brand).join(), self.Notification && Notification.permission].join('|')`;

/** Answers as JSON in the page's text. `other` is a host of another site that serves `otherSite`. */
export function tellTalePage(other: string): RequestListener {
  const checks = Object.entries(TELL_TALES).map(
    ([name, expression]) => `[${JSON.stringify(name)}, async () => (${expression})]`,
  );
  const page = html(
    `<pre id="answers">0</pre><script>
const bridgeReady = new Promise((done) => document.addEventListener('WeixinJSBridgeReady', () => done('ready')));
const ticking = setInterval(() => { answers.textContent = String(Number(answers.textContent) + 1) }, 100);
const facts = (realm) => { ${FACTS} };
const same = (given) => given === facts(window) || given;
const report = ${JSON.stringify(`postMessage(${REPORT})`)};
const sameWorker = (given) => given === (${REPORT}) || given;
const textOf = (text) => URL.createObjectURL(new Blob([text]));
const told = (worker) => new Promise((done, failed) => { worker.onmessage = ({ data }) => done(data); worker.onerror = (event) => failed(new Error(event.message)) });
const fromOtherSite = new Promise((done) => addEventListener('message', ({ data }) => done(data)));
document.body.appendChild(document.createElement('iframe')).src = '//${other}/';
const within = (work) => Promise.race([work(), new Promise((done) => setTimeout(() => done('late'), 20000))]);
addEventListener('load', () => void Promise.all([${checks.join(',\n')}].map(async ([name, work]) => [name, await within(work).catch((error) => 'threw ' + error)])).then((all) => {
  clearInterval(ticking);
  answers.textContent = JSON.stringify(Object.fromEntries(all));
}));
</script>`,
    { head: '<meta name="viewport" content="width=device-width">' },
  );
  const scripts: Record<string, string> = {
    '/aside/worker.js': `postMessage(${REPORT})`,
    '/aside/shared.js': `onconnect = ({ ports: [port] }) => port.postMessage(${REPORT})`,
    '/aside/where.js': `importScripts('part.js'); fetch('near.txt').then((answer) => postMessage([location.pathname, self.part, new URL(answer.url).pathname]))`,
    '/aside/part.js': `self.part = 'loaded'`,
    '/aside/near.txt': '',
  };
  return (request, response) => {
    const script = scripts[request.url ?? ''];
    if (script === undefined) return page(request, response);
    response.writeHead(200, { 'content-type': 'text/javascript' });
    response.end(script);
  };
}

/** The page in the frame: tells the page around it what it sees. */
export const otherSite: RequestListener = html(
  `<script>const facts = (realm) => { ${FACTS} }; parent.postMessage(facts(window), '*')</script>`,
);
