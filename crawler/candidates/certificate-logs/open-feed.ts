/** Finds out which kind of feed an address is, and opens it. */
import type { Sentence } from '../../../storage/vocabulary/sentence.ts';
import type { CandidateContext, CertificateLogEndpoint } from '../candidate-context.ts';
import type { CertificateFeed, FeedAnswer, FeedHead, FeedKind } from './certificate-feed.ts';
import { NameFeed } from './name-feed.ts';
import { Rfc6962Log } from './rfc6962-log.ts';
import { StaticCtLog } from './static-ct-log.ts';

/**
 * Opens the feed and asks for its head. Without a kind the log is asked in both languages; JSON lines are told by the
 * name or a local path.
 */
export async function openFeed(
  context: CandidateContext,
  { url, kind }: Exclude<CertificateLogEndpoint, string>,
): Promise<FeedAnswer<{ feed: CertificateFeed; head: FeedHead }>> {
  const base = url.replace(/\/+$/, '');
  const feeds: Record<FeedKind, () => CertificateFeed> = {
    rfc6962: () => new Rfc6962Log(context, base),
    'static-ct': () => new StaticCtLog(context, base),
    names: () => new NameFeed(context, url),
  };
  const isNames = !/^https?:\/\//i.test(url) || /\.(?:jsonl|ndjson)(?:$|[?#])/i.test(url);
  const kinds: FeedKind[] = kind ? [kind] : isNames ? ['names'] : ['rfc6962', 'static-ct'];
  const notes: Sentence[] = [];
  for (const each of kinds) {
    const feed = feeds[each]();
    const head = await feed.head();
    if (head.ok) return { ok: true, value: { feed, head: head.value } };
    notes.push(head.note);
    if (context.signal.aborted) break;
  }
  return { ok: false, note: { zh: notes.map(({ zh }) => zh).join('；'), en: notes.map(({ en }) => en).join('; ') } };
}
