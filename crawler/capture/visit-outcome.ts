/** Names how a visit ended, from the browser's error, the answer's status and the egress's own record. Pure. */
import type { Connection, VisitOutcome } from '../../storage/vocabulary/capture.ts';

export interface Ending {
  outcome: VisitOutcome;
  reason: string | null;
}

/** What proxy-chain answers a plain HTTP request with when the site's connection failed (its statuses.js). */
const RELAY_FAILURES: Record<number, string> = {
  502: 'ECONNRESET',
  504: 'ETIMEDOUT',
  590: 'upstream',
  592: 'bad-http',
  593: 'NXDOMAIN',
  594: 'ECONNREFUSED',
  595: 'ECONNRESET',
  596: 'EPIPE',
  597: 'upstream-auth',
  599: 'bad-http',
};

/** The record of the newest connection to a URL's host and port; null when none was asked for. */
export function connectionTo(url: string, connections: readonly Connection[]): Connection | null {
  if (!URL.canParse(url)) return null;
  const { hostname, port, protocol } = new URL(url);
  const number = port === '' ? (protocol === 'https:' || protocol === 'wss:' ? 443 : 80) : Number(port);
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  return (
    connections.findLast(
      (connection) => connection.port === number && connection.host.replace(/^\[|\]$/g, '') === host,
    ) ?? null
  );
}

/** Why nothing came from that host, by the egress's record; null when it was connected (or never asked for). */
export function egressEnding(url: string, connections: readonly Connection[]): Ending | null {
  const connection = connectionTo(url, connections);
  if (!connection) return null;
  if (connection.outcome === 'refused') return { outcome: 'refused', reason: connection.reason };
  if (connection.outcome === 'unresolved') return { outcome: 'unreachable', reason: connection.reason ?? 'NXDOMAIN' };
  if (connection.outcome === 'failed')
    return {
      outcome: /TIME/i.test(connection.reason ?? '') ? 'timeout' : 'unreachable',
      reason: connection.reason ?? 'failed',
    };
  return null;
}

/**
 * Whether an answer over plain HTTP was made by our own egress and not by the site: its record says that nothing was
 * connected, or the relay's error page stands in for an answer that never came whole.
 */
export function ownAnswer(
  url: string,
  status: number,
  contentType: string | null,
  connections: readonly Connection[],
): Ending | null {
  const reason = RELAY_FAILURES[status];
  if (!url.startsWith('http:') || reason === undefined) return null;
  const ending = egressEnding(url, connections);
  if (ending) return ending;
  const silent = (connectionTo(url, connections)?.bytesReceived ?? 0) === 0;
  if (silent || (status >= 590 && (contentType ?? '').startsWith('text/plain')))
    return { outcome: 'unreachable', reason };
  return null;
}

/** Names a navigation that failed. `url` is the address it failed at (the last redirect's target). */
export function navigationEnding(message: string, url: string, connections: readonly Connection[]): Ending {
  const code = /net::(ERR_[A-Z0-9_]+)/.exec(message)?.[1] ?? null;
  if (/Timeout \d+ms exceeded|TimeoutError/i.test(message))
    return egressEnding(url, connections) ?? { outcome: 'timeout', reason: 'no answer in time' };
  if (
    /Target crashed|Page crashed|Target page, context or browser has been closed|browser has disconnected/i.test(
      message,
    )
  )
    return { outcome: 'crashed', reason: 'the page or browser died' };
  if (code === 'ERR_TOO_MANY_REDIRECTS') return { outcome: 'unreachable', reason: 'redirect-loop' };
  if (code === 'ERR_INVALID_REDIRECT')
    return { outcome: 'unfollowed', reason: 'answered with a redirect to what is no address' };
  const ending = egressEnding(url, connections);
  if (ending) return ending;
  const capped = connections.find((connection) => connection.reason === 'byte-cap' || connection.reason === 'time-cap');
  if (capped) return { outcome: 'unreachable', reason: capped.reason };
  if (code === 'ERR_TIMED_OUT' || code === 'ERR_CONNECTION_TIMED_OUT') return { outcome: 'timeout', reason: code };
  return { outcome: 'unreachable', reason: code ?? message.split('\n')[0]?.slice(0, 200) ?? 'failed' };
}

/** Answers that another attempt would only repeat. */
const FINAL =
  /NXDOMAIN|NODATA|ECONNREFUSED|CONNECTION_REFUSED|forbidden|redirect|byte-cap|time-cap|invalid|UNSAFE_PORT|UNKNOWN_URL_SCHEME|INVALID_URL|DISALLOWED/i;

/** Whether the failure may have passed when the visit is repeated. */
export function mayPass({ outcome, reason }: Ending): boolean {
  return (outcome === 'unreachable' || outcome === 'timeout' || outcome === 'crashed') && !FINAL.test(reason ?? '');
}
