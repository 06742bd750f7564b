/** Names with their values, found exactly or through a wildcard by the rule of the closest encloser (RFC 4592). */

/** `exact`: the name has a value or stands above one (`value` null); `wildcard`: synthesised; `none`: no such name. */
export type NameMatch<T> = { kind: 'exact'; value: T | null } | { kind: 'wildcard'; value: T } | { kind: 'none' };

export class NameTree<T> {
  readonly #values = new Map<string, T>();
  /** Every name with a value and every name above one: these exist, so no wildcard covers them. */
  readonly #nodes = new Set<string>();

  /** Names are lower-case, `*.x.cn` = everything below x.cn. The first value of a name stays. */
  add(name: string, value: T | null): void {
    if (value !== null && !this.#values.has(name)) this.#values.set(name, value);
    for (let node: string | null = name; node !== null; node = parentOf(node)) this.#nodes.add(node);
  }

  find(name: string): NameMatch<T> {
    if (this.#nodes.has(name)) return { kind: 'exact', value: this.#values.get(name) ?? null };
    for (let node = parentOf(name); node !== null; node = parentOf(node)) {
      const value = this.#values.get(`*.${node}`);
      if (value !== undefined) return { kind: 'wildcard', value };
      if (this.#nodes.has(node)) return { kind: 'none' };
    }
    return { kind: 'none' };
  }
}

function parentOf(name: string): string | null {
  const dot = name.indexOf('.');
  return dot === -1 ? null : name.slice(dot + 1);
}
