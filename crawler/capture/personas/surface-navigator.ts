/**
 * Runs inside the page or worker: navigator, permissions, connection, and the interfaces this persona's browser does
 * not have.
 */
import type { Surface } from './surface.ts';
import type { SurfaceTools } from './surface-tools.ts';

/**
 * Self-contained: its source is sent to the page. What the browser was told over DevTools already answers right and is
 * left alone.
 */
export function dressNavigator({ getter, method, addGetter, imitate }: SurfaceTools, surface: Surface): void {
  type Classes = Record<string, { prototype: object } | undefined>;
  const realm = globalThis as unknown as Record<string, unknown>;
  const classes = globalThis as unknown as Classes;
  const own = navigator as unknown as Record<string, unknown>;
  const prototype = Object.getPrototypeOf(navigator) as object;
  const { metadata } = surface;

  for (const path of surface.absent) {
    const [owner = '', member] = path.split('.');
    if (member === undefined) delete realm[owner];
    else if (classes[owner]) delete (classes[owner].prototype as Record<string, unknown>)[member];
  }

  // frames of other sites and workers were told nothing over DevTools
  const languages = Object.freeze([...surface.languages]);
  const answers: Record<string, unknown> = {
    userAgent: surface.userAgent,
    appVersion: surface.userAgent.replace('Mozilla/', ''),
    platform: surface.platform,
    language: languages[0],
    hardwareConcurrency: surface.hardwareConcurrency,
    deviceMemory: surface.deviceMemory,
    maxTouchPoints: surface.touchPoints,
  };
  for (const [key, value] of Object.entries(answers))
    if (key in own && own[key] !== value) getter(prototype, key, () => value);
  if (navigator.languages.join() !== languages.join()) getter(prototype, 'languages', () => languages);

  const hints = own['userAgentData'] as { brands: { brand: string }[] } | undefined;
  const hintsClass = classes['NavigatorUAData'];
  if (
    hints &&
    hintsClass &&
    hints.brands.map(({ brand }) => brand).join() !== metadata.brands.map(({ brand }) => brand).join()
  ) {
    const { fullVersionList, brands, mobile, platform } = metadata;
    const basic = (): object => ({ brands: brands.map((each) => ({ ...each })), mobile, platform });
    getter(hintsClass.prototype, 'brands', () => brands.map((each) => Object.freeze({ ...each })));
    getter(hintsClass.prototype, 'mobile', () => mobile);
    getter(hintsClass.prototype, 'platform', () => platform);
    method(hintsClass.prototype, 'toJSON', basic);
    const known: Record<string, unknown> = {
      ...metadata,
      uaFullVersion: fullVersionList.find(({ brand }) => brand === 'Chromium')?.version ?? '',
    };
    method(hintsClass.prototype, 'getHighEntropyValues', async (was, args) => {
      await was();
      const asked = (args[0] as string[])
        .filter((key) => Object.hasOwn(known, key))
        .map((key) => [key, known[key]] as const);
      return { ...basic(), ...Object.fromEntries(asked) };
    });
  }

  const network = classes['NetworkInformation'];
  if (network) {
    // headless browsers say 0, which no connection has
    getter(network.prototype, 'rtt', (was) => (was === 0 ? 50 : was));
    const { networkType } = surface;
    if (networkType !== null) addGetter(network.prototype, 'type', () => networkType);
  }

  // A machine without a battery service leaves the second who asks without an answer.
  const manager = classes['BatteryManager'];
  if (manager) {
    const endless = (seconds: number | null): number => seconds ?? Number.POSITIVE_INFINITY;
    const { charging, chargingTime, dischargingTime, level } = surface.battery;
    const members = { charging, chargingTime: endless(chargingTime), dischargingTime: endless(dischargingTime), level };
    const battery = imitate(manager.prototype, members, new EventTarget());
    method(prototype, 'getBattery', () => Promise.resolve(battery));
  }

  // Asked nothing yet, a secure page may still ask; an insecure one is denied everything that can be asked
  // (permissions::PermissionContextBase). A headless browser contradicts itself: `denied` there, `prompt` here.
  const secure = globalThis.isSecureContext;
  if (realm['Notification'])
    getter(realm['Notification'], 'permission', (was) => (was === 'denied' && secure ? 'default' : was));
  const status = classes['PermissionStatus'];
  if (status) getter(status.prototype, 'state', (was) => (was === 'prompt' && !secure ? 'denied' : was));

  // One visit knows nothing of another: no service worker ever starts. Refused in the words used when a script cannot
  // be fetched.
  const workers = classes['ServiceWorkerContainer'];
  if (workers) {
    method(workers.prototype, 'register', (_was, args) => {
      const script = new URL(String(args[0]), location.href).href;
      const scope = new URL('./', script).href;
      return Promise.reject(
        new TypeError(
          `Failed to register a ServiceWorker for scope ('${scope}') with script ('${script}'): An unknown error occurred when fetching the script.`,
        ),
      );
    });
  }
}
