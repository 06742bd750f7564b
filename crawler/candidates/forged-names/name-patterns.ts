/**
 * The generator's rules as patterns: what a forger would put in front of a suffix, each with its rule and its
 * implausibility.
 */
import { domainToASCII } from 'node:url';
import { closeHomoglyphs, isLabel, labelMutations, markedForms } from './label-mutations.ts';
import { fuzzyForms } from '../../../detectors/names/chinese-pinyin.ts';
import {
  CHINESE_SUFFIX,
  DISPOSABLE_SUFFIX,
  MARKED_SUFFIX,
  OPEN_SUFFIX,
  onlySuffix,
  suffixes,
} from './name-suffixes.ts';
import { NAME_WORDS, distinct, ranked, weighted, type WeightedWord } from '../../../detectors/names/name-words.ts';
import { foldedForms, hostPrefixWords, lookAlikeFronts, plainStems } from './name-stems.ts';
import { fixed, pattern, place, type Pattern, type PatternWord, type Place } from './ranked-patterns.ts';
import type { PlatformNames } from '../../../detectors/names/platform-names.ts';
import { regionWords } from '../../../detectors/names/region-words.ts';
import { TEMPLATES, type Slot } from './word-templates.ts';

/** Dearer words are worth their bare name only, not every combination. */
const COMBINED_COST = 3.5;

/** Every pattern of a platform; a name that several of them make is the cheapest one's. */
export function namePatterns(names: PlatformNames): Pattern[] {
  const slots = slotPlaces(names);
  const joins = TEMPLATES.flatMap(({ slots: row, cost, rule }) => joinPatterns(rule, cost, row, slots));
  const folded = distinct(foldedForms(names));
  const plain = plainStems(folded, joins);
  return [
    pattern('suffix-folding', 0, [place(folded), OPEN_SUFFIX]),
    ...joins,
    ...lookAlikeZones(names),
    ...hostPrefixes(names),
    ...ownLabelMistakes(names),
    ...variedStems(plain),
    ...chineseNames(names),
  ];
}

function slotPlaces(names: PlatformNames): Record<Slot, { all: Place; few: Place }> {
  const both = (words: readonly PatternWord[]) => ({
    all: place(words, true),
    few: place(
      words.filter(({ cost }) => cost <= COMBINED_COST),
      true,
    ),
  });
  const regions = regionWords();
  return {
    agency: both(names.agencies),
    mistaken: both(mistakenAgencies(names)),
    service: both(names.services),
    topic: both(names.topics),
    brief: both(names.briefs),
    role: both(ranked(NAME_WORDS.roles, 0).map(({ text, cost }) => ({ text, cost: cost / 2 }))),
    nation: both(ranked(NAME_WORDS.nation, 0).map(({ text, cost }) => ({ text, cost: cost / 2 }))),
    region: both(regions),
    organ: both(names.localOrgans),
    look: both(ranked(NAME_WORDS.govLooks, 0).map(({ text, cost }) => ({ text, cost }))),
    spoken: both(spokenForms(names, 'agency')),
    misheard: both(spokenForms(names, 'topic')),
    lure: both(ranked(NAME_WORDS.lures, 0).map(({ text, cost }) => ({ text, cost: cost / 2 }))),
  };
}

/**
 * A row of words in the ways they are written: hyphens throughout, nothing throughout, one hyphen, or the first word as
 * a sub-domain. Words in quotes stand as they are.
 */
function joinPatterns(
  rule: string,
  cost: number,
  row: readonly (Slot | `=${string}`)[],
  slots: Record<Slot, { all: Place; few: Place }>,
): Pattern[] {
  const places = row.map((slot) =>
    slot.startsWith('=') ? fixed(slot.slice(1)) : row.length === 1 ? slots[slot as Slot].all : slots[slot as Slot].few,
  );
  if (places.some(({ most }) => most < 0)) return [];
  return glues(places.length).map(({ between, extra }) =>
    pattern(rule, cost + extra, [
      ...places.flatMap((each, index) =>
        index === 0 ? [each] : between[index - 1] === '' ? [each] : [fixed(between[index - 1] as string), each],
      ),
      OPEN_SUFFIX,
    ]),
  );
}

