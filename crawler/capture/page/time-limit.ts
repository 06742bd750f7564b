/**
 * Waiting that always ends: every question put to a page is raced against a timer, because a hostile page may never
 * answer.
 */

/** `ok: false` = it failed or did not answer in time; which of the two is in `late`. */
export type Answer<T> = { ok: true; value: T } | { ok: false; late: boolean; error: unknown };

/** Never rejects. The promise itself goes on; its late failure is swallowed. */
export async function within<T>(ms: number, promise: Promise<T>): Promise<Answer<T>> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Answer<T>>((resolve) => {
    timer = setTimeout(() => resolve({ ok: false, late: true, error: null }), Math.max(0, ms));
  });
  const answer = promise.then<Answer<T>, Answer<T>>(
    (value) => ({ ok: true, value }),
    (error: unknown) => ({ ok: false, late: false, error }),
  );
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The value, or `fallback` when it failed or was late. */
export async function orElse<T, F>(ms: number, promise: Promise<T>, fallback: F): Promise<T | F> {
  const answer = await within(ms, promise);
  return answer.ok ? answer.value : fallback;
}

/** What is left of a visit. */
export class Deadline {
  readonly #at: number;
  readonly startedAt: number;

  constructor(ms: number) {
    this.startedAt = performance.now();
    this.#at = this.startedAt + ms;
  }

  /** Milliseconds left, at most `cap`, at least 0. */
  left(cap = Number.POSITIVE_INFINITY): number {
    return Math.max(0, Math.min(cap, this.#at - performance.now()));
  }

  get passed(): boolean {
    return this.left() === 0;
  }
}
