/** One GET through the egress in a session of its own, for sources that ask machines (lists, logs, search engines). */
import type { FetchResult } from '../egress/egress.ts';
import type { Sentence } from '../../storage/vocabulary/sentence.ts';
import type { CandidateContext } from './candidate-context.ts';

/**
 * Never throws for what the network does; throws only when the context is aborted. Redirects followed: `redirect` hops,
 * default 3.
 */
export async function fetchOnce(
  context: CandidateContext,
  url: string,
  options: { redirect?: number; maxBytes?: number } = {},
): Promise<FetchResult> {
  context.signal.throwIfAborted();
  const maxBytes = options.maxBytes ?? context.limits.fetchMaxBytes;
  const session = await context.egress.open({
    exit: context.exit,
    maxBytes: maxBytes + 1024 * 1024,
    deadlineMs: context.limits.fetchTimeoutMs * 2,
  });
  try {
    return await session.fetch(url, {
      maxBytes,
      timeoutMs: context.limits.fetchTimeoutMs,
      redirect: options.redirect ?? 3,
    });
  } finally {
    await session.close();
  }
}

/** The sentence for a fetch that gave nothing usable: no answer, or an answer that is not 200. */
export function fetchFailure(url: string, result: FetchResult): Sentence {
  if (!result.ok) return { zh: `${url} 没有应答：${result.reason}`, en: `${url} did not answer: ${result.reason}` };
  return {
    zh: `${url} 应答状态为 ${result.status}，应为 200`,
    en: `${url} answered status ${result.status}, expected 200`,
  };
}
