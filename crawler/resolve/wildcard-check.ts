/**
 * Tells a name that exists by itself from one that a wildcard answers for: by asking for labels nobody can have listed.
 */
import { randomInt } from 'node:crypto';
import { isIPv4 } from 'node:net';
import type { DnsRecord } from '../../storage/vocabulary/resolve.ts';
import type { AddressAnswer, DnsClient } from '../egress/dns/dns-client.ts';
import { Remembered } from './remembered.ts';

export interface WildcardFinding {
  /** Null when no invented name was answered for, yes or no. */
  wildcard: boolean | null;
  /** Which invented labels answer (see Resolution); absent unless there is a wildcard. */
  pattern?: string | undefined;
}

export interface WildcardCheck {
  /**
   * A wildcard is found when an invented sibling of `host` has every address that `host` has, or the same alias, or,
   * where the wildcard gives other addresses each time, one in the same network. A wildcard zone's own listed hosts
   * stay distinct. `answered`: what `host` itself answered.
   */
  check(
    host: string,
    answered: { addresses: readonly string[]; records: readonly DnsRecord[] },
  ): Promise<WildcardFinding>;
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const DIGITS = '0123456789';
/** Shorter inventions could be somebody's real label. */
const MIN_INVENTED = 6;
const MAX_LABEL = 63;

/**
 * Asks once per parent for any label; for a label's own beginning, end and shape only where that found nothing
 * (selective wildcards).
 */
export function createWildcardCheck(dns: DnsClient): WildcardCheck {
  const asked = new Remembered<AddressAnswer>();
  const ask = (key: string, name: () => string): Promise<AddressAnswer> =>
    asked.get(
      key,
      () => dns.addresses(name()),
      (answer) => answer.outcome !== 'unknown',
    );

  return {
    check: async (host, answered) => {
      const dot = host.indexOf('.');
      const label = host.slice(0, dot);
      const parent = host.slice(dot + 1);
      if (dot < 1) return { wildcard: null };
      const any = await ask(`* ${parent}`, () => `q${invented(11)}.${parent}`);
      const found = [any];
      // Addresses that change from answer to answer show only in a second one.
      if (any.outcome === 'live') found.push(await ask(`** ${parent}`, () => `${letters(9)}.${parent}`));
      if (isSameAnswer(answered, found)) return { wildcard: true, pattern: '*' };
      const shaped = shapedLabels(label).filter(({ make }) => make().length <= MAX_LABEL);
      const selective = await Promise.all(
        shaped.map(async ({ pattern, make }) => ({
          pattern,
          answer: await ask(`${pattern} ${parent}`, () => `${make()}.${parent}`),
        })),
      );
      const hit = selective.find(({ answer }) => isSameAnswer(answered, [answer]));
      if (hit !== undefined) return { wildcard: true, pattern: hit.pattern };
      return { wildcard: any.outcome === 'unknown' ? null : false };
    },
  };
}

/**
 * The label's beginning with an invented end, its end with an invented beginning, and an invention of the same shape.
 */
export function shapedLabels(label: string): { pattern: string; make: () => string }[] {
  const dash = label.indexOf('-');
  const lastDash = label.lastIndexOf('-');
  const middle = Math.ceil(label.length / 2);
  const head = dash > 0 ? label.slice(0, dash + 1) : label.slice(0, middle);
  const tail = lastDash > 0 ? label.slice(lastDash) : label.slice(middle);
  const shapes = [
    { pattern: `${head}*`, make: () => head + invented(Math.max(MIN_INVENTED, label.length - head.length)) },
  ];
  if (tail.length > 1)
    shapes.push({
      pattern: `*${tail}`,
      make: () => `q${invented(Math.max(MIN_INVENTED, label.length - tail.length) - 1)}${tail}`,
    });
  if (label.length >= MIN_INVENTED)
    shapes.push({
      pattern: shapeOf(label),
      make: () => label.replaceAll(/[a-z0-9]/g, (character) => pick(character < 'a' ? DIGITS : LETTERS)),
    });
  return shapes;
}

function shapeOf(label: string): string {
  return label.replaceAll(/[a-z]/g, 'a').replaceAll(/\d/g, '9');
}

function isSameAnswer(
  host: { addresses: readonly string[]; records: readonly DnsRecord[] },
  siblings: readonly AddressAnswer[],
): boolean {
  const live = siblings.filter((sibling) => sibling.outcome === 'live');
  if (live.length === 0 || host.addresses.length === 0) return false;
  const pool = new Set(live.flatMap((sibling) => sibling.addresses));
  if (host.addresses.every((address) => pool.has(address))) return true;
  const alias = host.records.find((record) => record.type === 'CNAME')?.value;
  if (
    alias !== undefined &&
    live.some((sibling) => sibling.records.some((record) => record.type === 'CNAME' && record.value === alias))
  )
    return true;
  const [first, second] = live;
  const changing =
    first !== undefined &&
    second !== undefined &&
    !second.addresses.some((address) => first.addresses.includes(address));
  const networks = new Set([...pool].map(networkOf));
  return changing && host.addresses.some((address) => networks.has(networkOf(address)));
}

/** The /24 of an IPv4 address, the first three groups of an IPv6 one. */
function networkOf(address: string): string {
  return isIPv4(address) ? address.slice(0, address.lastIndexOf('.')) : address.split(':').slice(0, 3).join(':');
}

function pick(alphabet: string): string {
  return alphabet[randomInt(alphabet.length)] ?? 'x';
}

function letters(length: number): string {
  return Array.from({ length }, () => pick(LETTERS)).join('');
}

/** Letters and digits: a label like any other, and nobody's. */
function invented(length: number): string {
  return Array.from({ length }, () => pick(LETTERS + DIGITS)).join('');
}
