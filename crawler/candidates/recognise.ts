/** Is a name from a stream (certificate log, registrations) worth a look? Generous, cheap, and says why. */
import { distance } from 'fastest-levenshtein';
import { parse } from 'tldts';
import { closedSuffix, isOfficialHost } from '../../detectors/official-hosts.ts';
import type { Platform, Sentence } from '../../storage/vocabulary.ts';
import { NAME_WORDS } from './name-words.ts';
import { recogniserWords, type RecogniserWords, type WordKind } from './recogniser-words.ts';
import { segment } from './segment-token.ts';

export interface RecognisedName {
  /** Platform id; null when the name only poses as some `gov.cn`. */
  platform: string | null;
  /** 0..1, how much the name alone says. */
  score: number;
  because: Sentence;
}

/** Below this a name is not worth a DNS query. */
export const RECOGNISED_FROM = 0.4;

const CONTENT_NETWORKS = new Set(NAME_WORDS.contentNetworks);
const known = new WeakMap<readonly Platform[], RecogniserWords>();

/**
 * @param host lower-case ASCII name, see `canonicalHost`.
 * @returns null for what says nothing, for official hosts, for names below closed suffixes (an organ's own) and for the
 * plumbing of content networks. The word lists are prepared once per `platforms` array: pass the same one.
 */
export function recogniseName(host: string, platforms: readonly Platform[]): RecognisedName | null {
  let words = known.get(platforms);
  if (!words) known.set(platforms, (words = recogniserWords(platforms)));
  // one pass over the raw name drops nearly all of a stream before anything is parsed
  if (!words.anchor.test(host) && !closeToLabel(host, words)) return null;
  if (closedSuffix(host) !== null || isOfficialHost(host, platforms) || isPlumbing(host)) return null;
  const { domainWithoutSuffix: label, publicSuffix: suffix, subdomain, isIp } = parse(host, { allowPrivateDomains: true });
  if (isIp || !label || !suffix) return null;
  const left = subdomain ? `${subdomain}.${label}` : label;
  const name: NameParts = { host, label, suffix, left, flat: `-${left.replaceAll('.', '-')}-` };
  const best = [officialInside(name, words), govShape(name, words), wordsTogether(name, words), nearLabel(name, words)]
    .filter((found) => found !== null)
    .sort((a, b) => b.score - a.score || Number(a.platform === null) - Number(b.platform === null))[0];
  return best && best.score >= RECOGNISED_FROM ? best : null;
}

interface NameParts {
  host: string;
  label: string;
  suffix: string;
  /** Everything before the public suffix. */
  left: string;
  /** `left` with dots as hyphens and a hyphen at both ends. */
  flat: string;
}

function isPlumbing(host: string): boolean {
  for (let dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) if (CONTENT_NETWORKS.has(host.slice(dot + 1))) return true;
  return false;
}

/** The whole official name, with dots or hyphens, inside another name: cx.mem.gov.cn.a.top, x-cx-mem-gov-cn.b.com. */
function officialInside({ host, flat, suffix }: NameParts, words: RecogniserWords): RecognisedName | null {
  const whole = `${flat}${suffix.replaceAll('.', '-')}-`;
  for (const official of words.officials) {
    if (!whole.includes(official.flat)) continue;
    return found(official.platform, official.exact ? 0.98 : 0.92, `${host} 含有官方域名 ${official.host}`, `${host} contains the official name ${official.host}`);
  }
  return null;
}

/** Something that is read as gov.cn where it is not: mem-gov.cn, kj-gov.cn, www-x-gov-cn.y.com, mem.g0v.cn, modgovcn.com. */
function govShape({ host, label, suffix, flat }: NameParts, words: RecogniserWords): RecognisedName | null {
  const shape = GOV_SHAPE.exec(flat)?.[0] ?? RUN_ON_GOV.exec(flat)?.[0] ?? (suffix.endsWith('cn') && /[a-z0-9](?:gov|g0v|qov)$/.test(label) ? 'gov' : /[a-z0-9]govcn$/.test(label) ? 'govcn' : null);
  if (shape === null) return null;
  const chinese = suffix === 'cn' || suffix.endsWith('.cn') || suffix === 'cn.com' || /cn/.test(shape);
  const platform = words.platformOf(tokensOf(flat, words).filter((token) => token.kind === 'agency').map((token) => token.text));
  if (platform !== null) return found(platform, chinese ? 0.9 : 0.75, `${host} 把机构名与 gov 字样拼在非政府后缀下`, `${host} joins the agency's word with gov below a suffix that is not a government's`);
  return chinese ? found(null, 0.5, `${host} 冒用 gov.cn 字样`, `${host} is made to be read as gov.cn`) : null;
}

/** gov, or a spelling of it, as a word of its own with or without cn behind it. */
const GOV_SHAPE = /-(?:gov|g0v|qov|9ov|govv|goov|gow)(?:-?cn)?-/;

/** webgov-cn.cloud, xgov.cn-cx.com. */
const RUN_ON_GOV = /[a-z0-9](?:gov|g0v|qov)-cn-/;

