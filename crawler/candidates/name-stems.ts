/** The generator's rules: what a forger would put in front of a suffix, each stem with its rule and its implausibility. */
import { GOV_ZONES, NAME_WORDS, type WeightedWord } from './name-words.ts';
import { closeHomoglyphs, isLabel, labelMutations } from './label-mutations.ts';
import type { PlatformNames } from './platform-names.ts';

/** Labels without their suffix (`cx.mem-gov`), or a whole name when `suffix` is `given`. */
export interface Stem {
  text: string;
  rule: string;
  /** Costs add up; 0 = what a forger thinks of first. */
  cost: number;
  /** `open` = every open suffix; `chinese` = the suffixes sold for Chinese labels; `given` = `text` is a whole name. */
  suffix: 'open' | 'chinese' | 'given';
}

/** Dearer words are worth their bare name only, not every combination. */
const COMBINED_COST = 3;
/** Stems dearer than this would only come after a million others. */
const DEAREST_STEM = 7;
/** Shorter names (`cx`, `zs`) are everybody's. */
const SHORTEST_JOIN = 3;
/** Mistakes are made in short, well-known stems: how many of the best ones get numbers, look-alikes and `www.`. */
const VARIED_STEMS = 60;

/** Every stem of a platform, unordered, with repeats (a stem that several rules make keeps the cheapest: the caller's job). */
export function* nameStems(names: PlatformNames): Generator<Stem> {
  const plain = [...foldedHosts(names), ...tokenJoins(names)];
  yield* plain;
  yield* lookAlikeZones(names);
  yield* hostPrefixes(names);
  yield* ownLabelMistakes(names);
  yield* agencyMistakes(names);
  yield* variedStems(plain);
  yield* chineseNames(names);
  yield* localOrgans(names);
}

const open = (text: string, rule: string, cost: number): Stem => ({ text, rule, cost, suffix: 'open' });
const given = (text: string, rule: string, cost: number): Stem => ({ text, rule, cost, suffix: 'given' });

/** The labels of a host joined anew: cx-mem-gov, cxmem-gov, cx.memgov, mem-gov-cn, cx.mem … */
function* foldedHosts({ hosts }: PlatformNames): Generator<Stem> {
  for (const host of hosts) {
    const labels = [...host.sub, host.label];
    const tail = host.suffix.split('.');
    for (let start = 0; start < labels.length; start += 1) {
      for (let length = 0; length <= tail.length; length += 1) {
        const parts = [...labels.slice(start), ...tail.slice(0, length)];
        const cut = start === 0 || start === labels.length - 1 ? 0 : 1;
        // what looks like gov.cn is worth most; the bare agency least
        const shown = host.open ? length : [parts.length === 1 ? 2 : 1, 0, 1][length] ?? 1;
        for (const { text, cost } of joined(parts)) yield open(text, 'suffix-folding', host.cost + cut + shown + cost);
      }
    }
  }
}

/** All ways to join parts with hyphen, nothing or a dot; one separator throughout is likelier than a mixture. */
function* joined(parts: readonly string[]): Generator<WeightedWord> {
  const [first = '', ...rest] = parts;
  let forms: { text: string; separators: Set<string>; dots: number }[] = [{ text: first, separators: new Set(), dots: 0 }];
  for (const part of rest) {
    forms = forms.flatMap(({ text, separators, dots }) =>
      ['-', '', '.'].map((separator) => ({ text: text + separator + part, separators: new Set([...separators, separator]), dots: dots + (separator === '.' ? 1 : 0) })),
    );
  }
  for (const { text, separators, dots } of forms) yield { text, cost: Math.max(0, separators.size - 1) + (separators.has('') ? 0.25 : 0) + dots * 0.5 };
}

type Slot = 'agency' | 'service' | 'service2' | 'topic' | 'role' | { word: string };

