/**
 * One GET through a session: undici over the session's dialer, redirects followed by hand, every expected end a value.
 */
import { Agent, request } from 'undici';
import type { buildConnector } from 'undici';
import type { SecureContext } from 'node:tls';
import type { TlsRecord } from '../../storage/vocabulary/probe.ts';
import type { ConnectionLog } from './connection-log.ts';
import type { Dialer } from './dialer.ts';
import type { FetchHop, FetchOptions, FetchResult } from './egress-shapes.ts';
import { EgressFailure } from './egress-error.ts';
import { readBody } from './read-body.ts';
import { secureSocket } from './secure-socket.ts';

/** An ordinary desktop browser, telling nothing about us. */
export const PLAIN_VISITOR_HEADERS: Readonly<Record<string, string>> = {
  'user-agent':
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/153.0.0.0 Safari/537.36',
  accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8',
  'accept-language': 'zh-CN,zh;q=0.9,en;q=0.5',
  'accept-encoding': 'gzip, deflate, br, zstd',
  'upgrade-insecure-requests': '1',
};

const DEFAULT_MAX_BYTES = 4 * 1024 * 1024;
const DEFAULT_TIMEOUT_MS = 15_000;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** Who answered at a host and port of this session. */
interface Peer {
  address: string | null;
  tls: TlsRecord | null;
}

export interface FetcherParts {
  dialer: Dialer;
  log: ConnectionLog;
  /** The trust anchors, loaded when first needed. */
  trust: () => SecureContext;
  handshakeTimeoutMs: number;
}

interface Hop extends FetchHop {
  body: Buffer;
  truncated: boolean;
}

/** The session's own HTTP client: its keep-alive connections are nobody else's. */
export class SessionFetcher {
  readonly #parts: FetcherParts;
  readonly #agent: Agent;
  readonly #peers = new Map<string, Peer>();

