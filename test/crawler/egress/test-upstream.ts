/** Upstream proxies for the tests: an HTTP one and a SOCKS 5 one, both noting what they were asked to reach. */
import { connect, createServer } from 'node:net';
import { createServer as createHttpServer } from 'node:http';
import { closeServer, listen } from './test-internet.ts';
import type { Listener } from './test-internet.ts';

/** `targets` maps `host:port` as asked for to a local port. */
export async function startHttpUpstream(targets: Record<string, number>): Promise<Listener> {
  const hits: string[] = [];
  const server = createHttpServer((_request, response) => response.writeHead(405).end());
  server.on('connect', (request, socket) => {
    hits.push(`${request.url ?? ''} ${request.headers['proxy-authorization'] ?? '-'}`);
    const port = targets[request.url ?? ''];
    if (port === undefined) {
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
      return;
    }
    const target = connect(port, '127.0.0.1', () => socket.write('HTTP/1.1 200 OK\r\n\r\n'));
    socket.on('error', () => target.destroy());
    target.on('error', () => socket.destroy());
    socket.pipe(target).pipe(socket);
  });
  const port = await listen(server);
  return { port, hits, close: () => closeServer(server) };
}

/** RFC 1928, no authentication, CONNECT to IPv4 addresses and names. */
export async function startSocksUpstream(targets: Record<string, number>): Promise<Listener> {
  const hits: string[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => {
      socket.write(Buffer.from([5, 0]));
      socket.once('data', (request) => {
        const named = request[3] === 3;
        const end = named ? 5 + (request[4] ?? 0) : 8;
        const host = named ? request.subarray(5, end).toString() : [...request.subarray(4, 8)].join('.');
        const asked = `${host}:${String(request.readUInt16BE(end))}`;
        hits.push(asked);
        const port = targets[asked];
        if (port === undefined) {
          socket.end(Buffer.from([5, 5, 0, 1, 0, 0, 0, 0, 0, 0]));
          return;
        }
        const target = connect(port, '127.0.0.1', () => {
          socket.write(Buffer.from([5, 0, 0, 1, 127, 0, 0, 1, 0, 0]));
          socket.pipe(target).pipe(socket);
        });
        target.on('error', () => socket.destroy());
      });
    });
  });
  const port = await listen(server);
  return { port, hits, close: () => closeServer(server) };
}
