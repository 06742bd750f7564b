/** A name server on loopback that says exactly what a test tells it to, over UDP and TCP, honest or not. */
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { decode, encode, streamEncode } from 'dns-packet';
import type { Answer, DecodedPacket, Packet } from 'dns-packet';

export interface Said {
  rcode?: 'NOERROR' | 'FORMERR' | 'SERVFAIL' | 'NXDOMAIN' | 'REFUSED';
  answers?: Answer[];
  authorities?: Answer[];
  /** Cut short over UDP: the client has to come back over TCP. */
  truncated?: boolean;
  /** Changes the packet before it goes out. */
  forge?: (packet: Packet) => Packet;
  /** The bytes to send in place of a packet. */
  raw?: (query: DecodedPacket) => Buffer;
}

export interface Asked {
  name: string;
  type: string;
  transport: 'udp' | 'tcp';
  query: DecodedPacket;
}

export interface ScriptedServer {
  address: string;
  /** `name TYPE`, in order; over TCP with ` tcp` behind it. */
  questions: string[];
  close(): Promise<void>;
}

const RCODES = { NOERROR: 0, FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3, REFUSED: 5 };

/** `say`: what is answered, in order; several = several datagrams; none = silence. */
export async function startScriptedServer(say: (asked: Asked) => Said | Said[] | null): Promise<ScriptedServer> {
  const questions: string[] = [];
  const reply = (bytes: Buffer, transport: 'udp' | 'tcp'): (Packet | Buffer)[] => {
    const query = decode(bytes);
    const question = query.questions?.[0];
    if (question === undefined) return [];
    const name = question.name.toLowerCase();
    questions.push(`${name} ${question.type}${transport === 'tcp' ? ' tcp' : ''}`);
    const said = say({ name, type: question.type, transport, query });
    return (said === null ? [] : Array.isArray(said) ? said : [said]).map((each) => packetOf(query, each, transport));
  };
  const tcp = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', (chunk) => {
      for (const packet of reply(chunk.subarray(2), 'tcp'))
        if (!Buffer.isBuffer(packet)) socket.end(streamEncode(packet));
    });
  });
  await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve));
  const { port } = tcp.address() as AddressInfo;
  const udp = createSocket('udp4');
  udp.on('message', (bytes, peer) => {
    for (const packet of reply(bytes, 'udp'))
      udp.send(Buffer.isBuffer(packet) ? packet : encode(packet), peer.port, peer.address);
  });
  await new Promise<void>((resolve) => udp.bind(port, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${String(port)}`,
    questions,
    close: async () => {
      tcp.close();
      await new Promise<void>((resolve) => udp.close(() => resolve()));
    },
  };
}

function packetOf(query: DecodedPacket, said: Said, transport: 'udp' | 'tcp'): Packet | Buffer {
  if (said.raw !== undefined) return said.raw(query);
  const cut = said.truncated === true && transport === 'udp';
  const packet: Packet = {
    type: 'response',
    id: query.id ?? 0,
    flags: 0x0180 | (cut ? 0x0200 : 0) | RCODES[said.rcode ?? 'NOERROR'],
    questions: query.questions ?? [],
    answers: cut ? [] : (said.answers ?? []),
    authorities: cut ? [] : (said.authorities ?? []),
  };
  return said.forge?.(packet) ?? packet;
}

export function a(name: string, data: string): Answer {
  return { type: 'A', name, data, ttl: 60 };
}

export function soa(name: string, minimum = 300): Answer {
  return {
    type: 'SOA',
    name,
    ttl: 3600,
    data: { mname: 'ns.example', rname: 'root.example', serial: 1, refresh: 1, retry: 1, expire: 1, minimum },
  };
}
