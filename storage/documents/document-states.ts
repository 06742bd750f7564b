/** The states of a document and which may follow which: who may do it, and what must be there. */
import type { ActorKind } from '../people/actor.ts';
import type { LedgerAction } from '../ledger/ledger-entry.ts';
import type { Sentence } from '../vocabulary/sentence.ts';

/** In the order of a document's life; `replaced` and `void` end it. */
export const DOCUMENT_STATES = [
  'draft', // numbered, not signed: binds nobody
  'signed',
  'sent', // handed over to its addressee
  'received', // the addressee has signed for it
  'returned', // the addressee has sent it back
  'replaced', // another document stands in its place
  'void', // the number is used up, the document holds no more
] as const;
export type DocumentState = (typeof DOCUMENT_STATES)[number];

/** What may be filed with a document. */
export const PAPER_KINDS = [
  'scan', // of the document itself, signed or sealed
  'incoming', // what came in about it: a receipt, an answer
] as const;
export type PaperKind = (typeof PAPER_KINDS)[number];

/** What a transition may ask for. */
export const DOCUMENT_NEEDS = [
  'signer', // at least one
  'receipt', // an incoming paper
  'reason', // in words
  'replacement', // another document of the same unit and kind that still holds
] as const;
export type DocumentNeed = (typeof DOCUMENT_NEEDS)[number];

/** One allowed step: from where, to where, who may take it, what must be there. */
export interface DocumentTransition {
  from: readonly DocumentState[];
  to: DocumentState;
  /** What acts; a person must be of the issuing unit or of one above it, a machine of none. */
  by: readonly ActorKind[];
  needs: readonly DocumentNeed[];
  /** What the ledger calls it. */
  action: LedgerAction;
}

/** Everything that is not here is refused. One row per state that is arrived at. */
export const DOCUMENT_TRANSITIONS: readonly DocumentTransition[] = [
  // a further signature leaves it signed
  { from: ['draft', 'signed'], to: 'signed', by: ['person'], needs: ['signer'], action: 'sign' },
  { from: ['signed', 'returned'], to: 'sent', by: ['person'], needs: ['signer'], action: 'hand-over' },
  // a machine files the receipt that an exchange system gave
  { from: ['sent'], to: 'received', by: ['person', 'machine'], needs: ['receipt'], action: 'document' },
  { from: ['sent', 'received'], to: 'returned', by: ['person', 'machine'], needs: ['reason'], action: 'document' },
  {
    from: ['signed', 'sent', 'received', 'returned'],
    to: 'replaced',
    by: ['person'],
    needs: ['reason', 'replacement'],
    action: 'document',
  },
  { from: ['draft', 'signed', 'returned'], to: 'void', by: ['person'], needs: ['reason'], action: 'document' },
];

/** The states in words for people. */
export const DOCUMENT_STATE_WORDS: Readonly<Record<DocumentState, Sentence>> = {
  draft: { zh: '草稿', en: 'a draft' },
  signed: { zh: '已签署', en: 'signed' },
  sent: { zh: '已发出', en: 'sent' },
  received: { zh: '已签收', en: 'received' },
  returned: { zh: '已退回', en: 'returned' },
  replaced: { zh: '已被替换', en: 'replaced' },
  void: { zh: '已作废', en: 'void' },
};

const NEED_WORDS: Readonly<Record<DocumentNeed, Sentence>> = {
  signer: { zh: '至少一名签署人', en: 'at least one signer' },
  receipt: { zh: '收到的回执', en: 'the receipt that came in' },
  reason: { zh: '理由', en: 'a reason' },
  replacement: {
    zh: '同一单位同一种类且仍有效的另一份文书',
    en: 'another document of the same unit and kind that still holds',
  },
};

/** What is known when a change of state is asked for. */
export interface TransitionFacts {
  from: DocumentState;
  to: DocumentState;
  actor: ActorKind;
  /** The actor is of the issuing unit or of one above it. */
  ofUnit: boolean;
  present: Readonly<Record<DocumentNeed, boolean>>;
}

/** Why a step is not allowed: no such step from here, not this actor, or something missing. */
export type TransitionRefusal = { kind: 'state' | 'actor' | 'missing'; because: Sentence };

/** The transition's own row; null = there is none between these states. */
export function transitionBetween(from: DocumentState, to: DocumentState): DocumentTransition | null {
  return DOCUMENT_TRANSITIONS.find((transition) => transition.to === to && transition.from.includes(from)) ?? null;
}

/** Why the document may not change its state so; null = it may. */
export function transitionRefusal({ from, to, actor, ofUnit, present }: TransitionFacts): TransitionRefusal | null {
  const [is, shall] = [DOCUMENT_STATE_WORDS[from], DOCUMENT_STATE_WORDS[to]];
  const transition = transitionBetween(from, to);
  if (!transition)
    return {
      kind: 'state',
      because: { zh: `${is.zh}的文书不能变为${shall.zh}`, en: `a document that is ${is.en} cannot become ${shall.en}` },
    };
  if (!transition.by.includes(actor) || (actor === 'person' && !ofUnit))
    return {
      kind: 'actor',
      because: {
        zh: `只有制发单位或其上级单位的人员${transition.by.includes('machine') ? '（或本机）' : ''}可以使文书变为${shall.zh}`,
        en: `only a person of the issuing unit or of one above it${transition.by.includes('machine') ? ' (or a machine)' : ''} may make a document ${shall.en}`,
      },
    };
  const missing = transition.needs.find((need) => !present[need]);
  if (missing === undefined) return null;
  return {
    kind: 'missing',
    because: {
      zh: `文书变为${shall.zh}之前须有${NEED_WORDS[missing].zh}`,
      en: `before a document is ${shall.en} there must be ${NEED_WORDS[missing].en}`,
    },
  };
}
