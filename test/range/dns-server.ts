/** The range's DNS server: UDP and TCP on one loopback port, with EDNS and truncation. */
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import {
  decode,
  encode,
  streamEncode,
  AUTHORITATIVE_ANSWER,
  RECURSION_AVAILABLE,
  RECURSION_DESIRED,
  TRUNCATED_RESPONSE,
} from 'dns-packet';
import { RCODES } from './dns-zone.ts';
import { closeServer, trackSockets } from './socket-set.ts';
import type { Socket as DatagramSocket } from 'node:dgram';
import type { AddressInfo, Server, Socket } from 'node:net';
import type { Answer, DecodedPacket, Packet } from 'dns-packet';
import type { DnsReply, DnsZone } from './dns-zone.ts';
import type { RequestLog } from './request-log.ts';

/** Largest UDP answer without EDNS (RFC 1035) and the most that the range sends with it. */
const PLAIN_LIMIT = 512;
const EDNS_LIMIT = 4096;
/** The usual default loses packets under load (measured: 7 of 20,000). */
const RECEIVE_BUFFER = 4 * 1024 * 1024;

export interface DnsServer {
  port: number;
  close(): Promise<void>;
}

/** Starts on a free port of 127.0.0.1 that both UDP and TCP got. */
export async function startDnsServer(zone: DnsZone, log: RequestLog): Promise<DnsServer> {
  const { udp, tcp, port } = await bindBoth();
  const sockets = trackSockets(tcp);
  udp.on('message', (message, peer) => {
    const reply = respond(zone, log, message, 'udp');
    if (reply) udp.send(reply, peer.port, peer.address);
  });
  udp.on('error', () => undefined);
  tcp.on('connection', (socket) => serveStream(zone, log, socket));
  return {
    port,
    close: async () => {
      await Promise.all([
        new Promise<void>((resolve) => {
          udp.close(() => resolve());
        }),
        closeServer(tcp, sockets),
      ]);
    },
  };
}

async function bindBoth(): Promise<{ udp: DatagramSocket; tcp: Server; port: number }> {
  for (let attempt = 0; ; attempt += 1) {
    const tcp = createServer();
    await new Promise<void>((resolve) => {
      tcp.listen(0, '127.0.0.1', resolve);
    });
    const { port } = tcp.address() as AddressInfo;
    const udp = createSocket({ type: 'udp4', recvBufferSize: RECEIVE_BUFFER });
    try {
      await new Promise<void>((resolve, reject) => {
        udp.once('error', reject);
        udp.bind(port, '127.0.0.1', resolve);
      });
      udp.removeAllListeners('error');
      return { udp, tcp, port };
    } catch (error) {
      // Someone else holds the UDP side of this port: try the next one.
      tcp.close();
      if (attempt === 20) throw error;
    }
  }
}

/** Length-prefixed messages (RFC 7766), several to a connection. */
function serveStream(zone: DnsZone, log: RequestLog, socket: Socket): void {
  let pending: Buffer = Buffer.alloc(0);
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    pending = Buffer.concat([pending, chunk]);
    while (pending.length >= 2 && pending.length >= 2 + pending.readUInt16BE(0)) {
      const end = 2 + pending.readUInt16BE(0);
      const reply = respond(zone, log, pending.subarray(2, end), 'tcp');
      if (reply) socket.write(reply);
      pending = pending.subarray(end);
    }
  });
}

/** The bytes to send back; null for a timeout or for what is no query at all. */
function respond(zone: DnsZone, log: RequestLog, message: Buffer, transport: 'udp' | 'tcp'): Buffer | null {
  const query = readQuery(message);
  if (query === null) return null;
  if (query === 'malformed') return encode({ type: 'response', id: message.readUInt16BE(0), flags: RCODES.FORMERR });
  const [question] = query.questions ?? [];
  if (!question || query.questions?.length !== 1)
    return encode({ type: 'response', id: query.id, flags: RCODES.FORMERR });
  const reply = replyTo(zone, query, question.name, question.type, question.class);
  log.add({
    service: 'dns',
    exit: null,
    host: question.name.toLowerCase(),
    method: question.type,
    path: '',
    headers: {},
    site: reply.site,
    answer: reply.rcode,
  });
  if (reply.rcode === 'timeout') return null;
  const packet = packetOf(query, reply, RCODES[reply.rcode]);
  if (transport === 'tcp') return streamEncode(packet);
  const bytes = encode(packet);
  if (bytes.length <= sizeLimit(query)) return bytes;
  return encode({ ...packet, flags: (packet.flags ?? 0) | TRUNCATED_RESPONSE, answers: [], authorities: [] });
}

function replyTo(
  zone: DnsZone,
  query: DecodedPacket,
  name: string,
  type: string,
  dnsClass: string | undefined,
): DnsReply {
  const nothing = { answers: [], authorities: [], site: null };
  if ('opcode' in query && query.opcode !== 'QUERY') return { rcode: 'NOTIMP', ...nothing };
  if (dnsClass !== undefined && dnsClass !== 'IN' && dnsClass !== 'ANY') return { rcode: 'REFUSED', ...nothing };
  return zone.reply(name, type);
}

function readQuery(message: Buffer): DecodedPacket | 'malformed' | null {
  if (message.length < 12) return null;
  try {
    const packet = decode(message);
    return packet.type === 'query' ? packet : null;
  } catch {
    return (message.readUInt16BE(2) & 0x8000) === 0 ? 'malformed' : null;
  }
}

function packetOf(query: DecodedPacket, reply: DnsReply, rcode: number): Packet {
  const opt: Answer[] =
    optOf(query) === null
      ? []
      : [
          {
            type: 'OPT',
            name: '.',
            udpPayloadSize: EDNS_LIMIT,
            extendedRcode: 0,
            ednsVersion: 0,
            flags: 0,
            flag_do: false,
            options: [],
          },
        ];
  return {
    type: 'response',
    id: query.id,
    flags: AUTHORITATIVE_ANSWER | RECURSION_AVAILABLE | (query.flag_rd ? RECURSION_DESIRED : 0) | rcode,
    questions: query.questions,
    answers: reply.answers,
    authorities: reply.authorities,
    additionals: opt,
  };
}

/** The client's EDNS payload size; null without EDNS (RFC 6891). */
function optOf(query: DecodedPacket): number | null {
  for (const record of query.additionals ?? []) if (record.type === 'OPT') return record.udpPayloadSize;
  return null;
}

function sizeLimit(query: DecodedPacket): number {
  return Math.min(Math.max(optOf(query) ?? PLAIN_LIMIT, PLAIN_LIMIT), EDNS_LIMIT);
}
