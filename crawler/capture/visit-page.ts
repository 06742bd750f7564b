/** One visit of one page as one visitor: navigate, wait, scroll, look. Nothing is typed, clicked or sent. */
import type { CDPSession, Page } from 'playwright';
import type { NewArtifact } from '../../storage/vocabulary/artifacts.ts';
import type { CaptureJob, Hazard, Visit } from '../../storage/vocabulary/capture.ts';
import type { EgressSession } from '../egress/egress.ts';
import { unfollowedReason } from '../egress/unfollowed-redirect.ts';
import type { CaptureSettings } from './capture-settings.ts';
import type { RawVisit } from './finish-visit.ts';
import { lookAhead, mayLeave, waitToLeave, type Leaving } from './page/look-ahead.ts';
import { lookAtPage, type Look } from './page/look-at-page.ts';
import { bodyArtifact, headersOfHops } from './page/main-document.ts';
import { personaProfile, type PersonaProfile } from './personas/personas.ts';
import { quarantined, watchDownloads } from './quarantine.ts';
import { Deadline, within } from './page/time-limit.ts';
import { tlsRecord, type TlsMemory } from './tls-record.ts';
import { connectionTo, egressEnding, navigationEnding, ownAnswer, type Ending } from './visit-outcome.ts';
import { VisitRecorder } from './visit-recorder.ts';
import { wearPersona } from './personas/wear-persona.ts';

export type VisitTarget = Pick<CaptureJob, 'host' | 'url' | 'persona' | 'vantage' | 'attempt'>;

export interface VisitContext {
  /** A fresh page in a context made with the persona's `contextOptions`. The caller closes it. */
  page: Page;
  /** The visit's own way out; the context's proxy. The caller closes it. */
  egress: EgressSession;
  browserVersion: string;
  settings: Pick<CaptureSettings, 'navigationTimeoutMs' | 'visitTimeoutMs' | 'settleMaxMs' | 'fullPage' | 'patience'>;
  tlsMemory: TlsMemory;
  /**
   * Whether the page's clock is run forward after the look; or what an earlier visit saw that way, and this one waits
   * for.
   */
  ahead: boolean | Leaving;
  /** Aborted = the run is stopping: the visit ends soon, as `interrupted`. */
  signal: AbortSignal | null;
}

/** Rest of the visit after the page was looked at: bodies, headers and certificates have this long, milliseconds. */
const AFTERMATH_MS = 3000;

/**
 * Visits once, without retries. Every ending is a value: a visit never throws for what the site, the network or the
 * page does; it throws only when the browser itself is gone before it began.
 */
export async function visitPage(target: VisitTarget, context: VisitContext): Promise<RawVisit> {
  const { page, settings, signal } = context;
  const startedAt = new Date().toISOString();
  const deadline = new Deadline(settings.visitTimeoutMs);
  const profile = personaProfile(target.persona, context.browserVersion);
  const session = await page.context().newCDPSession(page);
  const recorder = new VisitRecorder(page);
  const trust = { trusted: true };
  await prepare(page, session, recorder, trust, profile);

  let ending: Ending = { outcome: 'refused', reason: 'forbidden-scheme' };
  let look: Look | null = null;
  let leaving: Leaving | null = null;
  let cut = false;
  if (/^https?:/i.test(target.url)) {
    ending = await navigate(target.url, profile.referer, context, recorder, deadline);
    if (ending.outcome === 'captured') {
      const ahead = {
        session,
        recorder,
        deadline,
        visitTimeoutMs: settings.visitTimeoutMs,
        signal,
        patience: settings.patience ?? 1,
      };
      if (typeof context.ahead === 'object') await waitToLeave(context.ahead, ahead);
      look = await lookAtPage({ page, session, recorder, deadline, settings, signal });
      ending = endingAfterLook(look, context, recorder);
      if (context.ahead === true && ending.outcome === 'captured' && mayLeave(look, recorder))
        ({ leaving, cut } = await lookAhead(ahead));
      if (leaving) recorder.hazard('delayed-redirect', leaving.to);
    }
  }
  const kept = await aftermath(context, recorder, session, trust.trusted, ending, look);
  if (recorder.crashed && !look?.picture && !look?.html) ending = { outcome: 'crashed', reason: 'the page died' };
  if (recorder.downloads.length > 0 && !look?.page) ending = { outcome: 'download', reason: null };
  if (signal?.aborted) ending = { outcome: 'interrupted', reason: 'stopped' };
  if (deadline.passed) recorder.hazard('time-cap', `longer than ${settings.visitTimeoutMs} ms`);
  // a page that once did not answer may stand in a loop, or on a machine that had no time for it: another look tells
  const stuck = recorder.hazards.some(({ kind }) => kind === 'busy-loop');
  const unfinished = look?.unfinished ?? (stuck ? 'no-answer' : cut || deadline.passed ? 'out-of-time' : null);
  const visit: Visit = {
    ...describe(target, context, recorder, ending, look, startedAt, profile.userAgent),
    unfinished,
  };
  return {
    visit,
    artifacts: kept,
    page: visit.outcome === 'captured' || visit.outcome === 'blank' ? (look?.page ?? null) : null,
    leaving,
  };
}

