/**
 * Finds out whether a page leaves by itself after a while: its clock is run forward once it has been looked at, in a
 * moment of real time.
 */
import type { CDPSession } from 'playwright';
import { offersQuery } from '../../../detectors/reading/offers-query.ts';
import { evaluateIn, mainFrame } from './isolated-world.ts';
import type { Look } from './look-at-page.ts';
import { orElse, within, type Deadline } from './time-limit.ts';
import type { VisitRecorder } from '../visit-recorder.ts';

/** A page that leaves for another address. */
export interface Leaving {
  /** The page as it stood. */
  from: string;
  to: string;
  /** It has left so many milliseconds after it was asked for at the latest, by its own clock. */
  afterMs: number;
}

/** What a look ahead has found out; `cut` = it ran out of real time before the page's clock had come to the end. */
export interface Ahead {
  leaving: Leaving | null;
  cut: boolean;
}

/** How far ahead is looked, and in what steps, milliseconds of the page's time. */
const HORIZON_MS = 15_000;
const STEP_MS = 5000;
/** Real time this may take in all, milliseconds: a page that keeps its own clock busy is given up. */
const MOST_REAL_MS = 2500;
/**
 * After the last step, what the timers have set going gets this long to come, and answers that are under way this long.
 */
const AFTER_MS = 100;
const ANSWER_MS = 500;
const POLL_MS = 20;

/** What a real wait needs besides: the page's first seconds, and a look at where it goes. */
const ROOM_MS = 8000;

export interface AheadContext {
  session: CDPSession;
  recorder: VisitRecorder;
  deadline: Deadline;
  /** The whole visit's limit: a page that leaves later than a visit lasts is not followed anyway. */
  visitTimeoutMs: number;
  signal: AbortSignal | null;
  /** Factor on the real time it may take. */
  patience: number;
}

/**
 * Whether looking ahead can tell anything: not of a page without scripts, frames and refresh, nor of one that offers
 * its query already.
 */
export function mayLeave({ page, inert }: Look, recorder: VisitRecorder): boolean {
  if (!page || offersQuery(page)) return false;
  if (recorder.crashed || recorder.hazards.some(({ kind }) => kind === 'busy-loop' || kind === 'large-dom'))
    return false;
  return !inert || recorder.documents.at(-1)?.response.headers()['refresh'] !== undefined;
}

/**
 * Where the page goes by itself within HORIZON_MS; null when it stays. Navigations are held
 * back meanwhile, everything else goes its usual way out. The page stands still afterwards and is of no further use.
 */
export async function lookAhead(context: AheadContext): Promise<Ahead> {
  const { session, recorder, deadline, visitTimeoutMs, signal, patience } = context;
  const age = await pageAge(session);
  const from = recorder.holdNavigations();
  const until = performance.now() + deadline.left(MOST_REAL_MS * patience);
  const isOver = (): boolean =>
    recorder.held !== null || signal?.aborted === true || recorder.crashed || performance.now() >= until;
  const horizon = Math.min(HORIZON_MS, visitTimeoutMs - ROOM_MS);
  for (let ahead = STEP_MS; ahead <= horizon && !isOver(); ahead += STEP_MS) {
    if (!(await advance(session, until))) break;
    await quietAfter(context, until, ahead + STEP_MS > horizon ? AFTER_MS : 0);
    if (recorder.held !== null) return { leaving: { from, to: recorder.held, afterMs: age + ahead }, cut: false };
  }
  if (recorder.held !== null) return { leaving: { from, to: recorder.held, afterMs: age + horizon }, cut: false };
  return { leaving: null, cut: performance.now() >= until };
}

/** Milliseconds since the page was asked for, as its scripts count them. */
async function pageAge(session: CDPSession): Promise<number> {
  const now = mainFrame(session).then((frame) => evaluateIn(frame, () => performance.now(), null, ANSWER_MS));
  return orElse(ANSWER_MS, now, HORIZON_MS);
}

/** One step of the page's clock; false when it does not come about. */
async function advance(session: CDPSession, until: number): Promise<boolean> {
  const left = Math.max(0, until - performance.now());
  const expired = new Promise<void>((resolve) => session.once('Emulation.virtualTimeBudgetExpired', () => resolve()));
  const started = await within(
    left,
    session.send('Emulation.setVirtualTimePolicy', { policy: 'advance', budget: STEP_MS }),
  );
  return started.ok && (await within(left, expired)).ok;
}

/** The page has done what was due, and no answer is on its way that could make it leave. */
async function quietAfter({ session, recorder }: AheadContext, until: number, leastMs: number): Promise<void> {
  const started = performance.now();
  const left = (): number => Math.max(0, until - performance.now());
  // it answers when it has run what was due
  await within(
    Math.min(left(), ANSWER_MS),
    mainFrame(session).then((frame) => evaluateIn(frame, () => true, null, ANSWER_MS)),
  );
  for (;;) {
    const passed = performance.now() - started;
    if (recorder.held !== null || left() === 0 || passed >= ANSWER_MS) return;
    if (passed >= leastMs && recorder.pendingRequests(ANSWER_MS) === 0) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** A visit that knows the page leaves waits for it, in real time, and not much longer. @returns whether it left. */
export async function waitToLeave(
  { from, afterMs }: Leaving,
  { recorder, deadline, signal }: Omit<AheadContext, 'session' | 'patience'>,
): Promise<boolean> {
  const until = performance.now() + Math.min(afterMs + STEP_MS / 2, deadline.left() - ROOM_MS / 2);
  for (;;) {
    const at = recorder.documents.findIndex(
      ({ response }) => withoutFragment(response.url()) === withoutFragment(from),
    );
    if (at !== -1 && recorder.documents.length > at + 1) return true;
    if (
      performance.now() >= until ||
      signal?.aborted ||
      recorder.crashed ||
      recorder.unfollowed ||
      recorder.downloads.length > 0
    )
      return false;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

const withoutFragment = (url: string): string => url.split('#', 1)[0] ?? url;
