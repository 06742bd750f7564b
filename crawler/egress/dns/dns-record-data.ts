/**
 * Reads the data of one DNS record as a zone file would write it (RFC 1035 §3.3, RFC 3596). Pure; throws RangeError for
 * what does not fit.
 */

/** Names are at most 255 bytes (RFC 1035 §2.3.4), so no honest one has more labels. */
const MAX_LABELS = 128;
const PLAIN = /^[a-z0-9_-]*$/;

/**
 * The name at `start`, lower-case, without the final dot, and where the record goes on. A pointer must point backwards,
 * so that no name is endless. Bytes that are no part of a host name are written `\DDD` (RFC 1035 §5.1): a label may
 * contain dots.
 */
export function domainName(bytes: Buffer, start: number): { name: string; next: number } {
  const labels: string[] = [];
  let at = start;
  let lowest = start;
  let next = -1;
  for (let size = 0; ;) {
    const length = bytes[at];
    if (length === undefined || labels.length > MAX_LABELS) throw new RangeError('a name does not end');
    if (length === 0) return { name: labels.join('.'), next: next < 0 ? at + 1 : next };
    if (length >= 0xc0) {
      const target = ((length & 0x3f) << 8) | (bytes[at + 1] ?? 0xff);
      if (target >= lowest || at + 1 >= bytes.length) throw new RangeError('a name points forward');
      if (next < 0) next = at + 2;
      at = lowest = target;
      continue;
    }
    size += length + 1;
    if (length > 63 || size > 255 || at + 1 + length > bytes.length) throw new RangeError('a label is too long');
    labels.push(labelText(bytes.toString('latin1', at + 1, at + 1 + length)));
    at += 1 + length;
  }
}

function labelText(raw: string): string {
  const label = raw.toLowerCase();
  if (PLAIN.test(label)) return label;
  return label.replaceAll(/[^!-~]|[.\\]/g, (character) => `\\${String(character.charCodeAt(0)).padStart(3, '0')}`);
}

/** An IPv4 or, from sixteen bytes, an IPv6 address in its shortest spelling (RFC 5952). */
export function ipText(bytes: Buffer, start: number, end: number): string {
  if (end - start === 4)
    return `${String(bytes[start])}.${String(bytes[start + 1])}.${String(bytes[start + 2])}.${String(bytes[start + 3])}`;
  if (end - start !== 16) throw new RangeError('an address has the wrong length');
  const groups = Array.from({ length: 8 }, (_, index) => bytes.readUInt16BE(start + index * 2).toString(16));
  // The URL parser knows the rule, and the egress spells addresses by it.
  return new URL(`http://[${groups.join(':')}]/`).hostname.slice(1, -1);
}

/**
 * NS, CNAME: the name; MX: `10 mail.example`; SOA: names and numbers; TXT: its character strings joined (RFC 7208
 * §3.3), as UTF-8.
 */
export function recordText(
  bytes: Buffer,
  start: number,
  end: number,
  type: 'NS' | 'CNAME' | 'MX' | 'SOA' | 'TXT',
): string {
  if (type === 'TXT') return characterStrings(bytes, start, end);
  if (type === 'MX') return `${String(bytes.readUInt16BE(start))} ${domainName(bytes, start + 2).name || '.'}`;
  const first = domainName(bytes, start);
  if (type !== 'SOA') return first.name;
  const second = domainName(bytes, first.next);
  const numbers = [0, 4, 8, 12, 16].map((offset) => bytes.readUInt32BE(second.next + offset));
  return [first.name || '.', second.name || '.', ...numbers].join(' ');
}

function characterStrings(bytes: Buffer, start: number, end: number): string {
  const parts: Buffer[] = [];
  for (let at = start; at < end;) {
    const stop = at + 1 + (bytes[at] ?? 0);
    if (stop > end) throw new RangeError('a character string is too long');
    parts.push(bytes.subarray(at + 1, stop));
    at = stop;
  }
  return Buffer.concat(parts).toString('utf8');
}
