/**
 * Stems made from official host names: folded suffixes, fronts for look-alike zones, prefixes; and the best plain stems
 * for variation.
 */
import type { PlatformNames } from '../../../detectors/names/platform-names.ts';
import { distinct, type WeightedWord } from '../../../detectors/names/name-words.ts';
import { STEPS, namesOfCost, type Pattern } from './ranked-patterns.ts';
import { isLabel } from './label-mutations.ts';

/**
 * The labels of each host joined anew: cx-mem-gov, cxmem-gov, cx.memgov, mem-gov-cn, cx.mem, and reordered: mem-cx-gov.
 */
export function foldedForms({ hosts }: PlatformNames): WeightedWord[] {
  const forms: WeightedWord[] = [];
  for (const host of hosts) {
    const labels = [...host.sub, host.label];
    const tail = host.suffix.split('.');
    for (let start = 0; start < labels.length; start += 1) {
      for (let length = 0; length <= tail.length; length += 1) {
        const cut = start === 0 || start === labels.length - 1 ? 0 : 1;
        const parts = [...labels.slice(start), ...tail.slice(0, length)];
        // what looks like gov.cn is worth most; the bare agency least
        const shown = host.open ? length : ([parts.length === 1 ? 2 : 1, 0, 1][length] ?? 1);
        for (const { text, cost } of joined(parts)) forms.push({ text, cost: host.cost + cut + shown + cost });
        if (labels.length - start !== 2) continue;
        const turned = [...labels.slice(start).reverse(), ...tail.slice(0, length)];
        for (const { text, cost } of joined(turned)) forms.push({ text, cost: host.cost + cut + shown + cost + 1 });
      }
    }
  }
  return forms.filter(({ text }) => isLabel(text));
}

/** All ways to join parts with hyphen, nothing or a dot; one separator throughout is likelier than a mixture. */
function* joined(parts: readonly string[]): Generator<WeightedWord> {
  const [first = '', ...rest] = parts;
  let forms: { text: string; separators: Set<string>; dots: number }[] = [
    { text: first, separators: new Set(), dots: 0 },
  ];
  for (const part of rest) {
    forms = forms.flatMap(({ text, separators, dots }) =>
      ['-', '', '.'].map((separator) => ({
        text: text + separator + part,
        separators: new Set([...separators, separator]),
        dots: dots + (separator === '.' ? 1 : 0),
      })),
    );
  }
  for (const { text, separators, dots } of forms)
    yield { text, cost: Math.max(0, separators.size - 1) + (separators.has('') ? 0.25 : 0) + dots * 0.5 };
}

/**
 * What stands before a zone that is read as gov.cn: cx.mem, cx-mem, cxmem, mem, and other services of the same agency.
 */
export function lookAlikeFronts({ hosts, agencies, services }: PlatformNames): WeightedWord[] {
  const own = hosts.flatMap(({ sub, label, cost }) => {
    const whole = [...sub, label].join('.');
    return [whole, whole.replaceAll('.', '-'), whole.replaceAll('.', ''), label, ...sub].map((text, index) => ({
      text,
      cost: cost + (index === 0 ? 0 : 1),
    }));
  });
  const others = agencies.slice(0, 8).flatMap((agency) => [
    { text: agency.text, cost: 0.5 + agency.cost },
    ...services.slice(0, 6).flatMap((service) =>
      ['-', '', '.'].map((glue) => ({
        text: service.text + glue + agency.text,
        cost: 0.75 + agency.cost + service.cost,
      })),
    ),
  ]);
  return distinct([...own, ...others]);
}

/**
 * Whole official names as they are hung before another domain; also the agency's domain, sister services, and hyphens
 * for dots.
 */
export function hostPrefixWords({ hosts, services }: PlatformNames): WeightedWord[] {
  return distinct(
    hosts.flatMap(({ host, label, suffix, cost }) => {
      const apex = `${label}.${suffix}`;
      const sisters = services
        .slice(0, 5)
        .map(({ text, cost: extra }) => ({ text: `${text}.${apex}`, cost: cost + 1.5 + extra }));
      return [
        { text: host, cost },
        { text: apex, cost: cost + 0.5 },
        { text: host.replaceAll('.', '-'), cost: cost + 0.75 },
        { text: apex.replaceAll('.', '-'), cost: cost + 1.25 },
        { text: `www.${apex}`, cost: cost + 1.25 },
        { text: `www-${apex.replaceAll('.', '-')}`, cost: cost + 2 },
        { text: `www.${host}`, cost: cost + 2.5 },
        ...sisters,
        ...sisters.map((sister) => ({ text: sister.text.replaceAll('.', '-'), cost: sister.cost + 1 })),
      ];
    }),
  );
}

/** Variation is for stems a forger already has: no dearer than this. */
const DEAREST_PLAIN = 2.75;

/** The cheapest stems of folding and joining, cheapest first, without their suffixes. */
export function plainStems(folded: readonly WeightedWord[], joins: readonly Pattern[]): WeightedWord[] {
  const stems = folded.filter(({ cost }) => cost <= DEAREST_PLAIN);
  for (const each of joins) {
    if (each.rule !== 'token-join' && each.rule !== 'token') continue;
    // the first suffix costs nothing, so the names that cost as much as their stem are those with it
    const bare: Pattern = { ...each, places: [...each.places.slice(0, -1), BARE] };
    for (let steps = each.base; steps <= DEAREST_PLAIN * STEPS; steps += 1)
      for (const { stem } of namesOfCost(bare, steps)) stems.push({ text: stem, cost: steps / STEPS });
  }
  return distinct(stems);
}

const BARE = { table: [[{ text: '', cost: 0 }]], word: false, least: 0, most: 0 };