async function prepare(
  page: Page,
  session: CDPSession,
  recorder: VisitRecorder,
  trust: { trusted: boolean },
  profile: PersonaProfile,
): Promise<void> {
  session.on('Network.responseReceived', ({ type, response }) => {
    if (type === 'Document' && response.securityState !== 'secure') trust.trusted = false;
  });
  watchDownloads(session, (bytes) => recorder.hazard('byte-cap', `download of ${bytes} bytes or more`));
  await Promise.all([
    recorder.attach(session),
    wearPersona(page, session, profile),
    // Chromium keeps certificate chains only for sessions that listen; bodies are read through Playwright's own.
    session.send('Network.enable', { maxTotalBufferSize: 1, maxResourceBufferSize: 1 }),
  ]);
}

/** `captured` = a document of the site was committed and can be looked at. */
async function navigate(
  url: string,
  referer: string | null,
  { page, egress, settings, signal }: VisitContext,
  recorder: VisitRecorder,
  deadline: Deadline,
): Promise<Ending> {
  const timeout = deadline.left(settings.navigationTimeoutMs);
  // the run's signal outlives the visit: a listener left on it would keep the whole page in memory
  const listening = new AbortController();
  const stopped = new Promise<never>((_resolve, reject) =>
    signal?.addEventListener('abort', () => reject(new Error('stopped')), { once: true, signal: listening.signal }),
  );
  stopped.catch(() => {});
  const going = page.goto(url, { waitUntil: 'commit', timeout, ...(referer === null ? {} : { referer }) });
  const answer = await within(timeout + 1000, Promise.race([going, stopped]));
  listening.abort();
  if (answer.ok) return ownEnding(recorder, egress) ?? { outcome: 'captured', reason: null };
  const message = answer.error instanceof Error ? answer.error.message : 'Timeout 0ms exceeded';
  const at = recorder.lastNavigation?.url() ?? url;
  const ending =
    (GIVEN_UP.test(message) ? await givenUpEnding(recorder, egress) : null) ??
    navigationEnding(message, at, egress.connections());
  if (ending.reason === 'redirect-loop') recorder.hazard('redirect-loop', at);
  return ending;
}

/** What the browser says of a navigation that it does not carry through. */
const GIVEN_UP = /Download is starting|ERR_ABORTED|ERR_UNSAFE_REDIRECT|ERR_INVALID_REDIRECT/;
/** The event that says why may come this much later than the failure, milliseconds. */
const WHY_MS = 1500;

