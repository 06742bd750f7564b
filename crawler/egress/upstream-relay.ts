/**
 * Chains an exit to its HTTP or SOCKS proxy: a private proxy-chain server on loopback that speaks every upstream
 * dialect.
 */
import { request } from 'node:http';
import type { Socket } from 'node:net';
import { Server } from 'proxy-chain';

/** An open TCP stream and how much of it was the proxy handshake. */
export interface OpenedSocket {
  socket: Socket;
  before: { read: number; written: number };
}

/** Rejects with an error whose `code` says how the upstream failed (`UPSTREAM <status>`, a system code, `TIMEOUT`). */
export interface UpstreamRelay {
  connect(host: string, port: number, timeoutMs: number): Promise<OpenedSocket>;
  close(): Promise<void>;
}

/**
 * The relay only ever gets addresses that the policy has let through, so the upstream resolves nothing by itself.
 * It listens on loopback only, on a port of its own.
 */
export async function startUpstreamRelay(upstream: string): Promise<UpstreamRelay> {
  const server = new Server({
    host: '127.0.0.1',
    port: 0,
    prepareRequestFunction: () => ({ upstreamProxyUrl: upstream }),
  });
  await server.listen();
  const relayPort = server.port;
  return {
    connect: (host, port, timeoutMs) =>
      connectThrough(
        relayPort,
        host.includes(':') ? `[${host}]:${String(port)}` : `${host}:${String(port)}`,
        timeoutMs,
      ),
    close: () => server.close(true),
  };
}

function connectThrough(relayPort: number, authority: string, timeoutMs: number): Promise<OpenedSocket> {
  return new Promise((resolve, reject) => {
    const tunnel = request({
      host: '127.0.0.1',
      port: relayPort,
      method: 'CONNECT',
      path: authority,
      headers: { host: authority },
      agent: false,
      timeout: timeoutMs,
    });
    tunnel.once('timeout', () => tunnel.destroy(withCode('TIMEOUT')));
    tunnel.once('error', reject);
    tunnel.once('connect', (response, socket, head) => {
      socket.setTimeout(0);
      if (response.statusCode !== 200) {
        socket.destroy();
        reject(withCode(`UPSTREAM ${String(response.statusCode)}`));
        return;
      }
      const before = { read: socket.bytesRead - head.length, written: socket.bytesWritten };
      if (head.length > 0) socket.unshift(head);
      resolve({ socket, before });
    });
    tunnel.end();
  });
}

function withCode(code: string): NodeJS.ErrnoException {
  return Object.assign(new Error(code), { code });
}
