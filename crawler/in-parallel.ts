/** Runs an async function over items with a limit; stops taking new items once the signal aborts. */

/** Resolves when all taken items are done. The first rejection rejects the whole, after the running ones settled. */
export async function inParallel<T>(
  items: Iterable<T>,
  limit: number,
  signal: AbortSignal,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const iterator = items[Symbol.iterator]();
  const lane = async (): Promise<void> => {
    for (let next = iterator.next(); !next.done && !signal.aborted; next = iterator.next()) await work(next.value);
  };
  const lanes = await Promise.allSettled(Array.from({ length: limit }, lane));
  const failed = lanes.find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason;
}
