/**
 * A few loopback servers made to look like an internet: a name server, an exit that maps documentation addresses, a
 * canary.
 */
import { createSocket } from 'node:dgram';
import { createServer as createHttpServer } from 'node:http';
import type { RequestListener, Server as HttpServer } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { decode, encode } from 'dns-packet';
import type { Answer, DecodedPacket } from 'dns-packet';
import type { Exit } from '../../../crawler/egress/exit.ts';

/**
 * What one name answers: addresses (either family), other records by type, or a failure. A function gets the number of
 * earlier questions.
 */
export interface ZoneEntry {
  addresses?: string[] | ((asked: number) => string[]);
  cname?: string;
  records?: Answer[];
  fail?: 'nxdomain' | 'servfail' | 'refused' | 'timeout';
}

export interface NameServer {
  /** `address:port`, as an exit's resolver. */
  address: string;
  /** `name TYPE` of every question, in order. */
  questions: string[];
  close(): Promise<void>;
}

const RCODES = { noerror: 0, servfail: 2, nxdomain: 3, refused: 5 };

/** Names not in `zone` do not exist; an entry `*.parent` answers for every other label below it. */
export async function startNameServer(zone: Record<string, ZoneEntry>): Promise<NameServer> {
  const socket = createSocket('udp4');
  const questions: string[] = [];
  socket.on('message', (message, peer) => {
    const packet: DecodedPacket = decode(message);
    const question = packet.questions?.[0];
    if (question === undefined) return;
    const name = question.name.toLowerCase();
    const asked = questions.filter((line) => line === `${name} ${question.type}`).length;
    questions.push(`${name} ${question.type}`);
    const entry = zone[name] ?? zone[`*.${name.split('.').slice(1).join('.')}`] ?? { fail: 'nxdomain' };
    if (entry.fail === 'timeout') return;
    const answers = entry.fail === undefined ? answersOf(name, question.type, entry, asked) : [];
    const rcode = RCODES[entry.fail ?? 'noerror'];
    socket.send(
      encode({ type: 'response', id: packet.id, flags: 0x0180 | rcode, questions: [question], answers }),
      peer.port,
      peer.address,
    );
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${String(socket.address().port)}`,
    questions,
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

function answersOf(name: string, type: string, entry: ZoneEntry, asked: number): Answer[] {
  const at = entry.cname ?? name;
  const alias: Answer[] = entry.cname === undefined ? [] : [{ type: 'CNAME', name, data: entry.cname, ttl: 60 }];
  if (type === 'CNAME') return alias;
  const addresses = typeof entry.addresses === 'function' ? entry.addresses(asked) : (entry.addresses ?? []);
  const family =
    type === 'A'
      ? addresses.filter((address) => !address.includes(':'))
      : type === 'AAAA'
        ? addresses.filter((address) => address.includes(':'))
        : [];
  const others = (entry.records ?? []).filter((record) => record.type === type);
  return [...alias, ...family.map((data): Answer => ({ type: type as 'A', name: at, data, ttl: 60 })), ...others];
}

/** An exit over the loopback listeners: `routes` maps `address:port` of the pretended internet to a local port. */
export function testExit(resolvers: string[], routes: Record<string, number>, more: Partial<Exit> = {}): Exit {
  return {
    name: 'test',
    country: null,
    resolvers,
    allowDocumentationNetworks: true,
    upstream: null,
    map: (address, port) => {
      const local = routes[`${address}:${String(port)}`];
      return local === undefined ? null : { host: '127.0.0.1', port: local };
    },
    ...more,
  };
}

export interface Listener {
  port: number;
  /** Requests or connections so far. */
  hits: string[];
  close(): Promise<void>;
}

/** A web server on 127.0.0.1 that notes `METHOD host path` of every request. */
export async function startWeb(handler: RequestListener): Promise<Listener & { server: HttpServer }> {
  const hits: string[] = [];
  const server = createHttpServer((request, response) => {
    hits.push(`${request.method ?? ''} ${request.headers.host ?? ''} ${request.url ?? ''}`);
    handler(request, response);
  });
  server.on('connection', (socket) => socket.on('error', () => {}));
  const port = await listen(server);
  return { server, port, hits, close: () => closeServer(server) };
}

/** Anything that reaches it, even a bare TCP connection, is a hole in the egress. */
export async function startCanary(): Promise<Listener> {
  const canary = await startWeb((_request, response) => response.end('canary'));
  canary.server.on('connection', () => canary.hits.push('connection'));
  return canary;
}

export async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

export async function closeServer(server: Server): Promise<void> {
  if ('closeAllConnections' in server) (server as HttpServer).closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}
