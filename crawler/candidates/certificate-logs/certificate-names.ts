/** The DNS names a certificate speaks for. */
import { X509Certificate } from 'node:crypto';

/**
 * DNS names of the subjectAltName extension, in order, without repeats; of a certificate without that extension the
 * common name, when it looks like a host. Wildcards are given as they stand (`*.example.com`).
 * @returns null when the bytes are no certificate.
 */
export function certificateNames(der: Buffer): string[] | null {
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(der);
  } catch {
    return null;
  }
  const names = altNames(certificate.subjectAltName ?? '');
  if (names.length > 0) return [...new Set(names)];
  const commonName = /^CN=(.+)$/m.exec(certificate.subject)?.[1]?.trim() ?? '';
  return /^[^\s/]+\.[^\s/]+$/.test(commonName) ? [commonName] : [];
}

/**
 * Node writes `DNS:a, IP Address:b`, and a value with odd characters as a JSON string, so that it cannot pose as a
 * list.
 */
function altNames(text: string): string[] {
  return [...text.matchAll(/(?:^|, )([^:,"]+):("(?:[^"\\]|\\.)*"|[^,]*)/g)]
    .filter(([, kind]) => kind === 'DNS')
    .map(([, , value = '']) => (value.startsWith('"') ? unquote(value) : value));
}

function unquote(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch {
    return text;
  }
}
