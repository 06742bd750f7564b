/** Orders of words that forgers use, with what each order costs; `=word` is a word as it stands. */

export type Slot =
  | 'agency'
  | 'mistaken'
  | 'service'
  | 'topic'
  | 'brief'
  | 'role'
  | 'nation'
  | 'region'
  | 'organ'
  | 'look'
  | 'spoken'
  | 'misheard'
  | 'lure';

export interface Template {
  slots: readonly (Slot | `=${string}`)[];
  cost: number;
  rule: string;
}

const rows = (rule: string, list: readonly [cost: number, ...slots: (Slot | `=${string}`)[]][]): Template[] =>
  list.map(([cost, ...slots]) => ({ rule, cost, slots }));

export const TEMPLATES: readonly Template[] = [
  ...rows('token', [
    [0.75, 'agency'],
    [1.5, 'service'],
    [1.5, 'topic'],
  ]),
  ...rows('token-join', [
    [0, 'agency', '=gov'],
    [1, 'service', 'agency', '=gov'],
    [0.5, 'agency', 'service'],
    [0.5, 'service', 'agency'],
    [1.25, 'agency', '=gov', 'service'],
    [1.75, 'agency', 'service', '=gov'],
    [1, 'agency', '=gov', '=cn'],
    [1.75, 'service', 'agency', '=gov', '=cn'],
    [1.75, 'agency', '=cn'],
    [2.25, 'service', 'agency', '=cn'],
    [2.25, 'agency', 'service', '=cn'],
    [2.25, '=cn', 'agency'],
    [0.75, 'topic', 'service'],
    [2, '=www', 'agency', '=gov'],
    [2, '=gov', 'agency'],
    [2, '=gov', 'service'],
    [2, 'service', '=gov'],
    [2.5, '=gov', 'agency', 'service'],
    [2.5, '=gov', 'service', 'agency'],
    [2, '=www', 'agency', '=gov', '=cn'],
    [2.5, '=www', 'service', 'agency', '=gov', '=cn'],
    [2.5, '=www', 'agency', 'service'],
    [2.5, '=www', 'service', 'agency', '=gov'],
    [2, 'agency', 'topic'],
    [2.5, 'topic', 'agency'],
    [3, 'topic', '=gov'],
    [3, 'service', '=gov', '=cn'],
    [2.5, 'service', 'topic'],
    [2.5, 'agency', 'topic', 'service'],
    [3, 'topic', 'service', '=gov'],
    [2.5, 'service', 'service'],
    [3, 'agency', 'service', 'service'],
    [4, 'topic', 'service', 'service'],
    [4, 'agency', '=gov', 'service', '=cn'],
    [1.5, 'brief', 'service'],
    [2.5, 'brief', 'service', 'service'],
    [3, 'agency', 'brief', 'service'],
    [3, 'topic', '=cn'],
    [3, 'service', '=cn'],
  ]),
  ...rows('nation', [
    [1.5, 'nation', 'agency'],
    [1.75, 'agency', 'nation'],
    [1.75, 'nation', 'topic'],
    [2, 'nation', 'agency', 'service'],
    [2, 'nation', 'topic', 'service'],
    [2.5, 'nation', 'service'],
    [2.5, 'nation', 'agency', '=gov'],
    [2.5, 'nation', 'brief', 'service'],
  ]),
  ...rows('role', [
    [2.5, 'agency', 'role'],
    [2.5, 'role', 'agency'],
    [3.5, 'agency', '=gov', 'role'],
    [3.5, 'role', 'agency', '=gov'],
    [3.5, 'role', 'agency', 'service'],
    [3.5, 'agency', 'service', 'role'],
    [3.5, 'topic', 'role'],
    [3.5, 'role', 'topic'],
    [4, 'topic', 'service', 'role'],
    [4, 'role', 'topic', 'service'],
    [3.5, 'service', 'role'],
    [3.5, 'role', 'service'],
  ]),
  // the official label with a mistake in it, in the likeliest orders: two steps from the official name
  ...rows('mistake', [
    [0.5, 'mistaken', '=gov'],
    [1, 'service', 'mistaken', '=gov'],
    [1.25, 'mistaken', 'service'],
    [1.25, 'service', 'mistaken'],
    [2, 'mistaken'],
    [2, 'mistaken', '=gov', '=cn'],
    [2.5, 'service', 'mistaken', '=gov', '=cn'],
    [2.5, 'mistaken', '=gov', 'service'],
  ]),
  ...rows('gov-look-alike', [
    [2.5, 'agency', 'look'],
    [3, 'service', 'agency', 'look'],
    [3, 'agency', 'look', '=cn'],
    [3.5, 'service', 'agency', 'look', '=cn'],
    [3.5, 'agency', 'look', 'service'],
  ]),
  ...rows('fuzzy-pinyin', [
    [1.5, 'spoken'],
    [1.5, 'spoken', 'service'],
    [2.5, 'service', 'spoken'],
    [2, 'spoken', '=gov'],
    [1.5, 'misheard'],
    [1.5, 'agency', 'misheard'],
    [2, 'misheard', 'service'],
    [2.5, 'topic', 'misheard'],
  ]),
  ...rows('local-organ', [
    [2, 'organ', '=gov'],
    [1.5, 'organ', 'service'],
    [2, 'organ'],
    [2, 'region', 'organ'],
    [2.5, 'region', 'organ', '=gov'],
    [2.25, 'region', 'organ', 'service'],
    [3.5, 'region', 'service', 'organ'],
  ]),
  ...rows('region', [
    [3, 'region', 'agency'],
    [3, 'region', 'agency', '=gov'],
    [3.5, 'region', 'agency', 'service'],
    [3, 'region', 'service'],
    [3.5, 'region', 'topic'],
    [3.5, 'region', 'topic', 'service'],
    [4, 'agency', 'region'],
    [4, 'region', '=gov', 'service'],
  ]),
  ...rows('lure', [
    [2.5, 'agency', 'lure'],
    [2.5, 'topic', 'lure'],
    [3.5, 'agency', 'service', 'lure'],
  ]),
];
