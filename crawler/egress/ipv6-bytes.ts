/** An IPv6 address as its sixteen bytes. */

/** Null when `address` is not an IPv6 address. Accepts every spelling of RFC 4291 §2.2 without a zone. */
export function ipv6Bytes(address: string): Uint8Array | null {
  let canonical: string;
  try {
    // The URL parser rewrites the dotted-quad tail as two hexadecimal groups.
    canonical = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  } catch {
    return null;
  }
  const [head = '', tail] = canonical.split('::');
  const left = groups(head);
  const right = tail === undefined ? [] : groups(tail);
  const all =
    tail === undefined
      ? left
      : [...left, ...Array.from<number>({ length: 8 - left.length - right.length }).fill(0), ...right];
  return Uint8Array.from(all.flatMap((group) => [group >> 8, group & 0xff]));
}

/** The dotted IPv4 address in four bytes of an IPv6 address, starting at `offset`. */
export function embeddedIpv4(bytes: Uint8Array, offset: number): string {
  return [...bytes.subarray(offset, offset + 4)].join('.');
}

function groups(text: string): number[] {
  return text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));
}
