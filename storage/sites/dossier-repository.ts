/** The dossier of a subject: when it was seen, what machines judged, what people decided, in one timeline. Read only. */
import { sql } from 'kysely';
import type { DatabaseHandle } from '../databases/database-handle.ts';
import type { Assessment, Verdict } from '../vocabulary/detect.ts';
import type { OccasionKind } from '../vocabulary/occasions.ts';
import type { Subject, SubjectKey } from '../vocabulary/subjects.ts';
import type { Decision, DecisionRepository } from './decision-repository.ts';
import type { SubjectRepository } from './subject-repository.ts';

/** What a machine judged on one occasion. */
export interface MachineVerdict {
  occasionId: number;
  occasion: OccasionKind;
  /** When the occasion ended, or began while it goes on; of a replaced one when it was replaced. */
  at: string;
  verdict: Verdict;
  platform: string | null;
  score: number;
  /** A later judgement of the same occasion has replaced it. */
  replaced: boolean;
}

/** One thing that happened to a subject, with its time. */
export type TimelineEntry =
  | { at: string; what: 'first-seen' | 'last-seen' | 'gone' | 'back' }
  | { at: string; what: 'verdict'; verdict: MachineVerdict }
  | { at: string; what: 'decision'; decision: Decision };

/** Everything held of one subject. */
export interface Dossier {
  subject: Subject;
  /** Oldest first. */
  verdicts: MachineVerdict[];
  decisions: Decision[];
  /** All of it in order of time. */
  timeline: TimelineEntry[];
}

/** Puts dossiers together from what is stored; writes nothing. */
export class DossierRepository {
  readonly #database: DatabaseHandle;
  readonly #subjects: SubjectRepository;
  readonly #decisions: DecisionRepository;

  constructor(database: DatabaseHandle, subjects: SubjectRepository, decisions: DecisionRepository) {
    this.#database = database;
    this.#subjects = subjects;
    this.#decisions = decisions;
  }

  /** Null when nobody knows the subject. */
  async get(key: SubjectKey): Promise<Dossier | null> {
    const subject = await this.#subjects.find(key);
    if (!subject) return null;
    const verdicts = subject.kind === 'site' ? await this.#verdicts(subject.key) : [];
    const decisions = await this.#decisions.list(subject.id);
    return { subject, verdicts, decisions, timeline: timelineOf(subject, verdicts, decisions) };
  }

  /** One statement over both tables: while a verdict is replaced it stands in exactly one of them. */
  async #verdicts(host: string): Promise<MachineVerdict[]> {
    const { read } = this.#database;
    const standing = read
      .selectFrom('assessment')
      .innerJoin('occasion', 'occasion.id', 'assessment.occasion_id')
      .select(['occasion_id', 'kind', sql<string>`coalesce(finished_at, started_at)`.as('at')])
      .select(['verdict', 'platform', 'score', sql<string | null>`cast(null as text)`.as('record')])
      .where('host', '=', host);
    const former = read
      .selectFrom('former_assessment')
      .innerJoin('occasion', 'occasion.id', 'former_assessment.occasion_id')
      .select(['occasion_id', 'kind', 'replaced_at as at'])
      .select([
        sql<Verdict>`cast(null as text)`.as('verdict'),
        sql<string | null>`cast(null as text)`.as('platform'),
        sql<number>`cast(null as double precision)`.as('score'),
        'record',
      ])
      .where('host', '=', host);
    const rows = await standing.unionAll(former).execute();
    return rows
      .map(({ occasion_id: occasionId, kind: occasion, at, record, ...judged }): MachineVerdict => {
        const { verdict, platform, score } = record === null ? judged : (JSON.parse(record) as Assessment);
        return { occasionId, occasion, at, verdict, platform, score, replaced: record !== null };
      })
      .sort((left, right) => byTime(left.at, right.at));
  }
}

function timelineOf(subject: Subject, verdicts: MachineVerdict[], decisions: Decision[]): TimelineEntry[] {
  const times = [
    ['first-seen', subject.firstSeen],
    ['gone', subject.goneAt],
    ['back', subject.backAt],
    ['last-seen', subject.lastSeen],
  ] as const;
  const seen = times.flatMap(([what, at]): TimelineEntry[] => (at === null ? [] : [{ at, what }]));
  const judged = verdicts.map((verdict): TimelineEntry => ({ at: verdict.at, what: 'verdict', verdict }));
  const decided = decisions.map((decision): TimelineEntry => ({ at: decision.at, what: 'decision', decision }));
  return [...seen, ...judged, ...decided].sort((left, right) => byTime(left.at, right.at));
}

const byTime = (left: string, right: string): number => Number(left > right) - Number(left < right);
