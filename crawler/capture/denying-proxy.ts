/**
 * The browser's proxy of last resort: accepts nothing. Every context brings its own; what slips past must not reach the
 * network.
 */
import { createServer, type AddressInfo } from 'node:net';

export interface DenyingProxy {
  url: string;
  close(): Promise<void>;
}

/** Listens on a free loopback port and ends every connection at once. Does not keep the process alive. */
export async function openDenyingProxy(): Promise<DenyingProxy> {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  server.unref();
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
