/** Waits until a page has something to show and holds still: never longer than needed, never for ever. */
import type { CDPSession } from 'playwright';
import { evaluateIn, mainFrame } from './isolated-world.ts';
import { scrollScript, settleScript, type SettleState } from './settle-script.ts';
import { within, type Deadline } from './time-limit.ts';
import type { VisitRecorder } from '../visit-recorder.ts';

/** A page that answers nothing for this long is stuck in its own script, milliseconds. */
const STUCK_MS = 4000;
/** Requests on their way longer than this are not waited for (long polls, streams, trackers that hang). */
const PENDING_MS = 4000;
const MAX_UNSTUCK = 2;

export interface SettleContext {
  session: CDPSession;
  recorder: VisitRecorder;
  deadline: Deadline;
  signal: AbortSignal | null;
  settings: { patience?: number | undefined };
}

/**
 * Asks the page until it has been quiet for `quietMs` with something to see and no spinner, or `until` has passed.
 * A script that never yields is ended (`Runtime.terminateExecution`) and noted as a busy loop.
 * @returns the page's last answer; null when it never answered.
 */
export async function settle(
  { session, recorder, deadline, signal, settings }: SettleContext,
  quietMs: number,
  until: Deadline,
): Promise<SettleState | null> {
  let last: SettleState | null = null;
  let unstuck = 0;
  const stuckMs = STUCK_MS * (settings.patience ?? 1);
  do {
    const maxMs = Math.min(until.left(), deadline.left(), 2000);
    const answer = await within(
      maxMs + stuckMs,
      mainFrame(session).then((frame) => evaluateIn(frame, settleScript, { quietMs, maxMs }, maxMs + stuckMs)),
    );
    if (signal?.aborted || recorder.crashed) return last;
    if (answer.ok) {
      last = answer.value;
      if (last.blank && last.inert) return last;
      if (last.settled && recorder.pendingRequests(PENDING_MS) === 0) return last;
      if (last.settled) await pause(50);
    } else if (answer.late) {
      recorder.hazard('busy-loop', 'the page does not answer');
      if (++unstuck > MAX_UNSTUCK) return last;
      await within(500, session.send('Runtime.terminateExecution'));
    } else {
      // The document was replaced while we asked: ask the new one.
      await pause(50);
    }
  } while (!until.passed && !deadline.passed);
  return last;
}

/** Scrolls down once and back, so that what loads on sight has loaded. */
export async function scrollOnce(session: CDPSession, ms: number): Promise<void> {
  await within(
    ms,
    mainFrame(session).then((frame) => evaluateIn(frame, scrollScript, { stepMs: 40, maxSteps: 20 }, ms)),
  );
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