  constructor(parts: FetcherParts) {
    this.#parts = parts;
    this.#agent = new Agent({
      connect: this.#connector(),
      allowH2: false,
      maxHeaderSize: 65_536,
      headersTimeout: 0,
      bodyTimeout: 0,
      strictContentLength: false,
    });
  }

  async fetch(url: string, options: FetchOptions = {}): Promise<FetchResult> {
    const redirects: FetchHop[] = [];
    const cookies = new Map<string, Map<string, string>>();
    const signal = AbortSignal.timeout(options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
    let target = httpUrl(url, null);
    if (target === null) return { ok: false, reason: 'invalid-url', redirects };
    for (;;) {
      const hop = await this.#get(target, options, signal, cookies);
      if (typeof hop === 'string') return { ok: false, reason: hop, redirects };
      const next: URL | null = REDIRECTS.has(hop.status) ? httpUrl(hop.headers['location'], target) : null;
      if (next === null || redirects.length >= (options.redirect ?? 0)) {
        if (next !== null && redirects.length > 0)
          this.#parts.log.hazard('redirect-loop', `${url}: ${String(redirects.length + 1)} redirects`);
        const { body, truncated, ...answer } = hop;
        return {
          ok: true,
          ...answer,
          body,
          redirects,
          truncated,
          tls: this.#peers.get(originKey(target))?.tls ?? null,
        };
      }
      redirects.push({ url: hop.url, status: hop.status, headers: hop.headers, peerAddress: hop.peerAddress });
      target = next;
    }
  }

  /** The certificate seen at `host:port` during a fetch; undefined when there was none. */
  seenTls(host: string, port: number): TlsRecord | null | undefined {
    return this.#peers.get(`https://${host}:${String(port)}`)?.tls;
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  async #get(
    target: URL,
    options: FetchOptions,
    signal: AbortSignal,
    cookies: Map<string, Map<string, string>>,
  ): Promise<Hop | string> {
    try {
      const jar = cookies.get(target.host);
      const response = await request(withoutFragment(target), {
        dispatcher: this.#agent,
        signal,
        headers: {
          ...PLAIN_VISITOR_HEADERS,
          ...lowerCase(options.headers ?? {}),
          ...(jar === undefined ? {} : { cookie: cookieHeader(jar) }),
        },
      });
      const headers = flatHeaders(response.headers);
      keepCookies(cookies, target.host, response.headers['set-cookie']);
      const read = await readBody(
        response.body,
        headers['content-encoding'] ?? '',
        options.maxBytes ?? DEFAULT_MAX_BYTES,
        () => this.#parts.log.check(),
      );
      const peerAddress = this.#peers.get(originKey(target))?.address ?? null;
      return { url: target.href, status: response.statusCode, headers, peerAddress, ...read };
    } catch (error) {
      return this.#failure(error, signal);
    }
  }

  #failure(error: unknown, signal: AbortSignal): string {
    const cap = this.#parts.log.capReached;
    if (cap !== null) return cap;
    if (error instanceof EgressFailure)
      return error.connection.outcome === 'unresolved'
        ? `dns ${error.code}`
        : error.code === 'TIMEOUT'
          ? 'timeout'
          : error.code;
    if (signal.aborted) return 'timeout';
    const { name, code = name === 'HTTPParserError' ? 'HPE_INVALID' : 'UNKNOWN' } = error as NodeJS.ErrnoException;
    if (code === 'UND_ERR_SOCKET') return 'ECONNRESET';
    return code.startsWith('HPE_') || code.startsWith('UND_ERR_') ? `http ${code}` : code;
  }

  #connector(): buildConnector.connector {
    return (options, callback) => {
      const port = Number(options.port) || (options.protocol === 'https:' ? 443 : 80);
      void this.#connectFor(options.protocol, options.hostname, port, callback);
    };
  }

  async #connectFor(protocol: string, host: string, port: number, callback: buildConnector.Callback): Promise<void> {
    let socket;
    try {
      socket = await this.#connect(protocol, host, port);
    } catch (error) {
      callback(error as Error, null);
      return;
    }
    callback(null, socket);
  }

  async #connect(protocol: string, host: string, port: number) {
    const { dialer, log, trust, handshakeTimeoutMs } = this.#parts;
    const socket = await dialer.dial(host, port);
    const address = log.peerOf(socket);
    const key = `${protocol}//${host}:${String(port)}`;
    if (protocol !== 'https:') {
      this.#peers.set(key, { address, tls: null });
      return socket;
    }
    try {
      const secured = await secureSocket(socket, host, trust(), handshakeTimeoutMs);
      if (!secured.record.valid) log.hazard('certificate-error', `${host}: ${secured.record.error ?? 'invalid'}`);
      this.#peers.set(key, { address, tls: secured.record });
      return secured.socket;
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? 'UNKNOWN';
      throw Object.assign(new Error(code), { code: code === 'TIMEOUT' ? 'timeout' : `tls ${code}` });
    }
  }
}

function originKey(url: URL): string {
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  return `${url.protocol}//${url.hostname.replace(/^\[|\]$/g, '')}:${port}`;
}

/**
 * Absolute HTTP(S) URL of a redirect or a start; the fragment of `base` is inherited (RFC 9110 §10.2.2). Null for
 * anything else.
 */
function httpUrl(text: string | undefined, base: URL | null): URL | null {
  if (text === undefined || text === '' || !URL.canParse(text, base ?? undefined)) return null;
  const url = new URL(text, base ?? undefined);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null;
  if (url.hash === '' && base !== null) url.hash = base.hash;
  return url;
}

function withoutFragment(url: URL): URL {
  const bare = new URL(url);
  bare.hash = '';
  bare.username = '';
  bare.password = '';
  return bare;
}

function lowerCase(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function flatHeaders(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined)
      flat[name] = Array.isArray(value) ? value.join(name === 'set-cookie' ? '\n' : ', ') : value;
  }
  return flat;
}

/** Cookies live for one fetch and one host: enough for the gates that set one and redirect to themselves. */
function keepCookies(
  cookies: Map<string, Map<string, string>>,
  host: string,
  lines: string | string[] | undefined,
): void {
  for (const line of [lines ?? []].flat()) {
    const [pair = ''] = line.split(';');
    const at = pair.indexOf('=');
    if (at < 1) continue;
    const jar = cookies.get(host) ?? new Map<string, string>();
    if (jar.size < 50) cookies.set(host, jar.set(pair.slice(0, at).trim(), pair.slice(at + 1).trim()));
  }
}

function cookieHeader(jar: Map<string, string>): string {
  return [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
}
