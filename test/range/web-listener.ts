/** The web side of one exit: a single port that serves HTTP and HTTPS for every host of the corpus. */
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import { createSecureContext, createServer as createTlsServer } from 'node:tls';
import { HANDSHAKE_FAILURE, TLS_HANDSHAKE, isWholeRecord, serverNameOf } from './client-hello.ts';
import { replyOf } from './reply.ts';
import { breaksTls } from './route-match.ts';
import { sendReply } from './send-reply.ts';
import { SERVICE_DOMAIN } from './services.ts';
import { closeServer, trackSockets } from './socket-set.ts';
import { VisitBook, clientPersona, isNavigation } from './visitor.ts';
import { parseTarget, requestFacts } from './web-request.ts';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import type { CertificateAuthority } from './certificates.ts';
import type { CorpusSite } from './corpus.ts';
import type { Reply } from './reply.ts';
import type { RangeRequest, RequestLog } from './request-log.ts';
import type { Services } from './service-router.ts';
import type { SiteIndex } from './site-index.ts';
import type { WebTarget } from './web-request.ts';

const UNKNOWN_HOST: Reply = {
  status: 421,
  headers: { 'content-type': 'text/plain' },
  body: Buffer.from('No site of this range has that name.\n'),
  fault: null,
  delayMs: 0,
};

/** What every exit's listener shares. */
export interface WebWorld {
  index: SiteIndex;
  authority: CertificateAuthority;
  services: Services;
  log: RequestLog;
  /** Which of http and https a site answers to, by its name. */
  schemes: ReadonlyMap<string, ReadonlySet<string>>;
}

export interface WebListener {
  port: number;
  close(): Promise<void>;
}

/** Starts the listener of the exit `exit`, which stands in `country`, on a free loopback port. */
export async function startWebListener(exit: string, country: string | null, world: WebWorld): Promise<WebListener> {
  const visits = new VisitBook();
  const rawSockets = new Map<number, Socket>();
  const site = new SiteHandler(exit, country, world, visits, rawSockets);
  const http = createHttpServer({ keepAliveTimeout: 60_000, requestTimeout: 0 }, (request, response) =>
    site.handle(request, response),
  );
  http.on('clientError', (_, socket) => socket.destroy());
  const tls = createTlsServer({
    ...(await site.defaultCertificate()),
    ALPNProtocols: ['http/1.1'],
    SNICallback: callbackOf((name) => site.contextFor(name)),
  });
  tls.on('secureConnection', (socket) => http.emit('connection', socket));
  tls.on('tlsClientError', (_, socket) => socket.destroy());
  const door = createServer((socket) => {
    const { remotePort = 0 } = socket;
    rawSockets.set(remotePort, socket);
    socket.once('close', () => rawSockets.delete(remotePort));
    socket.on('error', () => socket.destroy());
    readOpening(socket, (opening) => {
      const secure = opening[0] === TLS_HANDSHAKE;
      const name = secure ? serverNameOf(opening) : null;
      if (name !== null && site.refusesTls(name)) {
        socket.end(HANDSHAKE_FAILURE);
        return;
      }
      // Paused, put back and handed on: the inner server then reads the connection from its first byte.
      socket.pause();
      socket.unshift(opening);
      (secure ? tls : http).emit('connection', socket);
      process.nextTick(() => socket.resume());
    });
  });
  const sockets = trackSockets(door);
  await new Promise<void>((resolve) => {
    door.listen(0, '127.0.0.1', resolve);
  });
  return { port: (door.address() as AddressInfo).port, close: () => closeServer(door, sockets) };
}

/** Calls back with what a client sends first: any bytes of HTTP, or the whole first record of TLS. */
function readOpening(socket: Socket, opened: (opening: Buffer) => void): void {
  let opening: Buffer = Buffer.alloc(0);
  const take = (chunk: Buffer) => {
    opening = Buffer.concat([opening, chunk]);
    if (opening[0] === TLS_HANDSHAKE && !isWholeRecord(opening)) return;
    socket.off('data', take);
    opened(opening);
  };
  socket.on('data', take);
}

/** node:tls asks for a callback where we have a promise. */
function callbackOf(contextFor: (name: string) => Promise<SecureContext>) {
  return (name: string, done: (error: Error | null, context?: SecureContext) => void): void => {
    void (async () => {
      const context = await contextFor(name).catch((error: unknown) =>
        error instanceof Error ? error : new Error(String(error)),
      );
      if (context instanceof Error) done(context);
      else done(null, context);
    })();
  };
}

/** Answers the requests of one listener. */
class SiteHandler {
  readonly #exit: string;
  readonly #country: string | null;
  readonly #world: WebWorld;
  readonly #visits: VisitBook;
  readonly #rawSockets: ReadonlyMap<number, Socket>;
  readonly #contexts = new Map<string, SecureContext>();

