/** Runs inside the page: `window.chrome`, and the PDF viewer that `navigator.plugins` lists in Chrome on a desktop. */
import type { Surface } from './surface.ts';
import type { SurfaceTools } from './surface-tools.ts';

/** Self-contained: its source is sent to the page. */
export function dressChrome({ native, getter, imitate }: SurfaceTools, surface: Surface): void {
  if (typeof window === 'undefined') return;
  const unnamed = (call: () => unknown): unknown => native(call, 'function () { [native code] }');

  // chrome/renderer/loadtimes_extension_bindings.cc and csi extension: from the page's own timing
  const seconds = (at: number): number => at / 1000;
  const timing = (): Record<string, number> => performance.timing as unknown as Record<string, number>;
  const members: Record<string, unknown> = {
    loadTimes: unnamed(() => {
      const { navigationStart = 0, responseStart = 0, domContentLoadedEventEnd = 0, loadEventEnd = 0 } = timing();
      const [entry] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
      const protocol = entry?.nextHopProtocol || 'http/1.1';
      const fast = protocol.startsWith('h');
      const paint = performance.getEntriesByType('paint')[0]?.startTime;
      return {
        requestTime: seconds(navigationStart),
        startLoadTime: seconds(navigationStart),
        commitLoadTime: seconds(responseStart),
        finishDocumentLoadTime: seconds(domContentLoadedEventEnd),
        finishLoadTime: seconds(loadEventEnd),
        firstPaintTime: paint === undefined ? 0 : seconds(navigationStart + paint),
        firstPaintAfterLoadTime: 0,
        navigationType: 'Other',
        wasFetchedViaSpdy: fast && protocol !== 'http/1.1',
        wasNpnNegotiated: fast && protocol !== 'http/1.1',
        npnNegotiatedProtocol: protocol === 'http/1.1' ? 'unknown' : protocol,
        wasAlternateProtocolAvailable: false,
        connectionInfo: protocol,
      };
    }),
    csi: unnamed(() => {
      const { navigationStart = 0, domContentLoadedEventEnd = 0 } = timing();
      return { startE: navigationStart, onloadT: domContentLoadedEventEnd, pageT: performance.now(), tran: 15 };
    }),
    app: {
      isInstalled: false,
      InstallState: { DISABLED: 'disabled', INSTALLED: 'installed', NOT_INSTALLED: 'not_installed' },
      RunningState: { CANNOT_RUN: 'cannot_run', READY_TO_RUN: 'ready_to_run', RUNNING: 'running' },
      getDetails: native(() => null, 'function getDetails() { [native code] }'),
      getIsInstalled: native(() => false, 'function getIsInstalled() { [native code] }'),
    },
  };
  if (surface.chrome && !('chrome' in window)) {
    const value = Object.fromEntries(surface.chrome.map((name) => [name, members[name]]));
    Object.defineProperty(window, 'chrome', { value, writable: true, enumerable: true, configurable: false });
  }

  if (!surface.pdfViewer || navigator.pdfViewerEnabled) return;
  // The same list in every Chromium with a viewer:
  // https://html.spec.whatwg.org/multipage/system-state.html#pdf-viewing-support
  const description = 'Portable Document Format';
  const listOf = (
    prototype: object,
    items: { key: string; item: object }[],
    more: Record<string, unknown> = {},
  ): object => {
    const named = (name: unknown): object | null => items.find(({ key }) => key === name)?.item ?? null;
    const list = imitate(prototype, {
      ...more,
      length: items.length,
      item: (index: unknown) => items[Number(index) || 0]?.item ?? null,
      namedItem: named,
    });
    for (const [index, { item }] of items.entries())
      Object.defineProperty(list, index, { value: item, enumerable: true, configurable: true });
    for (const { key, item } of items)
      Object.defineProperty(list, key, { value: item, enumerable: false, configurable: true });
    return list;
  };
  const holder: { plugin: object | null } = { plugin: null };
  const types = ['application/pdf', 'text/pdf'].map((type) => {
    const facts = { type, suffixes: 'pdf', description };
    const item = imitate(MimeType.prototype, { ...facts, enabledPlugin: () => holder.plugin });
    return { key: type, item };
  });
  const names = [
    'PDF Viewer',
    'Chrome PDF Viewer',
    'Chromium PDF Viewer',
    'Microsoft Edge PDF Viewer',
    'WebKit built-in PDF',
  ];
  const plugins = names.map((name) => ({
    key: name,
    item: listOf(Plugin.prototype, types, { name, filename: 'internal-pdf-viewer', description }),
  }));
  holder.plugin = plugins[0]?.item ?? null;
  const pluginArray = listOf(PluginArray.prototype, plugins, { refresh: () => undefined });
  const mimeTypeArray = listOf(MimeTypeArray.prototype, types);
  getter(Navigator.prototype, 'plugins', () => pluginArray);
  getter(Navigator.prototype, 'mimeTypes', () => mimeTypeArray);
  getter(Navigator.prototype, 'pdfViewerEnabled', () => true);
}