/** Orders of words, with the cost of the order itself. */
const TEMPLATES: [Slot[], number][] = [
  [['agency', { word: 'gov' }], 0],
  [['service', 'agency', { word: 'gov' }], 1],
  [['agency', 'service'], 0.5],
  [['service', 'agency'], 0.5],
  [['agency', { word: 'gov' }, 'service'], 1.25],
  [['agency', 'service', { word: 'gov' }], 1.75],
  [['agency', { word: 'gov' }, { word: 'cn' }], 1],
  [['service', 'agency', { word: 'gov' }, { word: 'cn' }], 1.75],
  [['agency'], 0.75],
  [['topic', 'service'], 0.75],
  [[{ word: 'www' }, 'agency', { word: 'gov' }], 2],
  [[{ word: 'gov' }, 'agency'], 2],
  [[{ word: 'gov' }, 'service'], 2],
  [['service', { word: 'gov' }], 2],
  [[{ word: 'www' }, 'agency', { word: 'gov' }, { word: 'cn' }], 2],
  [['agency', 'topic'], 2],
  [['topic'], 2],
  [['topic', { word: 'gov' }], 3],
  [['service', { word: 'gov' }, { word: 'cn' }], 3],
  [['service', 'topic'], 3],
  [['agency', 'topic', 'service'], 3],
  [['service', 'service2'], 3],
  [['agency', 'service', 'service2'], 3],
  [['agency', { word: 'gov' }, 'service', { word: 'cn' }], 4],
  [['agency', 'role'], 3],
  [['role', 'agency'], 3],
  [['agency', { word: 'gov' }, 'role'], 4],
  [['role', 'agency', { word: 'gov' }], 4],
  [['role', 'agency', 'service'], 4],
  [['service'], 1.5],
  [['topic', 'role'], 4],
  [['role', 'topic', 'service'], 5],
  [['topic', 'service', 'service2'], 5],
];

/** Agency, service, topic and role words in the orders forgers use. */
function* tokenJoins(names: PlatformNames): Generator<Stem> {
  const roles = NAME_WORDS.roles.map((text, index) => ({ text, cost: Math.floor(index / 4) / 4 }));
  const slots = { agency: names.agencies, service: names.services, service2: names.services, topic: names.topics, role: roles };
  for (const [template, base] of TEMPLATES) {
    const choices = template.map((slot) => (typeof slot === 'object' ? [{ text: slot.word, cost: 0 }] : template.length === 1 ? slots[slot] : slots[slot].filter(({ cost }) => cost <= COMBINED_COST)));
    for (const { words, cost } of combinations(choices, DEAREST_STEM - base)) {
      if (new Set(words).size < words.length || words.join('').length < SHORTEST_JOIN) continue;
      for (const form of tokenForms(words)) yield open(form.text, words.length === 1 ? 'token' : 'token-join', base + cost + form.cost);
    }
  }
}

/** Hyphens throughout, nothing throughout, one hyphen, or the first word as a sub-domain. */
function* tokenForms(words: readonly string[]): Generator<WeightedWord> {
  const [first = '', ...rest] = words;
  yield { text: words.join('-'), cost: 0 };
  if (rest.length > 0) {
    yield { text: words.join(''), cost: 0.25 };
    yield { text: `${first}.${rest.join('-')}`, cost: 1 };
  }
  if (rest.length > 1) {
    yield { text: `${first}.${rest.join('')}`, cost: 1 };
    yield { text: `${first}-${rest.join('')}`, cost: 1 };
    yield { text: `${words.slice(0, -1).join('')}-${words.at(-1)}`, cost: 0.75 };
  }
}

/** One word from each list, in order, as far as the costs fit the budget. */
function* combinations(choices: readonly (readonly WeightedWord[])[], budget: number): Generator<{ words: string[]; cost: number }> {
  const [head, ...tail] = choices;
  if (!head) yield { words: [], cost: 0 };
  for (const { text, cost } of head ?? []) {
    if (cost > budget) continue;
    for (const rest of combinations(tail, budget - cost)) yield { words: [text, ...rest.words], cost: cost + rest.cost };
  }
}

