/** Answers that many names share (a zone's records, a parent's wildcard): asked once, remembered for a while. */

const KEPT_MS = 10 * 60_000;
const MAX_ENTRIES = 50_000;

export class Remembered<T> {
  readonly #entries = new Map<string, { value: Promise<T>; until: number }>();

  /** Questions under way are shared too. An answer that is not `worth` keeping is forgotten as soon as it is there. */
  get(key: string, ask: () => Promise<T>, worth: (value: T) => boolean): Promise<T> {
    const known = this.#entries.get(key);
    if (known !== undefined && known.until > Date.now()) return known.value;
    const value = ask();
    const entry = { value, until: Date.now() + KEPT_MS };
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    void this.#forgetUnlessWorth(key, entry, worth);
    if (this.#entries.size > MAX_ENTRIES) {
      const [oldest] = this.#entries.keys();
      if (oldest !== undefined) this.#entries.delete(oldest);
    }
    return value;
  }

  async #forgetUnlessWorth(
    key: string,
    entry: { value: Promise<T>; until: number },
    worth: (value: T) => boolean,
  ): Promise<void> {
    if (!worth(await entry.value) && this.#entries.get(key) === entry) this.#entries.delete(key);
  }
}
