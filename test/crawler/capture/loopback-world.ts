/**
 * A tiny internet on loopback for capture tests: a DNS server, web servers by host name, and the exit that leads there.
 */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer as createHttp, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo } from 'node:net';
import { decode, encode, type Answer } from 'dns-packet';
import type { Exit } from '../../../crawler/egress/exit.ts';

export interface LoopbackWorld {
  exit: Exit;
  /** Host name → what it answers; add before visiting. */
  sites: Map<string, RequestListener>;
  /** Host name → addresses given instead of the documentation address. */
  addresses: Map<string, string[]>;
  /** `METHOD host path` of every request served. */
  log: string[];
  close(): Promise<void>;
}

const PUBLIC = '198.51.100.7';

/** Names under `.absent.test` do not exist; port 81 has no listener. `tls` = PEM key and certificate of port 443. */
export async function openLoopbackWorld(tls?: { key: string; cert: string }): Promise<LoopbackWorld> {
  const sites = new Map<string, RequestListener>();
  const addresses = new Map<string, string[]>();
  const log: string[] = [];
  const serve = (request: IncomingMessage, response: ServerResponse): void => {
    const host = (request.headers.host ?? '').replace(/:\d+$/, '');
    log.push(`${request.method} ${host} ${request.url}`);
    const site = sites.get(host);
    if (site) site(request, response);
    else response.writeHead(404).end('no such site');
  };
  const web = createHttp(serve).listen(0, '127.0.0.1');
  const secure = tls ? createHttps(tls, serve).listen(0, '127.0.0.1') : null;
  const dns = createSocket({ type: 'udp4', recvBufferSize: 1 << 20 });
  dns.on('message', (message, peer) => {
    const query = decode(message);
    const question = query.questions?.[0];
    const absent = question?.name.endsWith('.absent.test') ?? true;
    const answers: Answer[] =
      question?.type === 'A' && !absent
        ? (addresses.get(question.name) ?? [PUBLIC]).map((data) => ({ type: 'A', name: question.name, ttl: 0, data }))
        : [];
    dns.send(
      encode({
        type: 'response',
        id: query.id ?? 0,
        flags: 0x0180 | (absent ? 3 : 0),
        questions: query.questions ?? [],
        answers,
      }),
      peer.port,
      peer.address,
    );
  });
  dns.bind(0, '127.0.0.1');
  await Promise.all([once(web, 'listening'), once(dns, 'listening'), ...(secure ? [once(secure, 'listening')] : [])]);
  const port = (of: { address(): AddressInfo | string | null }): number => (of.address() as AddressInfo).port;
  return {
    sites,
    addresses,
    log,
    exit: {
      name: 'loopback',
      country: null,
      resolvers: [`127.0.0.1:${dns.address().port}`],
      allowDocumentationNetworks: true,
      upstream: null,
      map: (_address, wanted) =>
        wanted === 80
          ? { host: '127.0.0.1', port: port(web) }
          : wanted === 443 && secure
            ? { host: '127.0.0.1', port: port(secure) }
            : null,
    },
    async close() {
      web.closeAllConnections();
      secure?.closeAllConnections();
      await Promise.all([
        new Promise((done) => web.close(done)),
        secure && new Promise((done) => secure.close(done)),
        new Promise<void>((done) => dns.close(() => done())),
      ]);
    },
  };
}

/** A page with a UTF-8 charset. */
export function html(body: string, options: { title?: string; head?: string; status?: number } = {}): RequestListener {
  return (_request, response) => {
    response.writeHead(options.status ?? 200, { 'content-type': 'text/html; charset=utf-8' });
    response.end(
      `<!doctype html><html lang="zh-CN"><head><title>${options.title ?? '证书查询'}</title>${options.head ?? ''}</head><body>${body}</body></html>`,
    );
  };
}
