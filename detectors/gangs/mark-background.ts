/** Who carries which mark in a sweep, and what the official pages carry: from this follows what a mark is worth. */
import { ACCUSING_VERDICTS, type Verdict } from '../../storage/vocabulary/detect.ts';
import type { DomShape } from './dom-shape.ts';
import { MARK_KINDS, markKey, markWeight, type SiteMark } from './mark-kinds.ts';
import { domainOf, type MarkedSite } from './site-marks.ts';

/** Looked at and found to have nothing to do with it. Unreachable and undecided sites may be anybody's. */
const HARMLESS: ReadonlySet<Verdict> = new Set(['benign', 'official', 'parked']);
/** A benign verdict at or above this score (of 100) is a suspicion: such a site is no yardstick. */
const SUSPICIOUS_SCORE = 30;

/** True for a site whose marks are anybody's: looked at, and hardly suspicious. */
export function isHarmless({ verdict, score }: Pick<MarkedSite, 'verdict' | 'score'>): boolean {
  return HARMLESS.has(verdict) && !(verdict === 'benign' && score >= SUSPICIOUS_SCORE);
}

/** Marks and page shapes of the official reference pages: every clone has them. */
export interface OfficialMarks {
  /** As `markKey` gives them. */
  marks: ReadonlySet<string>;
  shapes: readonly DomShape[];
}

const MOST_HARMLESS_SHAPES = 500;
const SHARED_RUN = 2;

/** The carriers of every mark, counted once for a sweep. */
export class MarkBackground {
  readonly #official: ReadonlySet<string>;
  readonly #harmless = new Map<string, Set<string>>();
  readonly #accused = new Map<string, Set<string>>();
  readonly #population: number;
  readonly #runs = new Map<number, number>();

  constructor(sites: readonly MarkedSite[], { marks, shapes }: OfficialMarks) {
    this.#official = marks;
    const population = new Set<string>();
    let counted = 0;
    for (const site of sites) {
      const [harmless, accused] = [isHarmless(site), ACCUSING_VERDICTS.has(site.verdict)];
      if (!harmless && !accused) continue;
      const domain = domainOf(site.host);
      population.add(domain);
      const carriers = harmless ? this.#harmless : this.#accused;
      for (const mark of site.marks) {
        // a gang's abandoned domain is often parked, and its registration still tells: only its page is the parking
        // service's
        if (site.verdict === 'parked' && MARK_KINDS[mark.kind].family === 'registration') continue;
        const key = markKey(mark);
        carriers.set(key, (carriers.get(key) ?? new Set()).add(domain));
      }
      if (harmless && counted++ < MOST_HARMLESS_SHAPES) this.#count(site.shapes);
    }
    for (const shape of shapes) for (const run of shape) this.#runs.set(run, SHARED_RUN);
    this.#population = population.size;
  }

  #count(shapes: readonly DomShape[]): void {
    for (const run of new Set(shapes.flatMap((shape) => [...shape])))
      this.#runs.set(run, (this.#runs.get(run) ?? 0) + 1);
  }

  /**
   * What sharing this mark is worth in this sweep; 0 for what an official page carries. `except`: this harmless site
   * does not count against itself.
   */
  weight(mark: SiteMark, except?: string): number {
    const key = markKey(mark);
    if (this.#official.has(key)) return 0;
    const harmless = this.#harmless.get(key);
    const own = except !== undefined && harmless?.has(domainOf(except)) === true ? 1 : 0;
    return markWeight(mark.kind, {
      harmless: (harmless?.size ?? 0) - own,
      accused: this.#accused.get(key)?.size ?? 0,
      population: this.#population,
    });
  }

  /** The runs of a shape that neither an official page nor several harmless sites have. */
  ownShape(shape: DomShape): DomShape {
    return new Set([...shape].filter((run) => (this.#runs.get(run) ?? 0) < SHARED_RUN));
  }
}
