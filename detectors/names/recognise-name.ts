/** Which platform or government pattern does a name from a stream imitate? Cheap, pure, and says why. */
import { domainToUnicode } from 'node:url';
import { latinSkeleton } from '../text/normalise-text.ts';
import { closedSuffix, isOfficialHost } from './official-hosts.ts';
import type { Platform } from '../../storage/vocabulary/platform.ts';
import type { Sentence } from '../../storage/vocabulary/sentence.ts';
import { chineseShape } from './chinese-shape.ts';
import { govShape } from './gov-shape.ts';
import { nearShape } from './near-shape.ts';
import { partsOf, recogniserIndex, type RecogniserIndex } from './recogniser-index.ts';
import { officialShape } from './official-shape.ts';
import { RECOGNISED_FROM } from './recognised-from.ts';
import { stronger, type NameParts, type Shape } from './name-shape.ts';
import { tokenRuns } from './token-runs.ts';
import { wordShape } from './word-shape.ts';
import { checkSuffixData } from './suffix-rules.ts';

/** What a host name was recognised as. */
export interface RecognisedName {
  /** Platform id; null when the name only poses as some `gov.cn`. */
  platform: string | null;
  /** 0..1, how far the name alone is to be believed: see name-scores.json. */
  score: number;
  /** Stable word for the shape, a key of name-scores.json. */
  shape: string;
  because: Sentence;
}

const indexes = new WeakMap<readonly Platform[], RecogniserIndex>();

/**
 * @param host lower-case ASCII name without a trailing dot, see `canonicalHost`.
 * @returns null for what says nothing, for official hosts, for names below closed suffixes (an organ's own), for names
 * below an official registrable name (its owner's) and for the plumbing of content networks. The indexes are made once
 * per `platforms` array: pass the same one.
 * @throws MingjingError SUFFIX_DATA_MISSING when the public suffix list is unusable.
 */
export function recogniseName(host: string, platforms: readonly Platform[]): RecognisedName | null {
  const index = indexFor(platforms);
  // one pass over the raw name, and a look-up for near misses, drop nearly all of a stream before anything is parsed
  if (!index.starts.mayHold(host) && !mayBeNear(host, index)) return null;
  if (closedSuffix(host) !== null || isOfficialHost(host, platforms) || isBelow(host, index)) return null;
  const found = host.includes('xn--') ? recogniseInternational(host, index) : recogniseLatin(host, host, index);
  return found && found.score >= RECOGNISED_FROM ? found : null;
}

function indexFor(platforms: readonly Platform[]): RecogniserIndex {
  const known = indexes.get(platforms);
  if (known) return known;
  checkSuffixData();
  const made = recogniserIndex(platforms);
  indexes.set(platforms, made);
  return made;
}

/**
 * Below a content network's domain the customer's whole name is plumbing; below an official domain everything is its
 * owner's.
 */
function isBelow(host: string, { contentNetworks, owned }: RecogniserIndex): boolean {
  if (owned.has(host)) return true;
  for (let dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
    const above = host.slice(dot + 1);
    if (contentNetworks.has(above) || owned.has(above)) return true;
  }
  return false;
}

function mayBeNear(host: string, { nearAgencies, nearLabels }: RecogniserIndex): boolean {
  let start = 0;
  for (let at = 0; at <= host.length; at += 1) {
    const letter = at === host.length ? 46 : host.charCodeAt(at);
    if (letter !== 46 && letter !== 45) continue;
    if (at - start >= 3 && at < host.length) {
      const part = host.slice(start, at);
      if (nearAgencies.find(part) !== null || nearLabels.find(part) !== null) return true;
    }
    start = at + 1;
  }
  // a hyphenated label (e-cps) is looked up whole
  return host.includes('-') && host.split('.').some((label) => label.includes('-') && nearLabels.find(label) !== null);
}

function recogniseLatin(shown: string, host: string, index: RecogniserIndex): Shape | null {
  const parts = partsOf(host);
  if (!parts) return null;
  const flat = `-${parts.left.replaceAll('.', '-')}-`;
  const name: NameParts = { host: shown, ...parts, flat, runs: tokenRuns(flat, index) };
  return stronger(officialShape(name, index), govShape(name, index), wordShape(name, index), nearShape(name, index));
}

/** A name in other letters: what its Chinese says, and what its other letters are read as. */
function recogniseInternational(host: string, index: RecogniserIndex): Shape | null {
  const readable = domainToUnicode(host);
  // does not decode: nothing to be read, nothing to imitate
  if (readable === '' || readable.includes('xn--')) return null;
  const latin = latinSkeleton(readable).toLowerCase();
  const readAs = /^[a-z0-9.-]+$/.test(latin) && latin !== host ? recogniseLatin(readable, latin, index) : null;
  return stronger(chineseShape(host, readable, index), readAs);
}
