/** Asks one DNS question over TCP (RFC 7766): for answers that do not fit into a datagram. */
import { randomInt } from 'node:crypto';
import { connect } from 'node:net';
import { decodeAnswer, encodeQuestion } from './dns-message.ts';
import type { DnsType } from './dns-message.ts';
import type { ResolverAddress } from './resolver-address.ts';
import type { Exchange } from './udp-lane.ts';

/** One connection, one question, one answer. Never throws. `signal` gives up with CANCELLED. */
export function askOverTcp(
  server: ResolverAddress,
  name: string,
  type: DnsType,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Exchange> {
  const packet = encodeQuestion(randomInt(65_536), name, type, true);
  if (packet === null) return Promise.resolve('BADNAME');
  return new Promise((resolve) => {
    const socket = connect({ host: server.host, port: server.port, autoSelectFamily: false, noDelay: true });
    const finish = (result: Exchange): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      socket.destroy();
      resolve(result);
    };
    const onAbort = (): void => finish('CANCELLED');
    const timer = setTimeout(() => finish('TIMEOUT'), timeoutMs);
    signal.addEventListener('abort', onAbort);
    let received = Buffer.alloc(0);
    socket.on('error', () => finish('UNREACHABLE'));
    socket.on('close', () => finish('BADRESP'));
    socket.on('connect', () => {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(packet.length);
      socket.write(Buffer.concat([length, packet]));
    });
    socket.on('data', (chunk: Buffer) => {
      // At most 64 kB and one chunk: the length is two bytes.
      received = Buffer.concat([received, chunk]);
      if (received.length < 2 || received.length < 2 + received.readUInt16BE(0)) return;
      const message = decodeAnswer(received.subarray(2, 2 + received.readUInt16BE(0)), packet, name);
      finish(message === null || message === 'malformed' || message.truncated ? 'BADRESP' : message);
    });
  });
}
