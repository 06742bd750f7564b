/**
 * A name server for the resolve bench, in a process of its own and as cheap as it can be: fixed answers, no packet
 * library.
 */
import { createSocket } from 'node:dgram';

const HEADER = 12;
const TYPE_A = 1;
/** `192.0.2.1` for the name in the question. */
const ADDRESS = Buffer.from('c00c 0001 0001 0000003c 0004 c0000201'.replaceAll(' ', ''), 'hex');
/** What is not there: the SOA record of `example`, primary server and mailbox the root, 60 s of negative caching. */
const SOA = Buffer.from(
  '07 6578616d706c65 00 0006 0001 0000003c 0016 00 00 00000001 00000001 00000001 00000001 0000003c'.replaceAll(' ', ''),
  'hex',
);

/**
 * Names beginning with `l` exist and have an address; no other name does. The question section is sent back as it came.
 */
function answer(message: Buffer): Buffer {
  let at = HEADER;
  for (let length = message[at] ?? 0; length > 0; length = message[at] ?? 0) at += length + 1;
  const end = at + 5;
  const exists = message[HEADER + 1] === 0x6c;
  const record = exists && message.readUInt16BE(at + 1) === TYPE_A ? ADDRESS : SOA;
  const reply = Buffer.allocUnsafe(end + record.length);
  message.copy(reply, 0, 0, end);
  record.copy(reply, end);
  reply[2] = 0x85;
  reply[3] = 0x80 | (exists ? 0 : 3);
  reply.writeUInt16BE(record === ADDRESS ? 1 : 0, 6);
  reply.writeUInt16BE(record === SOA ? 1 : 0, 8);
  reply.writeUInt16BE(0, 10);
  return reply;
}

const socket = createSocket({ type: 'udp4', recvBufferSize: 4 * 1024 * 1024 });
socket.on('message', (message, peer) => socket.send(answer(message), peer.port, peer.address));
socket.bind(0, '127.0.0.1', () => process.send?.(socket.address().port));
process.on('disconnect', () => process.exit(0));