  constructor(
    exit: string,
    country: string | null,
    world: WebWorld,
    visits: VisitBook,
    rawSockets: ReadonlyMap<number, Socket>,
  ) {
    this.#exit = exit;
    this.#country = country;
    this.#world = world;
    this.#visits = visits;
    this.#rawSockets = rawSockets;
  }

  /** Shown to clients that name no server. */
  async defaultCertificate(): Promise<{ cert: string; key: string }> {
    const made = await this.#world.authority.of({
      name: SERVICE_DOMAIN,
      hosts: [SERVICE_DOMAIN, `*.${SERVICE_DOMAIN}`],
      tls: null,
    });
    return { cert: made?.chain ?? '', key: made?.key ?? '' };
  }

  /** The certificate for a server name that `refusesTls` let pass. */
  async contextFor(name: string): Promise<SecureContext> {
    const site = this.#world.services.has(name.toLowerCase()) ? null : this.#world.index.siteOf(name);
    const key = site?.name ?? '';
    const known = this.#contexts.get(key);
    if (known) return known;
    const made = site ? await this.#world.authority.of(site) : null;
    const context = createSecureContext(made ? { cert: made.chain, key: made.key } : await this.defaultCertificate());
    this.#contexts.set(key, context);
    return context;
  }

  /** True, and written down, where there is no TLS to be had under this name. */
  refusesTls(host: string): boolean {
    if (this.#world.services.has(host)) return false;
    const site = this.#world.index.siteOf(host);
    const why = this.#refusal(site, host);
    if (why !== null) this.#note({ service: 'tls', host, site: site?.name ?? null, answer: why });
    return why !== null;
  }

  /** Why TLS for this host fails; null when it works. */
  #refusal(site: CorpusSite | null, host: string): string | null {
    if (!site) return 'no-site';
    if (this.#world.schemes.get(site.name)?.has('https') === false) return 'http-only';
    return breaksTls(site.routes, host, this.#country) ? 'bad-tls' : null;
  }

  handle(request: IncomingMessage, response: ServerResponse): void {
    request.resume();
    request.on('error', () => undefined);
    const raw = this.#rawSockets.get(request.socket.remotePort ?? 0) ?? request.socket;
    const secure = 'encrypted' in request.socket;
    const target = parseTarget(request, secure);
    const failed = (error: unknown) => {
      // A bug of the range: shown in its log, and one broken connection instead of a broken sweep.
      this.#note({
        service: target.secure ? 'https' : 'http',
        host: target.host,
        site: null,
        answer: `range error: ${String(error)}`,
      });
      raw.destroy();
    };
    void this.#answer(request, target)
      .then(async (reply) => sendReply({ request, response, raw }, reply))
      .catch(failed);
  }

  async #answer(request: IncomingMessage, target: WebTarget): Promise<Reply> {
    const service = target.secure ? 'https' : 'http';
    const note = (site: string | null, answer: string) =>
      this.#note({
        service,
        host: target.host,
        method: request.method ?? '',
        path: request.url ?? '',
        headers: flatHeaders(request),
        site,
        answer,
      });
    if (this.#world.services.has(target.host)) {
      const { status, headers, body } = await this.#world.services.reply({
        host: target.host,
        path: target.path,
        query: target.query,
      });
      note(null, String(status));
      return { status, headers, body: typeof body === 'string' ? Buffer.from(body) : body, fault: null, delayMs: 0 };
    }
    const site = this.#world.index.siteOf(target.host);
    if (!site) {
      note(null, 'no-site');
      return UNKNOWN_HOST;
    }
    if (this.#world.schemes.get(site.name)?.has(service) === false) {
      note(site.name, `no-${service}`);
      return { ...UNKNOWN_HOST, fault: { kind: 'reset' } };
    }
    const reply = await this.#siteReply(request, target, site);
    note(site.name, reply.fault?.kind ?? String(reply.status));
    return reply;
  }

  async #siteReply(request: IncomingMessage, target: WebTarget, site: CorpusSite): Promise<Reply> {
    const client = clientPersona(request.headers);
    const navigation = isNavigation(request.method ?? '', request.headers);
    const first = navigation && this.#visits.enter(client, target.host, target.url);
    const reply = await replyOf(site, requestFacts(request, target, this.#country, first));
    const location = reply.headers['location'];
    if (navigation && typeof location === 'string' && URL.canParse(location, target.url)) {
      const next = new URL(location, target.url);
      next.hash = '';
      if (next.hostname.toLowerCase() === target.host) this.#visits.redirect(client, target.host, next.href, first);
    }
    return reply;
  }

  #note(entry: Partial<RangeRequest> & Pick<RangeRequest, 'service' | 'host' | 'site' | 'answer'>): void {
    this.#world.log.add({ exit: this.#exit, method: '', path: '', headers: {}, ...entry });
  }
}

function flatHeaders(request: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}
