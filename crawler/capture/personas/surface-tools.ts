/**
 * Runs inside the page: what the parts of the surface script change the browser's own objects with, so that they still
 * look built in.
 */

export interface SurfaceTools {
  /** A stand-in whose source reads as built in, also in other realms (there without its name). */
  native: <F extends object>(of: F, text: string) => F;
  /**
   * Answers for an accessor; `was` is the browser's own answer. The receiver is checked by the original. Nothing where
   * there is no such accessor.
   */
  getter: (owner: object, key: string, answer: (was: unknown, self: object) => unknown) => void;
  /** The same for a method. */
  method: (owner: object, key: string, answer: (was: () => unknown, args: unknown[], self: object) => unknown) => void;
  /** Adds an accessor that this browser lacks. */
  addGetter: (owner: object, key: string, answer: () => unknown) => void;
  /**
   * An object of a built-in class that answers these members; functions stand for methods. `of` = the object that
   * becomes one.
   */
  imitate: (prototype: object, members: Record<string, unknown>, of?: object) => object;
  /** The true source of one of our functions. */
  sourceOf: (of: object) => string;
}

/** Self-contained: its source is sent to the page. Must run before the page can rewrite the built-ins it uses. */
export function makeSurfaceTools(): SurfaceTools {
  const texts = new WeakMap<object, string>();
  const imitations = new WeakMap<object, Record<string, unknown>>();
  const { apply, defineProperty, getOwnPropertyDescriptor } = Reflect;
  const hasOwn = Object.hasOwn;
  // bound: a page may replace the methods of WeakMap.prototype
  const textOf = texts.get.bind(texts) as (of: unknown) => string | undefined;
  const membersOf = imitations.get.bind(imitations) as (of: unknown) => Record<string, unknown> | undefined;
  const plain = getOwnPropertyDescriptor(Function.prototype, 'toString')?.value as (this: object) => string;
  const sourceOf = (of: object): string => apply(plain, of, []);

  // A proxy of a function reads as `function () { [native code] }` everywhere; this realm gives the name too.
  const native = <F extends object>(of: F, text: string, handler: ProxyHandler<F> = {}): F => {
    const made = new Proxy(of, handler);
    texts.set(made, text);
    return made;
  };
  const isOf = (members: Record<string, unknown> | undefined, key: string): members is Record<string, unknown> =>
    members !== undefined && hasOwn(members, key);
  const wrap = (
    original: object,
    key: string,
    answer: (was: () => unknown, args: unknown[], self: object) => unknown,
  ): object =>
    native(original, textOf(original) ?? sourceOf(original), {
      apply(target, self: object, args: unknown[]) {
        const members = membersOf(self);
        if (!isOf(members, key))
          return answer(() => apply(target as (...all: unknown[]) => unknown, self, args), args, self);
        const member = members[key];
        return typeof member === 'function' ? apply(member as (...all: unknown[]) => unknown, self, args) : member;
      },
    });
  const getter: SurfaceTools['getter'] = (owner, key, answer) => {
    const descriptor = getOwnPropertyDescriptor(owner, key);
    if (!descriptor?.get || !descriptor.configurable) return;
    defineProperty(owner, key, {
      ...descriptor,
      get: wrap(descriptor.get, key, (was, _args, self) => answer(was(), self)) as () => unknown,
    });
  };
  const method: SurfaceTools['method'] = (owner, key, answer) => {
    const descriptor = getOwnPropertyDescriptor(owner, key);
    if (typeof descriptor?.value !== 'function' || !descriptor.configurable) return;
    defineProperty(owner, key, { ...descriptor, value: wrap(descriptor.value as object, key, answer) });
  };
  const addGetter: SurfaceTools['addGetter'] = (owner, key, answer) => {
    if (key in owner) return;
    const made = getOwnPropertyDescriptor(
      {
        get [key]() {
          return answer();
        },
      },
      key,
    )?.get;
    if (made)
      defineProperty(owner, key, {
        get: native(made, `function get ${key}() { [native code] }`),
        set: undefined,
        enumerable: true,
        configurable: true,
      });
  };
  const ready = new Set<string>();
  const known = new Map<object, number>();
  const imitate: SurfaceTools['imitate'] = (prototype, members, of = {}) => {
    const made = Object.setPrototypeOf(of, prototype) as object;
    imitations.set(made, members);
    if (!known.has(prototype)) known.set(prototype, known.size);
    for (const key of Object.keys(members)) {
      const name = `${known.get(prototype)} ${key}`;
      if (ready.has(name)) continue;
      ready.add(name);
      getter(prototype, key, (was) => was);
      method(prototype, key, (was) => was());
    }
    return made;
  };

  method(Function.prototype, 'toString', (was, _args, self) => textOf(self) ?? was());
  return { native: (of, text) => native(of, text), getter, method, addGetter, imitate, sourceOf };
}