/** The platform's own labels below something that is read as gov.cn: cx.mem.g0v.cn, cx.mem.gov-cn.com, mem.gov.cc. */
function* lookAlikeZones({ hosts, agencies, services }: PlatformNames): Generator<Stem> {
  for (const agency of agencies.slice(0, 8)) {
    for (const zone of GOV_ZONES) {
      yield open(`${agency.text}.${zone.text}`, 'gov-zone', 1.5 + agency.cost + zone.cost);
      for (const service of services.slice(0, 4)) {
        for (const glue of ['-', '', '.']) yield open(`${service.text}${glue}${agency.text}.${zone.text}`, 'gov-zone', 2 + agency.cost + service.cost + zone.cost);
      }
    }
  }
  for (const host of hosts) {
    const whole = [...host.sub, host.label].join('.');
    const fronts = new Set([whole, whole.replaceAll('.', '-'), whole.replaceAll('.', ''), host.label, ...host.sub]);
    for (const [index, front] of [...fronts].entries()) {
      const cost = host.cost + (index === 0 ? 0 : 1);
      for (const zone of GOV_ZONES) yield open(`${front}.${zone.text}`, 'gov-zone', cost + 1 + zone.cost);
      for (const [place, look] of NAME_WORDS.govLooks.entries()) {
        yield given(`${front}.${look}.cn`, 'gov-look-alike', cost + 1 + Math.floor(place / 2) / 2);
        yield open(`${front}-${look}`, 'gov-look-alike', cost + 3 + Math.floor(place / 2) / 2);
        yield open(`${front}${look}`, 'gov-look-alike', cost + 3 + Math.floor(place / 2) / 2);
      }
    }
    const typos = (NAME_WORDS.typoSuffixes as Record<string, string[]>)[host.suffix.split('.').at(-1) ?? ''] ?? [];
    for (const suffix of typos) yield given(`${whole}.${[...host.suffix.split('.').slice(0, -1), suffix].join('.')}`, 'suffix-typo', host.cost + 3);
    for (const suffix of (NAME_WORDS.typoSuffixes as Record<string, string[]>)[host.suffix] ?? []) yield given(`${whole}.${suffix}`, 'suffix-typo', host.cost + 3);
  }
}

/** The whole official name in front of something else: cx.mem.gov.cn.com, cx.mem.gov.cn.chaxun.top, mem.gov.cn-cx.com. */
function* hostPrefixes({ hosts, topics, services }: PlatformNames): Generator<Stem> {
  const known = NAME_WORDS.lures.map((text, index) => ({ text, cost: Math.floor(index / 3) / 2 }));
  const pairs = [...services.slice(0, 6), ...topics.slice(0, 8)].flatMap((front) => services.slice(0, 6).map((back) => ({ front, back })));
  const made = pairs.filter(({ front, back }) => front !== back).flatMap(({ front, back }) => ['', '-'].map((glue) => ({ text: front.text + glue + back.text, cost: 1.5 + front.cost + back.cost })));
  for (const { host, label, suffix, cost } of hosts) {
    for (const [prefix, extra] of [[host, 0], [`${label}.${suffix}`, 1], [host.replaceAll('.', '-'), 1]] as const) {
      yield open(prefix, 'host-prefix', cost + extra + 1);
      yield given(`${prefix}.cx`, 'host-prefix', cost + extra + 3);
      for (const lure of [...known, ...made]) {
        yield open(`${prefix}.${lure.text}`, 'host-prefix', cost + extra + 2 + lure.cost);
        yield open(`${prefix}-${lure.text}`, 'host-prefix', cost + extra + 2 + lure.cost);
      }
    }
  }
}

/** Mistakes in a registrable label below a suffix that anyone may buy: cnse.e-cps.cn, chsic.com.cn. */
function* ownLabelMistakes({ hosts }: PlatformNames): Generator<Stem> {
  for (const host of hosts.filter((parts) => parts.open)) {
    const front = host.sub.map((label) => `${label}.`).join('');
    for (const { label, rule } of labelMutations(host.label)) {
      const cost = host.cost + (MISTAKE_COSTS[rule] ?? 3);
      yield given(`${front}${label}.${host.suffix}`, rule, cost);
      if (front !== '') yield given(`${label}.${host.suffix}`, rule, cost + 1);
      yield open(`${front}${label}`, rule, cost + 2);
    }
    for (const whole of [`${host.sub.join('-')}-${host.label}`, host.sub.join('') + host.label]) if (host.sub.length > 0) yield given(`${whole}.${host.suffix}`, 'label-join', host.cost + 1);
  }
}

/** A look-alike that survives a glance is worth more than a slip of the finger, and that more than a flipped bit. */
const MISTAKE_COSTS: Record<string, number> = {
  'close-homoglyph': 1, omission: 1.5, repetition: 1.5, transposition: 1.5, hyphenation: 1.5, replacement: 2, homoglyph: 2, 'vowel-swap': 2, insertion: 2.5, addition: 2.5, bitsquatting: 2.5, plural: 3, subdomain: 3, cyrillic: 3, 'homoglyph-twice': 4,
};