/** Why the browser gave a navigation up although the server had answered; null when nothing tells. */
async function givenUpEnding(recorder: VisitRecorder, egress: EgressSession): Promise<Ending | null> {
  const until = performance.now() + WHY_MS;
  for (;;) {
    if (recorder.downloads.length > 0) return { outcome: 'download', reason: null };
    if (recorder.unfollowed) return unfollowedEnding(recorder);
    const status = recorder.lastAnswer?.status() ?? 0;
    if (status === 204 || status === 205) return { outcome: 'blank', reason: `status ${status}` };
    // A script moved on before the first document was committed: look at where it went.
    if (recorder.documents.length > 0) return { outcome: 'captured', reason: null };
    if (performance.now() >= until) break;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  if (!recorder.lastAnswer) return null;
  return (
    ownEnding(recorder, egress) ?? {
      outcome: 'blank',
      reason: `answered ${recorder.lastAnswer.status()}, shown nowhere by the browser`,
    }
  );
}

function unfollowedEnding({ unfollowed }: VisitRecorder): Ending | null {
  return unfollowed && { outcome: 'unfollowed', reason: unfollowedReason(unfollowed.status, unfollowed.location) };
}

/** The page shown is our own egress's error page: judged by its record. */
function ownEnding(recorder: VisitRecorder, egress: EgressSession): Ending | null {
  const shown = recorder.documents.at(-1)?.response ?? recorder.lastAnswer;
  return shown && ownAnswer(shown.url(), shown.status(), shown.headers()['content-type'] ?? null, egress.connections());
}

/** What was looked at may be our own egress's error page, the browser's, or nothing at all. */
function endingAfterLook(look: Look, { page, egress }: VisitContext, recorder: VisitRecorder): Ending {
  if (page.url().startsWith('chrome-error:'))
    return (
      egressEnding(recorder.lastNavigation?.url() ?? '', egress.connections()) ??
      unfollowedEnding(recorder) ?? { outcome: 'unreachable', reason: 'navigation failed' }
    );
  const own = ownEnding(recorder, egress);
  if (own) return own;
  if (!look.picture && look.html === null) return { outcome: 'timeout', reason: 'the page does not answer' };
  return look.blank ? { outcome: 'blank', reason: 'nothing to see' } : { outcome: 'captured', reason: null };
}

/** Everything kept of the visit. Of pages that are not the site's own nothing but the network's records. */
async function aftermath(
  { egress, tlsMemory }: VisitContext,
  recorder: VisitRecorder,
  session: CDPSession,
  trusted: boolean,
  ending: Ending,
  look: Look | null,
): Promise<NewArtifact[]> {
  const shown = recorder.documents.at(-1)?.response ?? recorder.lastAnswer;
  const genuine =
    ending.outcome === 'captured' ||
    ending.outcome === 'blank' ||
    ending.outcome === 'download' ||
    ending.outcome === 'unfollowed';
  const at = new Date().toISOString();
  const sourceUrl = shown?.url() ?? recorder.lastNavigation?.url() ?? null;
  const base = {
    at,
    peerAddress: sourceUrl === null ? null : (connectionTo(sourceUrl, egress.connections())?.address ?? null),
  };
  const json = (kind: NewArtifact['kind'], method: string, value: unknown): NewArtifact => ({
    ...base,
    kind,
    mediaType: 'application/json',
    sourceUrl,
    method,
    derivedFrom: null,
    data: Buffer.from(JSON.stringify(value)),
  });
  const [hops, body, tls, downloads] = await Promise.all([
    headersOfHops(recorder.documents, recorder.lastAnswer, AFTERMATH_MS).then((all) =>
      genuine ? all : all.filter((hop) => hop.url !== sourceUrl),
    ),
    genuine && shown && ending.outcome !== 'download' && ending.outcome !== 'unfollowed'
      ? bodyArtifact(shown, base, AFTERMATH_MS)
      : null,
    genuine && shown ? tlsRecord(shown, session, egress, tlsMemory, trusted, AFTERMATH_MS) : null,
    quarantined(recorder.downloads, recorder.lastAnswer, base, AFTERMATH_MS * 2),
  ]);
  if (tls && !tls.valid && !egress.hazards().some((hazard) => hazard.kind === 'certificate-error'))
    recorder.hazard('certificate-error', tls.error ?? 'invalid');
  const kept: NewArtifact[] = genuine && look ? look.artifacts(base, sourceUrl) : [];
  if (body) kept.push(body);
  const { unfollowed } = recorder;
  if (unfollowed && !hops.some(({ url, status }) => url === unfollowed.url && status === unfollowed.status))
    hops.push({ url: unfollowed.url, status: unfollowed.status, statusText: '', headers: unfollowed.headers });
  if (hops.length > 0) kept.push(json('headers', 'playwright response.headersArray', hops));
  if (tls) kept.push(json('tls', 'CDP Network.getCertificate', tls));
  kept.push(
    ...downloads,
    json('network', 'playwright request events', recorder.entries),
    json('connections', 'egress record', egress.connections()),
  );
  return kept;
}

function describe(
  target: VisitTarget,
  context: VisitContext,
  recorder: VisitRecorder,
  ending: Ending,
  look: Look | null,
  startedAt: string,
  userAgent: string,
): Visit {
  const shown = recorder.documents.at(-1)?.response ?? recorder.lastAnswer;
  const own = ending.outcome === 'refused' || ending.outcome === 'unreachable' || ending.outcome === 'timeout';
  const connections = context.egress.connections();
  const redirects = recorder.redirects();
  const left = ending.outcome === 'unfollowed' ? recorder.unfollowed : null;
  const finalUrl = left
    ? left.url
    : own
      ? (recorder.lastNavigation?.url() ?? null)
      : (look?.page?.url ?? shown?.url() ?? null);
  if (recorder.documents.length >= 20)
    recorder.hazard('redirect-loop', `${recorder.documents.length} documents in one visit`);
  const { host, url, persona, vantage, attempt } = target;
  return {
    host,
    url,
    persona,
    vantage,
    attempt,
    startedAt,
    endedAt: new Date().toISOString(),
    outcome: ending.outcome,
    reason: ending.reason,
    finalUrl,
    status: own ? null : (left?.status ?? shown?.status() ?? null),
    title: own ? null : (look?.page?.title ?? null),
    redirects,
    hosts: hostsOf(host, [
      ...redirects.map((hop) => hop.url),
      finalUrl ?? '',
      ...(own ? [] : context.page.frames().map((frame) => frame.url())),
      ...(look?.page?.frames ?? []),
    ]),
    peerAddress: finalUrl === null ? null : (connectionTo(finalUrl, connections)?.address ?? null),
    hazards: mergeHazards(recorder.hazards, context.egress.hazards()),
    userAgent,
    browser: `Chromium ${context.browserVersion}`,
    bytesReceived: connections.reduce((total, connection) => total + connection.bytesReceived, 0),
  };
}

function hostsOf(entry: string, urls: readonly string[]): string[] {
  const hosts = urls.filter((url) => /^https?:/.test(url) && URL.canParse(url)).map((url) => new URL(url).hostname);
  return [...new Set([entry, ...hosts])];
}

function mergeHazards(seen: readonly Hazard[], egress: readonly Hazard[]): Hazard[] {
  return [
    ...egress,
    ...seen.filter((hazard) => !egress.some((known) => known.kind === hazard.kind && known.detail === hazard.detail)),
  ];
}