/** Agency, service and topic words side by side: cx-mem.cn, tzzycx.com, mohurdzlaq.top. */
function wordsTogether({ host, label, suffix, flat }: NameParts, words: RecogniserWords): RecognisedName | null {
  let best: RecognisedName | null = null;
  for (const run of tokenRuns(flat, words)) {
    const score = runScore(run, label, words);
    if (score < (FOREIGN_GOVERNMENT.test(suffix) ? 0.7 : RECOGNISED_FROM) || score <= (best?.score ?? 0)) continue;
    const texts = run.map((token) => token.text);
    best = found(words.platformOf(texts), score, `${host} 由 ${texts.join(' + ')} 拼成`, `${host} is put together from ${texts.join(' + ')}`);
  }
  return best;
}

/** Other states' ministries have query pages too; only the full combination of words says that ours is meant. */
const FOREIGN_GOVERNMENT = /^(?:gov|gob|gouv|go)\.[a-z]{2}$/;

function runScore(run: readonly Token[], label: string, words: RecogniserWords): number {
  const rare = (kind: Token['kind']) => new Set(run.filter((token) => token.kind === kind && !words.common.has(token.text)).map((token) => token.text));
  const [agencies, topics, services] = [rare('agency'), rare('topic'), rare('service')];
  const glue = run.some((token) => token.kind === 'glue' && token.text !== 'www');
  const common = run.some((token) => words.common.has(token.text) && token.kind !== 'glue');
  if (agencies.size > 1 || (agencies.size > 0 && (services.size > 0 || topics.size > 0))) return 0.75;
  if (topics.size > 0 && services.size > 0) return 0.6;
  if (agencies.size > 0 && (glue || common)) return 0.5;
  if ([...agencies].some((text) => words.ownWords.has(text) || (text.length >= 5 && label === text) || (text.length >= 10 && label.includes(text)))) return 0.5;
  if (topics.size > 1 || [...topics].some((text) => text.length >= 8 || (common && text.length >= 4))) return 0.45;
  if ([...services].some((text) => text.length >= 12) || (services.size > 1 && [...services].some((text) => text.length >= 6))) return 0.45;
  if (services.size > 0 && run.some((token) => token.text.startsWith('gov'))) return 0.5;
  return 0;
}

interface Token { text: string; kind: WordKind }

function tokensOf(flat: string, words: RecogniserWords): Token[] {
  return [...tokenRuns(flat, words)].flat();
}

/** Neighbouring parts (split at dots and hyphens) that consist of known words throughout; digits at a part's end are left out. */
function* tokenRuns(flat: string, words: RecogniserWords): Generator<Token[]> {
  let run: Token[] = [];
  for (const part of flat.split('-')) {
    const bare = part.replace(/\d+$/, '');
    const pieces = segment(bare, words.kinds) ?? segment(unmasked(bare), words.kinds) ?? nearAgency(bare, words);
    if (pieces) run.push(...pieces.map((text) => ({ text, kind: words.kinds.get(text) ?? 'glue' })));
    else if (part !== '' && part.length > 1) {
      if (run.length > 0) yield run;
      run = [];
    }
  }
  if (run.length > 0) yield run;
}

/** Undoes the usual look-alike spellings. */
function unmasked(text: string): string {
  return text.replaceAll('rn', 'm').replaceAll('vv', 'w').replaceAll('0', 'o').replaceAll('1', 'l').replaceAll('5', 's');
}

function nearAgency(part: string, words: RecogniserWords): string[] | null {
  if (part.length < 5) return null;
  const near = words.longAgencies.find((agency) => Math.abs(agency.length - part.length) <= 1 && distance(agency, part) === 1);
  return near === undefined ? null : [near];
}

/** One letter off the registrable label of an official host, below its own suffix: chsic.com.cn, e-cps.cn. */
function nearLabel({ host, label, suffix }: NameParts, words: RecogniserWords): RecognisedName | null {
  const near = words.ownLabels.find((own) => own.suffix === suffix && Math.abs(own.label.length - label.length) <= 1 && distance(own.label, label) <= 1);
  if (!near) return null;
  return found(near.platform, near.label === label ? 0.3 : 0.5, `${host} 与官方域名 ${near.label}.${near.suffix} 只差一个字符`, `${host} is one character off the official ${near.label}.${near.suffix}`);
}

function closeToLabel(host: string, words: RecogniserWords): boolean {
  const end = (suffix: string) => host.endsWith(`.${suffix}`);
  return (
    words.ownLabels.some((own) => {
      if (!end(own.suffix)) return false;
      const stem = host.slice(0, -own.suffix.length - 1);
      const label = stem.slice(stem.lastIndexOf('.') + 1);
      return Math.abs(label.length - own.label.length) <= 1 && distance(label, own.label) <= 1;
    }) || words.longAgencies.length > 0 && host.split(/[.-]/).some((part) => nearAgency(part, words) !== null)
  );
}

function found(platform: string | null, score: number, zh: string, en: string): RecognisedName {
  return { platform, score, because: { zh, en } };
}
