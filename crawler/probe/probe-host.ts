/**
 * Probes a live name found in bulk: TLS and one plain GET per scheme, no browser. https first, http when https does not
 * answer.
 */
import { load } from 'cheerio';
import { isParkedPage } from '../../detectors/reading/parked-page.ts';
import type { NewArtifact } from '../../storage/vocabulary/artifacts.ts';
import type { ProbeOutcome, ProbeResult } from '../../storage/vocabulary/probe.ts';
import type { Resolution } from '../../storage/vocabulary/resolve.ts';
import { decodeText } from '../reading/decode-text.ts';
import type { Egress, EgressSession, FetchAnswer, FetchFailure } from '../egress/egress.ts';
import { unfollowedLocation, unfollowedReason } from '../egress/unfollowed-redirect.ts';
import { probeArtifacts } from './probe-artifacts.ts';

export interface ProbeOptions {
  egress: Egress;
  /** Name of the exit. */
  exit: string;
  /** For each of the two GETs with its redirects, milliseconds. Default 12000. */
  timeoutMs?: number;
  /** Decoded body bytes kept. Default 1 MiB. */
  maxBytes?: number;
  /** Kept as a `dns` artefact when given. */
  resolution?: Resolution;
}

export interface ProbeAnswer {
  result: ProbeResult;
  artifacts: NewArtifact[];
}

const MAX_REDIRECTS = 5;
/** A title further down than this is not a title; parsing a hostile megabyte costs seconds. */
const TITLE_CHARACTERS = 65_536;
const TITLE_LENGTH = 300;

/**
 * Statuses by which a server or the shield before it turns this visitor away: the page may be another one for others.
 * 412: a common Chinese shield.
 */
const BLOCKED_STATUSES = new Set([401, 403, 407, 412, 418, 429, 451, 468]);

/**
 * `web`: something answers HTTP. `parked`: and it is a parking, sale or default page. `blocked`: and it turns us away.
 * `no-service`: both ports refuse the connection. `unknown`: anything else, with the reason; never folded into the
 * others. `url` is the base URL on `host` that answered, also when the redirects from there led nowhere.
 */
export async function probeHost(host: string, options: ProbeOptions): Promise<ProbeAnswer> {
  const timeoutMs = options.timeoutMs ?? 12_000;
  const maxBytes = options.maxBytes ?? 1024 * 1024;
  const session = await options.egress.open({
    exit: options.exit,
    maxBytes: maxBytes * 8,
    deadlineMs: timeoutMs * 2 + 5000,
  });
  try {
    return await probeThrough(
      session,
      host,
      { timeoutMs, maxBytes, redirect: MAX_REDIRECTS },
      options.resolution ?? null,
    );
  } finally {
    await session.close();
  }
}

type FetchLimits = { timeoutMs: number; maxBytes: number; redirect: number };

async function probeThrough(
  session: EgressSession,
  host: string,
  limits: FetchLimits,
  resolution: Resolution | null,
): Promise<ProbeAnswer> {
  const at = new Date().toISOString();
  const authority = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
  const secure = await session.fetch(`https://${authority}/`, limits);
  const usable = secure.ok || secure.redirects.length > 0 || isFinal(secure.reason);
  const plain = usable ? null : await session.fetch(`http://${authority}/`, limits);
  const answer = plain ?? secure;
  const answered = answer.ok || answer.redirects.length > 0;
  const url = answered ? `${plain === null ? 'https' : 'http'}://${authority}/` : null;
  const tls = secure.ok || secure.redirects.length > 0 ? await session.inspectTls(host, 443) : null;
  const text = answer.ok ? pageText(answer) : null;
  const judged = answer.ok ? judgeAnswer(answer, text) : judgeFailure(secure, answer, plain !== null);
  const last = answer.ok ? answer : answer.redirects.at(-1);
  const result: ProbeResult = {
    host,
    ...judged,
    url,
    at,
    tls,
    status: last?.status ?? null,
    headers: last?.headers ?? {},
    title: text?.title ?? null,
    redirects: answer.redirects.map((hop) => ({ url: hop.url, status: hop.status })),
    peerAddress: answer.redirects[0]?.peerAddress ?? (answer.ok ? answer.peerAddress : null),
  };
  return { result, artifacts: probeArtifacts(result, answer, session.connections(), resolution) };
}

/** Nothing on port 80 could change these: our own policy, or a name without an address. */
function isFinal(reason: string): boolean {
  return /^(?:forbidden-address|dns |byte-cap|time-cap|invalid)/.test(reason);
}

interface PageText {
  html: string;
  title: string | null;
}

function pageText(answer: FetchAnswer): PageText {
  const html = decodeText(answer.body, answer.headers['content-type'] ?? null).text;
  const title = load(html.slice(0, TITLE_CHARACTERS))('title').first().text().replace(/\s+/g, ' ').trim();
  return { html, title: title === '' ? null : title.slice(0, TITLE_LENGTH) };
}

function judgeAnswer(answer: FetchAnswer, text: PageText | null): { outcome: ProbeOutcome; reason: string | null } {
  const parked = isParkedPage({
    html: text?.html ?? '',
    title: text?.title ?? null,
    url: answer.url,
    headers: answer.headers,
  });
  if (parked.parked) return { outcome: 'parked', reason: parked.because?.en ?? null };
  const challenge = answer.headers['cf-mitigated'];
  if (challenge !== undefined) return { outcome: 'blocked', reason: `cf-mitigated: ${challenge}` };
  if (BLOCKED_STATUSES.has(answer.status)) return { outcome: 'blocked', reason: `status ${String(answer.status)}` };
  const location = unfollowedLocation(answer.status, answer.headers['location']);
  if (location !== null) return { outcome: 'web', reason: unfollowedReason(answer.status, location) };
  return { outcome: 'web', reason: answer.truncated ? 'body cut' : null };
}

function judgeFailure(
  secure: FetchAnswer | FetchFailure,
  last: FetchFailure,
  both: boolean,
): { outcome: ProbeOutcome; reason: string } {
  if (last.redirects.length > 0)
    return { outcome: 'web', reason: `after ${String(last.redirects.length)} redirects: ${last.reason}` };
  if (!both || secure.ok) return { outcome: 'unknown', reason: last.reason };
  const refused = secure.reason === 'ECONNREFUSED' && last.reason === 'ECONNREFUSED';
  return {
    outcome: refused ? 'no-service' : 'unknown',
    reason: secure.reason === last.reason ? last.reason : `https: ${secure.reason}; http: ${last.reason}`,
  };
}