/** Mistakes in the agency's word inside the likeliest stems: mern-gov, cx.mohurcl-gov, mmegov. */
function* agencyMistakes({ hosts }: PlatformNames): Generator<Stem> {
  for (const { label, sub, cost } of hosts) {
    for (const mistake of labelMutations(label)) {
      if (mistake.label.includes('.') || mistake.rule === 'homoglyph-twice') continue;
      const price = cost + 0.5 + (MISTAKE_COSTS[mistake.rule] ?? 3);
      const fronts = sub.flatMap((service) => [`${service}-${mistake.label}`, `${service}.${mistake.label}`, `${service}${mistake.label}`]);
      for (const [index, text] of [mistake.label, ...fronts].entries()) {
        yield open(`${text}-gov`, mistake.rule, price + (index > 0 ? 1 : 0));
        yield open(`${text}gov`, mistake.rule, price + (index > 0 ? 1 : 0));
        yield open(text, mistake.rule, price + 2);
        yield open(`${text}.gov-cn`, mistake.rule, price + 2);
      }
      for (const service of sub) yield open(`${mistake.label}-${service}`, mistake.rule, price + 2);
    }
  }
}

/** Numbers for rotation, look-alike letters and a written-out `www.` on the best stems. */
function* variedStems(plain: readonly Stem[]): Generator<Stem> {
  const best = [...new Map([...plain].sort((a, b) => b.cost - a.cost).map((stem) => [stem.text, stem])).values()].sort((a, b) => a.cost - b.cost);
  for (const stem of best.filter(({ cost }) => cost <= DEAREST_STEM - 3)) yield open(`www.${stem.text}`, 'www', stem.cost + 3);
  for (const { text, cost } of best.slice(0, VARIED_STEMS)) {
    for (const number of NUMBERS) {
      yield open(text + number.text, 'number', cost + number.cost);
      yield open(`${text}-${number.text}`, 'number', cost + number.cost + 1);
    }
    const cut = text.lastIndexOf('.') + 1;
    for (const look of closeHomoglyphs(text.slice(cut))) if (isLabel(look)) yield open(text.slice(0, cut) + look, 'close-homoglyph', cost + 2);
  }
}

/** 1..9 and 01..99 are how forgers rotate; the rest are lucky or common. */
const NUMBERS: readonly WeightedWord[] = [
  ...Array.from({ length: 9 }, (_, index) => ({ text: String(index + 1), cost: 3 })),
  ...['12', '24', '66', '88', '99', '100', '110', '114', '123', '365', '666', '888', '999'].map((text) => ({ text, cost: 4 })),
  ...Array.from({ length: 99 }, (_, index) => ({ text: String(index + 1).padStart(2, '0'), cost: index < 9 ? 3 : 5 })),
];

/** The platform's Chinese names as internationalised labels. */
function* chineseNames({ chinese }: PlatformNames): Generator<Stem> {
  for (const { text, cost } of chinese) {
    yield { text, rule: 'chinese-name', cost: cost + 2, suffix: 'chinese' };
    if (!text.endsWith('查询')) yield { text: `${text}查询`, rule: 'chinese-name', cost: cost + 3, suffix: 'chinese' };
    yield { text: `${text}网`, rule: 'chinese-name', cost: cost + 4, suffix: 'chinese' };
  }
}

/** Local bureaus: province or city with the organ's short name (hbyjt-cx, shanxi-zjt, bjyjj-gov). */
function* localOrgans({ localOrgans: organs, services }: PlatformNames): Generator<Stem> {
  for (const [place, region] of NAME_WORDS.regions.entries()) {
    for (const [order, name] of region.split(' ').entries()) {
      for (const [index, organ] of organs.entries()) {
        const cost = 4 + Math.floor(index / 2) + (order === 0 ? 1 : 0) + (place < 36 ? 0 : 1);
        for (const text of [`${name}${organ}`, `${name}-${organ}`]) {
          yield open(text, 'local-organ', cost);
          yield open(`${text}-gov`, 'local-organ', cost);
          yield open(`${text}gov`, 'local-organ', cost);
          for (const service of services.slice(0, 4)) for (const glue of ['', '-']) yield open(`${text}${glue}${service.text}`, 'local-organ', cost + 1);
        }
      }
    }
  }
}