function glues(count: number): { between: string[]; extra: number }[] {
  const rest = (glue: string, less: number) => Array.from({ length: Math.max(0, count - less) }, () => glue);
  if (count === 1) return [{ between: [], extra: 0 }];
  const two = [
    { between: rest('-', 1), extra: 0 },
    { between: rest('', 1), extra: 0.25 },
    { between: ['.', ...rest('-', 2)], extra: 1 },
  ];
  if (count === 2) return two;
  return [
    ...two,
    { between: ['.', ...rest('', 2)], extra: 1 },
    { between: ['-', ...rest('', 2)], extra: 1 },
    { between: [...rest('', 2), '-'], extra: 0.75 },
    { between: [...rest('-', 2), ''], extra: 1 },
  ];
}

/** A look-alike that survives a glance is worth more than a slip of the finger, and that more than a flipped bit. */
const MISTAKE_COSTS: Record<string, number> = {
  'close-homoglyph': 1,
  omission: 1.5,
  repetition: 1.5,
  transposition: 1.5,
  hyphenation: 1.5,
  replacement: 2.5,
  homoglyph: 2,
  'vowel-swap': 2.5,
  insertion: 3,
  addition: 2.5,
  bitsquatting: 3,
  'any-letter': 2.5,
  plural: 3,
  subdomain: 3,
  cyrillic: 3,
  'homoglyph-twice': 3.25,
};
/** Mistakes are made in the words a victim knows: the official labels. */
const MOST_MISTAKEN = 3;

function mistakenAgencies({ hosts }: PlatformNames): PatternWord[] {
  const labels = distinct(hosts.map(({ label, cost }) => ({ text: label, cost }))).slice(0, MOST_MISTAKEN);
  return labels.flatMap(({ text, cost }) =>
    [...labelMutations(text)]
      .filter(({ label, rule }) => !label.includes('.') && rule !== 'homoglyph-twice')
      .map(({ label, rule }) => ({
        text: label,
        cost: cost + (MISTAKE_COSTS[rule] ?? 3) + (rule === 'any-letter' ? 1 : 0),
        rule,
      })),
  );
}

function spokenForms({ spoken }: PlatformNames, kind: 'agency' | 'topic'): WeightedWord[] {
  const forms = spoken.filter((each) => each.kind === kind && each.syllables.length >= 2 && each.syllables.length <= 6);
  const services =
    kind === 'topic'
      ? [
          ['cha', 'xun'],
          ['zheng', 'shu'],
          ['zheng', 'shu', 'cha', 'xun'],
        ].map((syllables) => ({ syllables, cost: 0 }))
      : [];
  return distinct(
    [...services, ...forms].flatMap(({ syllables, cost }) =>
      fuzzyForms(syllables).map((form) => ({ text: form.text, cost: cost + form.cost })),
    ),
  );
}

/** The platform's own labels below something that is read as gov.cn: cx.mem.g0v.cn, cx.mem.gov-cn.com, mem.gov.cc. */
function lookAlikeZones(names: PlatformNames): Pattern[] {
  const fronts = place(lookAlikeFronts(names));
  const own = place(
    names.hosts.flatMap(({ sub, label, cost }) => [
      { text: [...sub, label].join('.'), cost },
      { text: label, cost: cost + 1 },
    ]),
  );
  const looks = place(ranked(NAME_WORDS.govLooks, 0));
  const zones = place(weighted(NAME_WORDS.zones));
  const typos = names.hosts.flatMap(({ sub, label, suffix, cost }) => {
    const whole = [...sub, label].join('.');
    const table = NAME_WORDS.typoSuffixes as Record<string, string[]>;
    const last = suffix.split('.').at(-1) ?? '';
    const front = [whole, ...suffix.split('.').slice(0, -1)].join('.');
    return [
      pattern('suffix-typo', cost + 1.5, [fixed(front), suffixes(ranked(table[last] ?? [], 0))]),
      ...(last === suffix
        ? []
        : [pattern('suffix-typo', cost + 1.5, [fixed(whole), suffixes(ranked(table[suffix] ?? [], 0))])]),
    ];
  });
  return [
    pattern('gov-zone', 1, [fronts, fixed('.'), zones, OPEN_SUFFIX]),
    pattern('gov-look-alike', 1, [own, fixed('.'), looks, onlySuffix('cn')]),
    pattern('gov-look-alike', 2, [fronts, fixed('.'), looks, onlySuffix('cn')]),
    pattern('gov-look-alike', 2.5, [own, fixed('-'), looks, OPEN_SUFFIX]),
    pattern('gov-look-alike', 2.5, [own, looks, OPEN_SUFFIX]),
    ...typos.filter(({ places }) => places.every(({ most }) => most >= 0)),
  ];
}

