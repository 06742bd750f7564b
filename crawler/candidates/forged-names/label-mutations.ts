/** Typing and reading mistakes of one DNS label: the classic squatting rules, each result with its rule. */
import { domainToASCII } from 'node:url';
import { NAME_WORDS } from '../../../detectors/names/name-words.ts';

export interface LabelMutation {
  label: string;
  rule: string;
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';
const VOWELS = 'aeiou';

/**
 * All mutations of a label, likeliest rule first, without the label itself and without what DNS forbids; may repeat a
 * label.
 */
export function* labelMutations(label: string): Generator<LabelMutation> {
  for (const [rule, mutate] of RULES) {
    for (const mutated of mutate(label)) if (mutated !== label && isLabel(mutated)) yield { label: mutated, rule };
  }
}

/** Letters, digits and hyphens (RFC 5890 §2.3.1), no hyphen at an end, at most 63; a dot may part it in two. */
export function isLabel(text: string): boolean {
  return text
    .split('.')
    .every(
      (part) =>
        /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(part) && (part.startsWith('xn--') || part.slice(2, 4) !== '--'),
    );
}

/** One look-alike spelling changed, every place, of those that survive a glance (rn for m, 0 for o, 1 for l). */
export function closeHomoglyphs(label: string): Generator<string> {
  return changedOnce(label, NAME_WORDS.closeHomoglyphs);
}

/** One letter replaced by the same letter with a mark (é for e), as punycode: every place, every mark. */
export function* markedForms(label: string): Generator<string> {
  const marks = NAME_WORDS.latinConfusables as Record<string, string>;
  for (let at = 0; at < label.length; at += 1) {
    for (const letter of marks[label[at] ?? ''] ?? '') {
      const made = domainToASCII(label.slice(0, at) + letter + label.slice(at + 1));
      if (made.startsWith('xn--') && isLabel(made)) yield made;
    }
  }
}

function* changedOnce(label: string, looks: Record<string, readonly string[]>): Generator<string> {
  for (let at = 0; at < label.length; at += 1) {
    for (const width of [2, 1]) {
      const seen = label.slice(at, at + width);
      if (seen.length < width) continue;
      for (const look of looks[seen] ?? []) yield label.slice(0, at) + look + label.slice(at + width);
    }
  }
}

const RULES: [string, (label: string) => Iterable<string>][] = [
  ['close-homoglyph', closeHomoglyphs],
  ['homoglyph', (label) => changedOnce(label, NAME_WORDS.homoglyphs)],
  ['omission', (label) => eachPlace(label, (at) => [label.slice(0, at) + label.slice(at + 1)])],
  ['repetition', (label) => eachPlace(label, (at) => [label.slice(0, at + 1) + label.slice(at)])],
  [
    'transposition',
    (label) =>
      eachPlace(label, (at) =>
        at + 1 < label.length ? [label.slice(0, at) + label[at + 1] + label[at] + label.slice(at + 2)] : [],
      ),
  ],
  ['hyphenation', (label) => eachPlace(label, (at) => (at > 0 ? [`${label.slice(0, at)}-${label.slice(at)}`] : []))],
  [
    'replacement',
    (label) =>
      eachPlace(label, (at) => [...neighbours(label[at])].map((key) => label.slice(0, at) + key + label.slice(at + 1))),
  ],
  [
    'vowel-swap',
    (label) =>
      eachPlace(label, (at) =>
        VOWELS.includes(label[at] ?? '-')
          ? Array.from(VOWELS, (vowel) => label.slice(0, at) + vowel + label.slice(at + 1))
          : [],
      ),
  ],
  [
    'insertion',
    (label) =>
      eachPlace(label, (at) =>
        [...neighbours(label[at])].flatMap((key) => [
          label.slice(0, at) + key + label.slice(at),
          label.slice(0, at + 1) + key + label.slice(at + 1),
        ]),
      ),
  ],
  ['addition', additions],
  [
    'any-letter',
    (label) =>
      eachPlace(label, (at) =>
        at === 0 ? [] : Array.from(ALPHABET.slice(0, 26), (letter) => label.slice(0, at) + letter + label.slice(at)),
      ),
  ],
  [
    'bitsquatting',
    (label) =>
      eachPlace(label, (at) =>
        flips(label.charCodeAt(at)).map((flipped) => label.slice(0, at) + flipped + label.slice(at + 1)),
      ),
  ],
  [
    'subdomain',
    (label) =>
      eachPlace(label, (at) =>
        at > 0 && label[at - 1] !== '-' && label[at] !== '-' ? [`${label.slice(0, at)}.${label.slice(at)}`] : [],
      ),
  ],
  ['plural', (label) => eachPlace(label, (at) => (at > 0 ? [`${label.slice(0, at + 1)}s${label.slice(at + 1)}`] : []))],
  ['homoglyph-twice', twoHomoglyphs],
  ['cyrillic', cyrillic],
];

function* eachPlace(label: string, at: (index: number) => Iterable<string>): Generator<string> {
  for (let index = 0; index < label.length; index += 1) yield* at(index);
}

/** A letter or digit after the label and after each of its hyphenated parts. */
function* additions(label: string): Generator<string> {
  for (let at = 1; at <= label.length; at += 1) {
    if (at === label.length || label[at] === '-')
      for (const letter of ALPHABET) yield label.slice(0, at) + letter + label.slice(at);
  }
}

function* twoHomoglyphs(label: string): Generator<string> {
  for (const once of new Set(changedOnce(label, NAME_WORDS.homoglyphs)))
    yield* changedOnce(once, NAME_WORDS.homoglyphs);
}

function* cyrillic(label: string): Generator<string> {
  const letters = Array.from(label, (letter) =>
    /[0-9-]/.test(letter) ? letter : (NAME_WORDS.cyrillic as Record<string, string>)[letter],
  );
  if (letters.every((letter) => letter !== undefined)) yield domainToASCII(letters.join(''));
}

function neighbours(key: string | undefined): Set<string> {
  if (key === undefined) return new Set();
  return new Set(
    Object.values(NAME_WORDS.keyboard).flatMap((layout) => Array.from((layout as Record<string, string>)[key] ?? '')),
  );
}

/** The characters one flipped bit away that a label may hold: memory errors in resolvers and clients. */
function flips(code: number): string[] {
  return [0, 1, 2, 3, 4, 5, 6, 7]
    .map((bit) => String.fromCharCode(code ^ (1 << bit)))
    .filter((letter) => /[a-z0-9-]/.test(letter));
}
