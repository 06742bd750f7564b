/** Puts one session together: record, dialer, proxy, HTTP client and TLS inspection over the same dial path. */
import type { SecureContext } from 'node:tls';
import type { TlsRecord } from '../../storage/vocabulary/probe.ts';
import { ConnectionLog } from './connection-log.ts';
import type { Caps } from './connection-log.ts';
import { Dialer } from './dialer.ts';
import type { DialerParts } from './dialer.ts';
import type { EgressSession } from './egress-shapes.ts';
import { secureSocket } from './secure-socket.ts';
import { SessionFetcher } from './session-fetch.ts';
import { startSessionProxy } from './session-proxy.ts';

/** `trust` is asked only when a TLS connection is made: loading the trust anchors takes time. */
export async function openSession(
  parts: Omit<DialerParts, 'log'> & { caps: Caps; trust: () => SecureContext },
): Promise<EgressSession> {
  const log = new ConnectionLog(parts.exit.name, parts.caps);
  const dialer = new Dialer({ ...parts, log });
  const fetcher = new SessionFetcher({ dialer, log, trust: parts.trust, handshakeTimeoutMs: parts.connectTimeoutMs });
  const proxy = await startSessionProxy(dialer, log);
  const inspected = new Map<string, Promise<TlsRecord | null>>();

  const inspect = async (host: string, port: number): Promise<TlsRecord | null> => {
    try {
      const socket = await dialer.dial(host, port);
      const secured = await secureSocket(socket, host, parts.trust(), parts.connectTimeoutMs);
      secured.socket.destroy();
      if (!secured.record.valid) log.hazard('certificate-error', `${host}: ${secured.record.error ?? 'invalid'}`);
      return secured.record;
    } catch {
      return null;
    }
  };

  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    log.close();
    await Promise.all([fetcher.close(), proxy.close()]);
  };
  return {
    proxyUrl: proxy.url,
    connect: (host, port) => dialer.dial(host, port, true),
    fetch: (url, options) => fetcher.fetch(url, options),
    inspectTls: (host, port) => {
      const seen = fetcher.seenTls(host, port);
      if (seen !== undefined) return Promise.resolve(seen);
      const key = `${host}:${String(port)}`;
      const known = inspected.get(key) ?? inspect(host, port);
      inspected.set(key, known);
      return known;
    },
    connections: () => log.connections(),
    hazards: () => log.hazards(),
    close: () => (closing ??= close()),
  };
}
