/** Random numbers that can be had again: their seed is printed, and TEST_SEED brings it back. */

/**
 * 0 up to 1, like Math.random; `purpose` says on stderr what the seed is for. Mulberry32: small, and good enough to
 * choose moments and bytes.
 */
export function seededRandom(
  purpose: string,
  seed = Number(process.env['TEST_SEED'] ?? Date.now() % 0x1_0000_0000),
): () => number {
  process.stderr.write(`random numbers for ${purpose}: TEST_SEED=${seed}\n`);
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

/** Bytes that do not compress. */
export function randomBytesFrom(random: () => number, count: number): Buffer {
  return Buffer.from(Array.from({ length: count }, () => Math.floor(random() * 256)));
}