/**
 * The whole official name in front of something else: cx.mem.gov.cn.com, cx.mem.gov.cn.chaxun.top, mem.gov.cn-cx.com.
 */
function hostPrefixes(names: PlatformNames): Pattern[] {
  const hosts = place(hostPrefixWords(names));
  const lures = place(ranked(NAME_WORDS.lures, 0).map(({ text, cost }) => ({ text, cost: cost / 2 })));
  // the domain behind a whole official name may be anything, a doubled word (cxcx) included: likely words lead by less
  // there
  const flat = (words: readonly WeightedWord[], most: number) =>
    place(words.filter(({ cost }) => cost <= most).map(({ text, cost }) => ({ text, cost: cost / 2 })));
  const service = flat(names.services, 1.5);
  const subject = flat(distinct([...names.topics, ...names.agencies]), 2);
  const glue = place([
    { text: '', cost: 0 },
    { text: '-', cost: 0 },
  ]);
  const behind = place([
    { text: '.', cost: 0 },
    { text: '-', cost: 1 },
  ]);
  const numbers = place([...NUMBERS, ...['a', 'b', 'c', 'x', 'i', 'v'].map((text) => ({ text, cost: 4 }))]);
  const rule = 'host-prefix';
  const row = (cost: number, ...places: Place[]) => pattern(rule, cost, [hosts, behind, ...places, DISPOSABLE_SUFFIX]);
  return [
    pattern(rule, 0.75, [hosts, OPEN_SUFFIX]),
    row(1.5, lures),
    row(1.25, service),
    row(1.75, service, glue, service),
    row(2, flat(names.briefs, 2.5), service),
    row(2.75, subject, glue, service),
    row(2.5, service, glue, fixed('gov')),
    row(3, service, service, glue, fixed('gov')),
    row(3, subject, glue, fixed('gov')),
    row(2.5, subject),
    row(3.5, lures, glue, lures),
    row(2, numbers),
    row(2, service, numbers),
    pattern(rule, 2.5, [hosts, suffixes([{ text: 'cx', cost: 0 }])]),
  ];
}

/** Mistakes in a registrable label below a suffix that anyone may buy: cnse.e-cps.cn, chsic.com.cn. */
function ownLabelMistakes({ hosts }: PlatformNames): Pattern[] {
  return hosts
    .filter((parts) => parts.open)
    .flatMap(({ sub, label, suffix, cost }) => {
      const front = sub.map((each) => `${each}.`).join('');
      // e-cqs is known as ecqs too, and mistaken in that form
      const forms = label.includes('-')
        ? [
            { form: label, extra: 0 },
            { form: label.replaceAll('-', ''), extra: 1 },
          ]
        : [{ form: label, extra: 0 }];
      const words = forms.flatMap(({ form, extra }) =>
        [...labelMutations(form)].map((mistake) => ({
          text: mistake.label,
          cost: (MISTAKE_COSTS[mistake.rule] ?? 3) + extra,
          rule: mistake.rule,
        })),
      );
      const table = place(words);
      const flat = suffix.replaceAll('.', '');
      const joins = [
        ...(sub.length === 0 ? [] : [`${sub.join('-')}-${label}`, sub.join('') + label]),
        `${front}${label}${flat}`,
        `${front}${label}-${flat}`,
      ];
      return [
        pattern('', cost, [fixed(front), table, onlySuffix(suffix)]),
        ...(front === '' ? [] : [pattern('', cost + 1, [table, onlySuffix(suffix)])]),
        pattern('', cost + 2, [fixed(front), table, OPEN_SUFFIX]),
        ...joins.map((text) => pattern('label-join', cost + 1, [fixed(text), onlySuffix(suffix)])),
        pattern('marked-letter', cost + 2.5, [
          fixed(front),
          place([...markedForms(label)].map((text) => ({ text, cost: 0 }))),
          MARKED_SUFFIX,
        ]),
      ];
    });
}

