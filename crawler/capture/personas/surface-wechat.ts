/**
 * Runs inside the page: the bridge object that WeChat for Android gives every page, and the event that tells it is
 * ready.
 */
import type { Surface } from './surface.ts';
import type { SurfaceTools } from './surface-tools.ts';

/**
 * Self-contained: its source is sent to the page. Members as in the bridge script of WeChat 8.0.61; they are ordinary
 * functions there too. Nothing is done for the page: what needs a signed page is denied, what only changes WeChat's own
 * menus is accepted. `__wxjs_environment` belongs to mini programs and is left out.
 */
export function dressWechat(_tools: SurfaceTools, surface: Surface): void {
  if (!surface.bridge || typeof document === 'undefined') return;
  const harmless = /^(?:hide|show)(?:OptionMenu|Toolbar|MenuItems|AllNonBaseMenuItem)$|^setNavigationBarTitle$/;
  const answerTo = (name: string): string => {
    if (name === 'getNetworkType') return 'network_type:wifi';
    return harmless.test(name) ? `${name}:ok` : 'system:access_denied';
  };
  function call(name: unknown, _parameters?: unknown, callback?: unknown): void {
    if (typeof name !== 'string' || typeof callback !== 'function') return;
    const told = callback as (answer: { err_msg: string }) => void;
    setTimeout(() => told({ err_msg: answerTo(name) }), 5);
  }
  const environment: Record<string, string> = { language: 'zh_CN', webview_type: '1', timezone: '8' };
  const bridge = {
    invoke: call,
    call,
    on() {},
    subscribe() {},
    unsubscribe() {},
    env: (key: string): string => environment[key] ?? '',
    log() {},
    state: (): string => '',
    _hasInit: false,
    _createdByScriptTag: true,
  };
  const place = globalThis as unknown as { WeixinJSBridge?: typeof bridge };
  if (!place.WeixinJSBridge) {
    Object.defineProperty(bridge, '_handleMessageFromWeixin', { value() {}, writable: false, configurable: false });
    Object.defineProperty(window, 'WeixinJSBridge', { value: bridge, writable: false, configurable: false });
  }
  const tell = (): void => {
    if (place.WeixinJSBridge) place.WeixinJSBridge._hasInit = true;
    document.dispatchEvent(new Event('WeixinJSBridgeReady'));
  };
  // After the page's own handlers of the same moment: some listen for the bridge only then.
  if (document.readyState === 'loading')
    document.addEventListener('DOMContentLoaded', () => setTimeout(tell, 0), { once: true });
  else setTimeout(tell, 0);
}
