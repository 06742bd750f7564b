/**
 * Runs our own scripts in a page without touching it: isolated worlds share the DOM but not the page's (possibly
 * rewritten) JavaScript.
 */
import type { CDPSession, Page } from 'playwright';
import { orElse } from './time-limit.ts';

/** One frame of a page and the DevTools session its process is reached through. */
export interface FrameHandle {
  frameId: string;
  /** The frame it stands in; null for the main frame. */
  parentId: string | null;
  url: string;
  session: CDPSession;
}

interface FrameTree {
  frame: { id: string; parentId?: string | undefined; url: string };
  childFrames?: FrameTree[] | undefined;
}

/** Frames beyond this many are not looked into. */
const MAX_FRAMES = 30;

/**
 * Evaluates `script(argument)` in a fresh isolated world of a frame. The function must be self-contained: its source is
 * sent. Rejects when the frame is gone, the script throws, or `timeoutMs` of its running time is over (Chromium ends it
 * then). The caller still has to race it: a page that never yields does not let it start.
 */
export async function evaluateIn<A, R>(
  frame: Pick<FrameHandle, 'frameId' | 'session'>,
  script: (argument: A) => R,
  argument: A,
  timeoutMs: number,
): Promise<Awaited<R>> {
  const { executionContextId } = await frame.session.send('Page.createIsolatedWorld', {
    frameId: frame.frameId,
    worldName: 'mingjing',
  });
  const { result, exceptionDetails } = await frame.session.send('Runtime.evaluate', {
    expression: `(${script.toString()})(${JSON.stringify(argument)})`,
    contextId: executionContextId,
    awaitPromise: true,
    returnByValue: true,
    timeout: timeoutMs,
  });
  if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  return result.value as Awaited<R>;
}

/** The main frame's id; stable for the life of the page. */
export async function mainFrame(session: CDPSession): Promise<FrameHandle> {
  const { frameTree } = await session.send('Page.getFrameTree');
  return { frameId: frameTree.frame.id, parentId: null, url: frameTree.frame.url, session };
}

/**
 * All frames that can be reached, main frame first: those in the page's own process through its session, frames of
 * other sites through one of their own. A frame that does not answer within `ms` is left out.
 */
export async function allFrames(page: Page, session: CDPSession, ms: number): Promise<FrameHandle[]> {
  const tree = await orElse(ms, session.send('Page.getFrameTree'), null);
  if (!tree) return [];
  const frames: FrameHandle[] = [];
  const walk = (node: FrameTree, owner: CDPSession): void => {
    frames.push({ frameId: node.frame.id, parentId: node.frame.parentId ?? null, url: node.frame.url, session: owner });
    for (const child of node.childFrames ?? []) walk(child, owner);
  };
  walk(tree.frameTree, session);
  if (page.frames().length <= frames.length) return frames.slice(0, MAX_FRAMES);
  const foreign = page
    .frames()
    .filter((frame) => frame !== page.mainFrame())
    .slice(0, MAX_FRAMES);
  const sessions = await Promise.all(foreign.map((frame) => orElse(ms, page.context().newCDPSession(frame), null)));
  for (const own of sessions) {
    const inner = own && (await orElse(ms, own.send('Page.getFrameTree'), null));
    if (inner && !frames.some((known) => known.frameId === inner.frameTree.frame.id)) walk(inner.frameTree, own);
  }
  return frames.slice(0, MAX_FRAMES);
}
