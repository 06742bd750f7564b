/**
 * Looks at a loaded page: waits until it shows something, takes the pictures, reads the DOM, and looks again if it
 * changed meanwhile.
 */
import type { CDPSession, Page } from 'playwright';
import type { NewArtifact } from '../../../storage/vocabulary/artifacts.ts';
import type { OmissionReason } from '../../../storage/vocabulary/omissions.ts';
import type { PageModel } from '../../../storage/vocabulary/page-model.ts';
import type { CaptureSettings } from '../capture-settings.ts';
import { evaluateIn, mainFrame } from './isolated-world.ts';
import { readPage } from './page-model.ts';
import {
  describedPieces,
  fullPicture,
  pictureExtent,
  viewportPicture,
  withFurtherPieces,
  type FullPicture,
} from './screenshots.ts';
import type { SettleState } from './settle-script.ts';
import { scrollOnce, settle } from './settle-page.ts';
import { Deadline, orElse } from './time-limit.ts';
import type { VisitRecorder } from '../visit-recorder.ts';

/**
 * Unchanged for this long before the pictures are taken, and for this long in all before they are final, milliseconds.
 */
const FIRST_QUIET_MS = 150;
const QUIET_MS = 600;
const MAX_LOOKS = 3;
/** Pages no longer than this are all on screen. */
const SCREEN = 850;
const LARGE_DOM = 20_000;
const MAX_HTML = 8_000_000;

export interface LookContext {
  page: Page;
  session: CDPSession;
  recorder: VisitRecorder;
  deadline: Deadline;
  settings: Pick<CaptureSettings, 'settleMaxMs' | 'fullPage' | 'patience'>;
  signal: AbortSignal | null;
}

/** What was seen. Anything may be missing on a page that does not answer. */
export class Look {
  readonly at: string;
  readonly blank: boolean;
  /** Without scripts, frames or a refresh: it stays as it is. */
  readonly inert: boolean;
  readonly picture: Buffer | null;
  readonly full: FullPicture | null;
  readonly html: string | null;
  readonly page: PageModel | null;
  /** Why more time might show more: parts that did not answer, or a page still on its way; null = seen to the end. */
  readonly unfinished: OmissionReason | null;

  constructor(
    seen: Pick<Look, 'blank' | 'inert' | 'picture' | 'full' | 'html' | 'page' | 'unfinished'> & { at?: string },
  ) {
    this.at = seen.at ?? new Date().toISOString();
    this.blank = seen.blank;
    this.inert = seen.inert;
    this.picture = seen.picture;
    this.full = seen.full;
    this.html = seen.html;
    this.page = seen.page;
    this.unfinished = seen.unfinished;
  }

  artifacts(base: Pick<NewArtifact, 'peerAddress'>, sourceUrl: string | null): NewArtifact[] {
    const artifact = (kind: NewArtifact['kind'], mediaType: string, method: string, data: Buffer): NewArtifact => ({
      ...base,
      at: this.at,
      kind,
      mediaType,
      sourceUrl,
      method,
      derivedFrom: null,
      data,
    });
    return [
      ...(this.html === null
        ? []
        : [artifact('html', 'text/html; charset=utf-8', 'serialised DOM', Buffer.from(this.html))]),
      ...(this.picture
        ? [artifact('screenshot', 'image/png', 'CDP Page.captureScreenshot viewport', this.picture)]
        : []),
      ...(this.full
        ? describedPieces(this.full).map(({ method, data }) => artifact('screenshot-full', 'image/png', method, data))
        : []),
    ];
  }
}

/**
 * The pictures are taken as soon as there is something to see, and count only if the page has not changed for QUIET_MS
 * afterwards: so the time they take is quiet time too, and an honest page costs no fixed wait.
 */
export async function lookAtPage(context: LookContext): Promise<Look> {
  const { session, recorder, deadline, settings } = context;
  const until = new Deadline(deadline.left(settings.settleMaxMs));
  let before = await settle(context, FIRST_QUIET_MS, until);
  if (before && isLarge(before)) recorder.hazard('large-dom', `${before.elementCount} elements`);
  if (before && before.pageHeight > SCREEN) {
    await scrollOnce(session, deadline.left(3000));
    before = (await settle(context, FIRST_QUIET_MS, until)) ?? before;
  }
  let look = await lookOnce(context, before);
  for (let looks = 1; looks < MAX_LOOKS && !deadline.passed && !context.signal?.aborted && !recorder.crashed; looks++) {
    const after = await settle(context, QUIET_MS, until);
    if (!after || after.signature === before?.signature) break;
    before = after;
    look = await lookOnce(context, after);
  }
  return look.full && !recorder.crashed && !context.signal?.aborted ? toItsEnd(look, look.full, context) : look;
}

/** Of the last look only: the pieces of a long page cost more than all the rest. */
async function toItsEnd(look: Look, first: FullPicture, { session, deadline }: LookContext): Promise<Look> {
  const full = await withFurtherPieces(session, first, deadline);
  const extent = pictureExtent(full);
  const { at, blank, inert, picture, html, page, unfinished } = look;
  return new Look({
    at,
    blank,
    inert,
    picture,
    html,
    full,
    unfinished,
    page: page && extent ? { ...page, fullPicture: extent } : page,
  });
}

async function lookOnce(context: LookContext, state: SettleState | null): Promise<Look> {
  const { page, session, deadline, settings } = context;
  const patience = settings.patience ?? 1;
  const ms = deadline.left(4000 * patience);
  const [picture, read, html] = await Promise.all([
    viewportPicture(session, deadline.left(6000 * patience)),
    readPage(page, session, ms),
    orElse(
      ms,
      mainFrame(session).then((frame) => evaluateIn(frame, serialise, MAX_HTML, ms)),
      null,
    ),
  ]);
  // By itself: it lays the page out larger for a moment, which would show in the model's sizes.
  const full = settings.fullPage && picture ? await fullPicture(session, deadline.left(6000 * patience)) : null;
  const silent = !picture || html === null || !read || (read.cut && !isLarge(state));
  const unfinished = silent ? 'no-answer' : stillComing(state, context);
  return new Look({
    blank: state?.blank ?? false,
    inert: state?.inert ?? false,
    picture,
    full,
    html,
    page: read?.model ?? null,
    unfinished,
  });
}

/** A page this large is cut by a cap of ours, however much time there is. */
function isLarge(state: SettleState | null): boolean {
  return state !== null && state.elementCount > LARGE_DOM;
}

/** A page that only keeps changing has shown itself; one that still loads has not. */
function stillComing(state: SettleState | null, { recorder }: LookContext): OmissionReason | null {
  if (!state) return 'no-answer';
  if (state.settled || (state.blank && state.inert)) return null;
  return !state.loaded || recorder.pendingRequests(Number.POSITIVE_INFINITY) > 0 ? 'still-loading' : null;
}

/** Runs in the page: the document as it stands, with its doctype. */
function serialise(most: number): string {
  const root =
    Document.prototype.querySelector.call<Document, [string], Element | null>(document, ':root')?.outerHTML ?? '';
  const type = Object.getOwnPropertyDescriptor(Document.prototype, 'doctype')?.get?.call(
    document,
  ) as DocumentType | null;
  return `${type ? `<!DOCTYPE ${type.name}>\n` : ''}${root}`.slice(0, most);
}
