/**
 * Gangs as people and programs may read them: personal data in marks masked, explanations written anew from the masked
 * marks.
 */
import { isMarkKind, MARK_KINDS } from '../../detectors/gangs/mark-kinds.ts';
import { becauseOf } from '../../detectors/gangs/pair-evidence.ts';
import type { GangDetail, GangLink, WeighedMark } from '../../storage/sites/gang-shapes.ts';
import { MingjingError } from '../../storage/mingjing-error.ts';
import type { Sentence } from '../../storage/vocabulary/sentence.ts';
import { clueText } from '../wording/clue-text.ts';
import { plainText } from '../wording/plain-text.ts';
import type { ReportStore } from './report-store.ts';

/** What of the store gangs are read from. */
export type GangStore = Pick<ReportStore, 'gangs'>;

/**
 * `gang show --json`. Field names are stable; hosts are exact, every other value is masked. Strings may hold hostile
 * characters: escape them.
 */
export interface GangRecord extends GangDetail {
  masked: true;
}

const GANG_ID = /^g-?0*(\d{1,9})$/i;

/** `G-0001`, `g-1` and `G1` are the same gang. Throws `GANG_UNKNOWN` (exit `usage`). */
export async function gangRecord({
  store,
  id,
  sweepId,
}: {
  store: GangStore;
  id: string;
  sweepId?: number;
}): Promise<GangRecord> {
  const number = GANG_ID.exec(id.trim())?.[1];
  const gang =
    number === undefined
      ? null
      : await store.gangs.get(`G-${number.padStart(4, '0')}`, sweepId === undefined ? {} : { sweepId });
  if (gang) return maskedGang(gang);
  throw new MingjingError('GANG_UNKNOWN', {
    zh: `没有编号为 ${id} 的团伙；请用 gang list 查看编号，并核对所用数据库。`,
    en: `there is no gang ${id}; see gang list for the ids, and check which database is used.`,
  });
}

/** Gangs seen in one sweep, as it left them. */
export async function gangsOfSweep(store: GangStore, sweepId: number): Promise<GangRecord[]> {
  const records: GangRecord[] = [];
  for (const { id } of await store.gangs.list({ sweepId })) {
    const gang = await store.gangs.get(id, { sweepId });
    if (gang) records.push(maskedGang(gang));
  }
  return records;
}

function maskedGang(gang: GangDetail): GangRecord {
  return {
    ...gang,
    masked: true,
    links: gang.links.map(maskedLink),
    marks: gang.marks.map((mark) => ({ ...mark, value: shownValue(mark) })),
  };
}

function maskedLink(link: GangLink): GangLink {
  const marks = link.marks.map((mark) => ({ ...mark, value: shownValue(mark) }));
  const told = marks.flatMap((mark) => (isMarkKind(mark.kind) ? [{ ...mark, kind: mark.kind }] : []));
  return { ...link, marks, because: becauseOf({ marks: told, weight: link.weight }) };
}

/** As clues are shown elsewhere: addresses disarmed, numbers of persons and bare names masked. */
function shownValue({ kind, value }: WeighedMark): string {
  return kind === 'certificate' ? plainText(value, 120) : clueText(value);
}

/** The mark in words; a kind that is not known (records outlive vocabularies) is shown as it is. */
export function markSentence({ kind, value }: WeighedMark): Sentence {
  return isMarkKind(kind) ? MARK_KINDS[kind].say(value) : { zh: `${kind} ${value}`, en: `${kind} ${value}` };
}
