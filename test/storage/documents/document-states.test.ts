/** The table of states: every state can be reached, only the listed ways are open, and the last ones are ends. */
import { expect, test } from 'vitest';
import {
  DOCUMENT_STATES,
  DOCUMENT_TRANSITIONS,
  transitionBetween,
  transitionRefusal,
} from '../../../storage/documents/document-states.ts';
import type { DocumentState, TransitionFacts } from '../../../storage/documents/document-states.ts';
import { LEDGER_ACTIONS } from '../../../storage/ledger/ledger-entry.ts';

const ALL = { signer: true, receipt: true, reason: true, replacement: true };
const facts = (from: DocumentState, to: DocumentState, more: Partial<TransitionFacts> = {}): TransitionFacts => ({
  from,
  to,
  actor: 'person',
  ofUnit: true,
  present: ALL,
  ...more,
});

test('exactly these steps are open to a person of the unit who has everything', () => {
  const open = DOCUMENT_STATES.flatMap((from) =>
    DOCUMENT_STATES.filter((to) => transitionRefusal(facts(from, to)) === null).map((to) => `${from} ${to}`),
  );
  expect(open).toEqual([
    'draft signed',
    'draft void',
    'signed signed',
    'signed sent',
    'signed replaced',
    'signed void',
    'sent received',
    'sent returned',
    'sent replaced',
    'received returned',
    'received replaced',
    'returned sent',
    'returned replaced',
    'returned void',
  ]);
});

test('each step asks for what its row names, and a machine only files answers', () => {
  for (const { from, to, needs, by, action } of DOCUMENT_TRANSITIONS) {
    expect(LEDGER_ACTIONS).toContain(action);
    for (const state of from) {
      expect(transitionBetween(state, to)?.needs).toEqual(needs);
      for (const need of needs) {
        const refusal = transitionRefusal(facts(state, to, { present: { ...ALL, [need]: false } }));
        expect(refusal).toMatchObject({ kind: 'missing' });
      }
      expect(transitionRefusal(facts(state, to, { ofUnit: false }))).toMatchObject({ kind: 'actor' });
      const machine = transitionRefusal(facts(state, to, { actor: 'machine', ofUnit: false }));
      expect(machine === null).toBe(by.includes('machine'));
    }
  }
  expect(DOCUMENT_TRANSITIONS.filter(({ by }) => by.includes('machine')).map(({ to }) => to)).toEqual([
    'received',
    'returned',
  ]);
});
