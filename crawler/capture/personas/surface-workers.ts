/** Runs inside the page or worker: gives the workers it starts the same surface. */
import type { SurfaceTools } from './surface-tools.ts';

/**
 * Self-contained: its source is sent to the page. DevTools hears of a worker too late (its first lines have run by
 * then) and of shared ones never, so each starts with a text of our own: the surface script, then the worker's own text
 * or a line that loads it. What the worker knows of its own address is put right. A page whose policy forbids workers
 * made of text (`worker-src`) loses its workers by this.
 * @param again source of the whole surface script.
 */
export function dressWorkers({ native, sourceOf }: SurfaceTools, again: () => string): void {
  const base = (): string => (typeof document === 'undefined' ? location.href : document.baseURI);
  const read = (url: string): string => {
    const request = new XMLHttpRequest();
    request.open('GET', url, false);
    request.send();
    return request.responseText;
  };
  const blobOf = (text: string): string => URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
  /** Runs in the worker: it was started from a blob, and is to believe that it came from `url`. */
  const stand = (url: string): void => {
    const own = globalThis as unknown as Record<string, unknown>;
    const at = new URL(url);
    const absolute = (given: unknown): string => new URL(String(given), at).href;
    for (const key of [
      'href',
      'origin',
      'protocol',
      'host',
      'hostname',
      'port',
      'pathname',
      'search',
      'hash',
      'toString',
    ] as const) {
      const value = key === 'toString' ? () => at.href : at[key];
      Object.defineProperty(location, key, typeof value === 'function' ? { value } : { get: () => value });
    }
    const first = (name: string, of: Record<string, unknown>, place = 0): void => {
      const original = of[name] as ((...args: unknown[]) => unknown) | undefined;
      if (!original) return;
      const given = (args: unknown[]): unknown[] =>
        args.map((arg, index) =>
          (name === 'importScripts' || index === place) && (typeof arg === 'string' || arg instanceof URL)
            ? absolute(arg)
            : arg,
        );
      of[name] = new Proxy(original, {
        apply: (target, self, args: unknown[]) => Reflect.apply(target, self, given(args)),
        construct: (target, args: unknown[], newTarget) => Reflect.construct(target, given(args), newTarget) as object,
      });
    };
    for (const name of ['importScripts', 'fetch', 'Request', 'EventSource', 'Worker']) first(name, own);
    first('open', XMLHttpRequest.prototype as unknown as Record<string, unknown>, 1);
  };
  /** The URL to start instead. */
  const dressed = (given: unknown, options: unknown): unknown => {
    const { href: url, origin } = new URL(String(given), base());
    const made = /^(?:blob|data):/.test(url);
    // another origin's worker is refused at once, as it should be
    if (!made && origin !== location.origin) return given;
    const isModule = (options as { type?: string } | undefined)?.type === 'module';
    if (made) {
      const body = read(url);
      const strict = /^\s*(?:'use strict'|"use strict")/.test(body) ? "'use strict';" : '';
      const whole = `${strict}${again()}${body}`;
      return url.startsWith('data:')
        ? `data:text/javascript;charset=utf-8,${encodeURIComponent(whole)}`
        : blobOf(whole);
    }
    const before = `${again()}(${sourceOf(stand)})(${JSON.stringify(url)});`;
    return blobOf(
      isModule
        ? `import ${JSON.stringify(blobOf(before))};import ${JSON.stringify(url)};`
        : `${before}importScripts(${JSON.stringify(url)});`,
    );
  };
  const classes = globalThis as unknown as Record<string, (new (...args: unknown[]) => object) | undefined>;
  for (const name of ['Worker', 'SharedWorker']) {
    const original = classes[name];
    if (!original) continue;
    const made: typeof original = native(
      new Proxy(original, {
        construct(target, args: unknown[], newTarget) {
          const kind = newTarget === made ? target : newTarget;
          let start = args;
          try {
            if (args.length > 0) start = [dressed(args[0], args[1]), ...args.slice(1)];
          } catch {
            // not to be read: as the page asked
          }
          return Reflect.construct(target, start, kind) as object;
        },
      }),
      sourceOf(original),
    );
    Object.defineProperty(globalThis, name, { value: made, writable: true, enumerable: false, configurable: true });
    Object.defineProperty(original.prototype, 'constructor', {
      value: made,
      writable: true,
      enumerable: false,
      configurable: true,
    });
  }
}