/**
 * Numbers for rotation, look-alike letters, a region or a written-out `www.` on the best stems: two steps from the
 * official name.
 */
function variedStems(plain: readonly WeightedWord[]): Pattern[] {
  const stems = (most: number) => place(plain.slice(0, most));
  const looks = plain.slice(0, 120).flatMap(({ text, cost }) => {
    const cut = text.lastIndexOf('.') + 1;
    return [...closeHomoglyphs(text.slice(cut))]
      .filter(isLabel)
      .map((look) => ({ text: text.slice(0, cut) + look, cost }));
  });
  const marked = plain.slice(0, 40).flatMap(({ text, cost }) => {
    const cut = text.lastIndexOf('.') + 1;
    return [...markedForms(text.slice(cut))].map((look) => ({ text: text.slice(0, cut) + look, cost }));
  });
  const region = place(regionWords().filter(({ cost }) => cost <= 2));
  return [
    pattern('number', 0, [stems(160), place(NUMBERS), OPEN_SUFFIX]),
    pattern('number', 1, [stems(80), fixed('-'), place(NUMBERS), OPEN_SUFFIX]),
    pattern('close-homoglyph', 2, [place(looks), OPEN_SUFFIX]),
    pattern('marked-letter', 4, [place(marked), MARKED_SUFFIX]),
    pattern('region', 3.5, [
      region,
      place([
        { text: '-', cost: 0 },
        { text: '', cost: 0 },
        { text: '.', cost: 0.5 },
      ]),
      stems(80),
      OPEN_SUFFIX,
    ]),
    pattern('www', 3, [fixed('www.'), stems(2000), OPEN_SUFFIX]),
    pattern('www', 3, [
      place([
        { text: 'm.', cost: 0 },
        { text: 'wap.', cost: 1 },
        { text: 'h5.', cost: 1 },
        { text: 'wx.', cost: 0.5 },
      ]),
      stems(200),
      OPEN_SUFFIX,
    ]),
  ];
}

/** 1..9 and 01..99 are how forgers rotate; the rest are lucky or common. */
const NUMBERS: readonly WeightedWord[] = [
  ...Array.from({ length: 9 }, (_, index) => ({ text: String(index + 1), cost: 2.5 })),
  ...[
    '12',
    '24',
    '66',
    '88',
    '99',
    '100',
    '110',
    '114',
    '123',
    '365',
    '666',
    '888',
    '999',
    '12333',
    '12350',
    '2024',
    '2025',
    '2026',
  ].map((text) => ({ text, cost: 3.5 })),
  ...Array.from({ length: 99 }, (_, index) => ({
    text: String(index + 1).padStart(2, '0'),
    cost: index < 9 ? 2.75 : 5,
  })),
];

/** The platform's Chinese names as internationalised labels (punycode), bare and with what people type behind them. */
function chineseNames({ chinese }: PlatformNames): Pattern[] {
  const labels = distinct(
    chinese.flatMap(({ text, cost }) =>
      Object.entries(NAME_WORDS.chineseTails)
        .filter(([tail]) => tail === '' || !text.endsWith(tail.slice(0, 2)))
        .map(([tail, extra]) => ({ text: text + tail, cost: cost + extra })),
    ),
  ).slice(0, 250);
  const ascii = labels
    .map(({ text, cost }) => ({ text: domainToASCII(text), cost }))
    .filter(({ text }) => text !== '' && isLabel(text));
  return [pattern('chinese-name', 2, [place(ascii), CHINESE_SUFFIX])];
}
