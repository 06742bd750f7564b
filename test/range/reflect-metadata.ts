/**
 * The four `Reflect` metadata calls that @peculiar/x509's tsyringe asks for before it loads; import this file first.
 * Stands in for the package `reflect-metadata`, which x509 leaves to its user to install.
 */
type Constructor = object;

const store = new WeakMap<Constructor, Map<string, unknown>>();

function own(key: string, target: Constructor): unknown {
  return store.get(target)?.get(key);
}

function inherited(key: string, target: Constructor): unknown {
  for (let at: Constructor | null = target; at !== null; at = Object.getPrototypeOf(at) as Constructor | null) {
    if (store.get(at)?.has(key)) return own(key, at);
  }
  return undefined;
}

function define(key: string, value: unknown, target: Constructor): void {
  const entries = store.get(target) ?? new Map<string, unknown>();
  store.set(target, entries.set(key, value));
}

if (!('getMetadata' in Reflect)) {
  Object.assign(Reflect, { getMetadata: inherited, getOwnMetadata: own, defineMetadata: define });
}
