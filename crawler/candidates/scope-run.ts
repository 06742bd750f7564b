/** Book-keeping of one scope of a source: what was found and dropped, progress, and exactly one final outcome. */
import type { NewArtifact } from '../../storage/vocabulary/artifacts.ts';
import type { Source } from '../../storage/vocabulary/candidates.ts';
import type { Sentence } from '../../storage/vocabulary/sentence.ts';
import type { CandidateContext, SourceOutcome } from './candidate-context.ts';

export interface SavedProgress {
  at: number;
  found: number;
  dropped: [string, number][];
}

/** At most this many problems are named in a note; the rest are counted. */
const NAMED_PROBLEMS = 10;

export class ScopeRun {
  /** Position to go on from: an index, page or line, in the source's own unit; null = afresh. */
  readonly startAt: number | null;
  /** The scope was finished by an earlier run of the same sweep. */
  readonly alreadyDone: boolean;
  readonly #context: CandidateContext;
  readonly #source: Source;
  readonly #scope: string;
  readonly #dropped: Map<string, number>;
  readonly #problems: string[] = [];
  #problemCount = 0;
  #found: number;
  #at: number | null;

  private constructor(
    context: CandidateContext,
    source: Source,
    scope: string,
    saved: SavedProgress | null,
    alreadyDone: boolean,
  ) {
    this.#context = context;
    this.#source = source;
    this.#scope = scope;
    this.alreadyDone = alreadyDone;
    this.startAt = saved?.at ?? null;
    this.#at = this.startAt;
    this.#found = saved?.found ?? 0;
    this.#dropped = new Map(saved?.dropped);
  }

  /** Opens the scope, picking up saved progress. A cursor that cannot be read means starting afresh. */
  static async open(context: CandidateContext, source: Source, scope: string): Promise<ScopeRun> {
    const progress = (await context.resume?.({ source, scope })) ?? null;
    return new ScopeRun(context, source, scope, readCursor(progress?.cursor ?? null), progress?.status === 'done');
  }

  found(): void {
    this.#found += 1;
  }

  drop(reason: string, count = 1): void {
    this.#dropped.set(reason, (this.#dropped.get(reason) ?? 0) + count);
  }

  /** Drops something and names it in the closing note, e.g. `line 3`. */
  dropNamed(reason: string, where: string): void {
    this.drop(reason);
    this.#problemCount += 1;
    if (this.#problems.length < NAMED_PROBLEMS) this.#problems.push(where);
  }

  /** Everything before `at` was found; kept with the next report. */
  reached(at: number): void {
    this.#at = at;
  }

  /** Everything before `at` was found and taken. */
  async advance(at: number): Promise<void> {
    this.#at = at;
    await this.#context.report(this.#outcome('running', null, null));
  }

  async done(note: Sentence | null = null): Promise<void> {
    await this.#context.report(this.#outcome('done', null, joinSentences([note, this.#problemNote()])));
  }

  /** @param artifacts what shows the failure, to be kept as evidence. */
  async failed(
    failure: NonNullable<SourceOutcome['failure']>,
    note: Sentence,
    artifacts: NewArtifact[] = [],
  ): Promise<void> {
    const outcome = this.#outcome('failed', failure, joinSentences([note, this.#problemNote()]));
    await this.#context.report(artifacts.length === 0 ? outcome : { ...outcome, artifacts });
  }

  #outcome(status: SourceOutcome['status'], failure: SourceOutcome['failure'], note: Sentence | null): SourceOutcome {
    const dropped = [...this.#dropped].map(([reason, count]) => ({ reason, count }));
    const saved: SavedProgress | null =
      this.#at === null ? null : { at: this.#at, found: this.#found, dropped: [...this.#dropped] };
    return {
      source: this.#source,
      scope: this.#scope,
      status,
      failure,
      found: this.#found,
      dropped,
      note,
      cursor: saved && JSON.stringify(saved),
    };
  }

  #problemNote(): Sentence | null {
    if (this.#problemCount === 0) return null;
    const more = this.#problemCount - this.#problems.length;
    const named = this.#problems.join('; ');
    return {
      zh: `有 ${this.#problemCount} 处无法使用：${named}${more > 0 ? `；另有 ${more} 处` : ''}`,
      en: `${this.#problemCount} could not be used: ${named}${more > 0 ? `; and ${more} more` : ''}`,
    };
  }
}

/** What a scope's cursor holds; null for none, or one that cannot be read. */
export function readCursor(cursor: string | null): SavedProgress | null {
  if (cursor === null) return null;
  try {
    const saved = JSON.parse(cursor) as Partial<SavedProgress>;
    if (typeof saved.at !== 'number' || typeof saved.found !== 'number' || !Array.isArray(saved.dropped)) return null;
    return { at: saved.at, found: saved.found, dropped: saved.dropped };
  } catch {
    return null;
  }
}

function joinSentences(parts: (Sentence | null)[]): Sentence | null {
  const given = parts.filter((part) => part !== null);
  if (given.length === 0) return null;
  return { zh: given.map((part) => part.zh).join(' '), en: given.map((part) => part.en).join(' ') };
}
