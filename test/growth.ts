/** How work grows with its input, measured so that a busy machine changes nothing. */

const FACTOR = 16;
/** Less processor time in one measurement would be the clock's own noise. */
const ENOUGH_MS = 2;
const ROUNDS = 5;
const MOST_ROUNDS = 8;

/** Half way between growth with the input (16) and growth with its square (256), as ratios go. */
export const TOO_MUCH_GROWTH = 64;

/**
 * How many times the processor time the work takes on an input sixteen times as large: about 16 where it grows with its
 * input, 256 where it grows with its square, 1 where it is bounded. Both sizes take turns on the clock of this process
 * alone, and the least of each counts: other programs can only add. `make` makes a new input for every run, so that
 * nothing remembered is measured; its time does not count.
 */
export function growth<T>(size: number, make: (size: number) => T, work: (input: T) => unknown): number {
  const small = new Measured(() => make(size), work);
  const large = new Measured(() => make(size * FACTOR), work);
  for (let round = 1; round <= MOST_ROUNDS; round += 1) {
    small.measure();
    large.measure();
    if (round >= ROUNDS && large.least / small.least < TOO_MUCH_GROWTH) break;
  }
  return large.least / small.least;
}

class Measured<T> {
  /** Least milliseconds of one run so far. */
  least = Number.POSITIVE_INFINITY;
  readonly #make: () => T;
  readonly #work: (input: T) => unknown;
  #runs = 1;

  constructor(make: () => T, work: (input: T) => unknown) {
    this.#make = make;
    this.#work = work;
  }

  /** As many runs as the clock needs to see them; finding out how many warms the code up too. */
  measure(): void {
    let took = this.#time();
    while (took < ENOUGH_MS) {
      this.#runs *= 2;
      took = this.#time();
    }
    this.least = Math.min(this.least, took / this.#runs);
  }

  #time(): number {
    const inputs = Array.from({ length: this.#runs }, () => this.#make());
    const before = process.cpuUsage();
    for (const input of inputs) this.#work(input);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  }
}
