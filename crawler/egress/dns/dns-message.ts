/**
 * Writes DNS questions and reads DNS answers (RFC 1035, RFC 6891), within bounds: what a hostile server sends is data,
 * never trusted. Pure.
 */
import type { DnsRecord } from '../../../storage/vocabulary/resolve.ts';
import { ipText, domainName, recordText } from './dns-record-data.ts';

export type DnsType = DnsRecord['type'];

export const TYPE_CODES: Readonly<Record<DnsType, number>> = {
  A: 1,
  NS: 2,
  CNAME: 5,
  SOA: 6,
  MX: 15,
  TXT: 16,
  AAAA: 28,
};
const TYPE_NAMES = new Map(Object.entries(TYPE_CODES).map(([name, code]) => [code, name as DnsType]));

/** Response codes that have a name here; others are spelt `RCODE<n>`. */
const RCODES = ['NOERROR', 'FORMERR', 'SERVFAIL', 'NXDOMAIN', 'NOTIMP', 'REFUSED'];
const HEADER = 12;
const CLASS_IN = 1;
const OPT = 41;
/** What fits into one unfragmented packet on any path (DNS flag day 2020). */
const UDP_PAYLOAD = 1232;

/** One record with its owner; names are lower-case without the final dot. */
export interface OwnedRecord {
  owner: string;
  type: DnsType;
  value: string;
  ttl: number;
}

/** What an answer says, unknown record types left out. */
export interface DnsMessage {
  rcode: string;
  truncated: boolean;
  authoritative: boolean;
  answers: OwnedRecord[];
  /** From the authority section of a negative answer; `negativeTtl` in seconds by RFC 2308 §5. */
  zone: { name: string; negativeTtl: number } | null;
  /** No answer, but other servers to ask: a referral, which says nothing about the name. */
  referral: boolean;
}

/**
 * Null when `name` cannot be a DNS name: an empty label, one over 63 bytes, over 253 in all, or not ASCII. `edns` false
 * = plain RFC 1035.
 */
export function encodeQuestion(id: number, name: string, type: DnsType, edns: boolean): Buffer | null {
  if (name === '' || name.length > 253) return null;
  const packet = Buffer.allocUnsafe(HEADER + name.length + 2 + 4 + (edns ? 11 : 0));
  for (let at = 2; at < HEADER; at++) packet[at] = 0;
  packet[0] = id >> 8;
  packet[1] = id & 0xff;
  // Recursion desired; one question; with EDNS one additional record.
  packet[2] = 1;
  packet[5] = 1;
  if (edns) packet[11] = 1;
  let lengthAt = HEADER;
  let at = HEADER + 1;
  for (let index = 0; index <= name.length; index++) {
    const code = index === name.length ? 0x2e : name.charCodeAt(index);
    if (code === 0x2e) {
      const length = at - lengthAt - 1;
      if (length === 0 || length > 63) return null;
      packet[lengthAt] = length;
      lengthAt = at++;
    } else if (code > 0x7f) return null;
    else packet[at++] = lower(code);
  }
  packet[lengthAt] = 0;
  packet.writeUInt16BE(TYPE_CODES[type], at);
  packet.writeUInt16BE(CLASS_IN, at + 2);
  if (edns) {
    packet.fill(0, at + 4);
    packet.writeUInt16BE(OPT, at + 5);
    packet.writeUInt16BE(UDP_PAYLOAD, at + 7);
  }
  return packet;
}

/**
 * Null when `bytes` do not answer `question` (what `encodeQuestion` made): another id, not a response, another name,
 * type or class. `malformed` when they do and cannot be read to the end. `name` is the name that was asked for.
 */
export function decodeAnswer(bytes: Buffer, question: Buffer, name: string): DnsMessage | 'malformed' | null {
  if (
    bytes.length < HEADER ||
    bytes[0] !== question[0] ||
    bytes[1] !== question[1] ||
    ((bytes[2] ?? 0) & 0xf8) !== 0x80
  )
    return null;
  const code = (bytes[3] ?? 0) & 0x0f;
  const rcode = RCODES[code] ?? `RCODE${String(code)}`;
  const message: DnsMessage = {
    rcode,
    truncated: ((bytes[2] ?? 0) & 2) !== 0,
    authoritative: ((bytes[2] ?? 0) & 4) !== 0,
    answers: [],
    zone: null,
    referral: false,
  };
  const questions = bytes.readUInt16BE(4);
  // A server that cannot read the question sends none back (RFC 1035 leaves it open); with a clear answer that would be
  // a forgery.
  if (questions === 0) return code === 0 || code === 3 ? null : message;
  const end = HEADER + name.length + 2 + 4;
  if (questions !== 1 || bytes.length < end || !sameQuestion(bytes, question, end)) return null;
  if (message.truncated) return message;
  try {
    readSections(bytes, end, name, message);
    return message;
  } catch (error) {
    if (error instanceof RangeError) return 'malformed';
    throw error;
  }
}

/** Byte for byte, letters without case: an honest server sends the question back as it was. */
function sameQuestion(bytes: Buffer, question: Buffer, end: number): boolean {
  for (let at = HEADER; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte !== question[at] && lower(byte) !== question[at]) return false;
  }
  return true;
}

function lower(code: number): number {
  return code >= 0x41 && code <= 0x5a ? code + 32 : code;
}

/** @throws RangeError where the packet ends too early or a name does not end. */
function readSections(bytes: Buffer, start: number, name: string, message: DnsMessage): void {
  const answers = bytes.readUInt16BE(6);
  const authorities = bytes.readUInt16BE(8);
  let at = start;
  let nameServers = 0;
  for (let index = 0; index < answers + authorities; index++) {
    const owner = ownerInQuestion(bytes, at, name) ?? domainName(bytes, at);
    const type = TYPE_NAMES.get(bytes.readUInt16BE(owner.next));
    const known = bytes.readUInt16BE(owner.next + 2) === CLASS_IN ? type : undefined;
    const ttl = bytes.readUInt32BE(owner.next + 4);
    const data = owner.next + 10;
    at = data + bytes.readUInt16BE(owner.next + 8);
    if (at > bytes.length) throw new RangeError('a record reaches beyond the packet');
    // RFC 2181 §8: a TTL with its highest bit set means zero.
    const seconds = ttl > 0x7fffffff ? 0 : ttl;
    if (index < answers) {
      if (known !== undefined)
        message.answers.push({ owner: owner.name, type: known, value: valueOf(bytes, data, at, known), ttl: seconds });
    } else if (known === 'SOA')
      message.zone ??= { name: owner.name, negativeTtl: Math.min(seconds, bytes.readUInt32BE(at - 4)) };
    else if (known === 'NS') nameServers += 1;
  }
  message.referral =
    message.rcode === 'NOERROR' && answers === 0 && message.zone === null && nameServers > 0 && !message.authoritative;
}

/**
 * Most owners are the name asked for or a zone above it, written as a pointer into the question: text and bytes run in
 * step there.
 */
function ownerInQuestion(bytes: Buffer, at: number, name: string): { name: string; next: number } | null {
  const offset = (bytes[at + 1] ?? 0) - HEADER;
  if (bytes[at] !== 0xc0 || offset < 0 || offset >= name.length || (offset > 0 && name[offset - 1] !== '.'))
    return null;
  return { name: offset === 0 ? name : name.slice(offset), next: at + 2 };
}

function valueOf(bytes: Buffer, start: number, end: number, type: DnsType): string {
  return type === 'A' || type === 'AAAA' ? ipText(bytes, start, end) : recordText(bytes, start, end, type);
}
