/** What people decided on subjects. A later decision supersedes an earlier one; none is ever changed, and no machine's verdict replaces any. */
import type { Selectable, Transaction } from 'kysely';
import type { DatabaseHandle } from '../databases/database-handle.ts';
import type { Database } from '../databases/schema.ts';
import type { DecisionTable } from '../databases/subject-tables.ts';
import { storableText } from '../databases/storable-text.ts';
import { appendLedger } from '../ledger/append-ledger.ts';
import { ledgerSubject } from '../ledger/ledger-subject.ts';
import { MingjingError } from '../mingjing-error.ts';
import { knownActor } from '../people/actor-repository.ts';
import { VERDICTS, type Verdict } from '../vocabulary/detect.ts';

/** What a person or unit decides on a subject. */
export interface NewDecision {
  subjectId: number;
  /** The look it rests on; null = on the dossier as a whole. */
  occasionId: number | null;
  /** A person or a unit: what machines conclude is an assessment. */
  actorId: number;
  /** What the subject is held to be; null withdraws the decision before. */
  verdict: Verdict | null;
  /** In words, never empty. */
  reason: string;
}

/** A decision as it stands, for good. */
export interface Decision extends NewDecision {
  id: number;
  /** ISO 8601 UTC, by the database's clock. */
  at: string;
}

/** Decisions: made and read; the database refuses to change or delete one. */
export class DecisionRepository {
  readonly #database: DatabaseHandle;

  constructor(database: DatabaseHandle) {
    this.#database = database;
  }

  /**
   * One transaction with its row in the ledger.
   * @throws MingjingError DECISION_INVALID (input) for a machine or an empty reason, SUBJECT_UNKNOWN, ACTOR_UNKNOWN,
   * ACTOR_RETIRED (input).
   */
  async decide({ subjectId, occasionId, actorId, verdict, reason }: NewDecision): Promise<Decision> {
    const { capabilities } = this.#database;
    const because = storableText(reason).trim();
    if (verdict !== null && !VERDICTS.includes(verdict)) throw invalid(`没有结论 ${verdict}`, `no verdict ${verdict}`);
    // characters that show nothing give no reason
    if (because.replace(/[\p{Cf}\p{Cc}\ufffd\s]/gu, '') === '') throw invalid('没有理由', 'no reason given');
    return this.#database.transaction(async (transaction) => {
      const subject = await transaction
        .selectFrom('subject')
        .select(['kind', 'key'])
        .where('id', '=', subjectId)
        .executeTakeFirst();
      if (!subject) throw unknownSubject(subjectId);
      const actor = await knownActor(transaction, actorId);
      if (actor.kind === 'machine') throw invalid('机器不能作出认定', 'a machine cannot decide');
      if (occasionId !== null && !(await isOccasion(transaction, occasionId)))
        throw invalid(`没有编号为 ${occasionId} 的查看`, `no occasion with id ${occasionId}`);
      const row = await transaction
        .insertInto('decision')
        .values({
          subject_id: subjectId,
          occasion_id: occasionId,
          actor_id: actorId,
          at: capabilities.now,
          verdict,
          reason: because,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      await appendLedger(transaction, capabilities, entryOf(subject, { actorId, verdict, occasionId }, row.id));
      return decisionOf(row);
    });
  }

  /** Oldest first. */
  async list(subjectId: number): Promise<Decision[]> {
    const rows = this.#database.read.selectFrom('decision').selectAll().where('subject_id', '=', subjectId);
    return (await rows.orderBy('id').execute()).map(decisionOf);
  }
}

async function isOccasion(transaction: Transaction<Database>, id: number): Promise<boolean> {
  return (await transaction.selectFrom('occasion').select('id').where('id', '=', id).executeTakeFirst()) !== undefined;
}

/** The reason stays out: it may name people, and no row of the ledger can be taken back. */
function entryOf(
  { kind, key }: { kind: string; key: string },
  { actorId, verdict, occasionId }: Pick<NewDecision, 'actorId' | 'verdict' | 'occasionId'>,
  decision: number,
) {
  return {
    actorId,
    action: 'decision' as const,
    subject: ledgerSubject(kind, key),
    detail: { decision, verdict, occasion: occasionId },
  };
}

function invalid(zh: string, en: string): MingjingError {
  return new MingjingError('DECISION_INVALID', { zh: `不能记入认定：${zh}`, en: `no decision: ${en}` });
}

function unknownSubject(id: number): MingjingError {
  return new MingjingError('SUBJECT_UNKNOWN', { zh: `没有编号为 ${id} 的对象`, en: `no subject with id ${id}` });
}

function decisionOf(row: Selectable<DecisionTable>): Decision {
  const { id, subject_id: subjectId, occasion_id: occasionId, actor_id: actorId, at, verdict, reason } = row;
  return { id, subjectId, occasionId, actorId, at, verdict, reason };
}
