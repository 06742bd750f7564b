/**
 * The certificate chain a visit saw, as a record: from the browser when it trusted the chain, asked for separately when
 * it did not.
 */
import { X509Certificate } from 'node:crypto';
import type { CDPSession, Response } from 'playwright';
import type { TlsRecord } from '../../storage/vocabulary/probe.ts';
import type { EgressSession } from '../egress/egress.ts';
import { orElse } from './page/time-limit.ts';

/**
 * Answers of `inspectTls` by address, host and leaf: many pages of one site need one extra connection, not one each.
 */
export type TlsMemory = Map<string, TlsRecord>;

const MAX_MEMORY = 500;

/**
 * Null for plain HTTP, or when no certificate can be had. A connection of its own is made only when the browser did not
 * trust the certificate: it hides the reason (`ignoreHTTPSErrors`).
 * @param session must have had `Network.enable` before the navigation, or Chromium keeps no chain.
 */
export async function tlsRecord(
  response: Response,
  session: CDPSession,
  egress: EgressSession,
  memory: TlsMemory,
  trusted: boolean,
  ms: number,
): Promise<TlsRecord | null> {
  const url = new URL(response.url());
  if (url.protocol !== 'https:') return null;
  const [chain, details] = await Promise.all([
    orElse(ms, session.send('Network.getCertificate', { origin: url.origin }), null),
    orElse(ms, response.securityDetails(), null),
  ]);
  const seen = fromChain(chain?.tableNames ?? [], details?.protocol ?? null);
  if (trusted && seen) return seen;
  const key = `${url.host}\n${seen?.fingerprint256 ?? ''}`;
  const known = memory.get(key);
  if (known && seen) return known;
  const port = url.port === '' ? 443 : Number(url.port);
  const inspected = await orElse(
    Math.min(ms, 6000),
    egress.inspectTls(url.hostname.replace(/^\[|\]$/g, ''), port),
    null,
  );
  if (!inspected) return seen && { ...seen, valid: false, error: 'UNKNOWN' };
  const record =
    seen && seen.fingerprint256 === inspected.fingerprint256
      ? { ...seen, valid: inspected.valid, error: inspected.error }
      : inspected;
  if (memory.size < MAX_MEMORY) memory.set(key, record);
  return record;
}

/** A record of a chain the browser trusted. `chain` is DER in base64, leaf first. */
function fromChain(chain: readonly string[], protocol: string | null): TlsRecord | null {
  try {
    const certificates = chain.map((der) => new X509Certificate(Buffer.from(der, 'base64')));
    const [leaf] = certificates;
    if (!leaf) return null;
    return {
      valid: true,
      error: null,
      protocol,
      subject: leaf.subject?.replaceAll('\n', ', ') || null,
      issuer: leaf.issuer?.replaceAll('\n', ', ') || null,
      serialNumber: leaf.serialNumber || null,
      validFrom: leaf.validFromDate.toISOString(),
      validTo: leaf.validToDate.toISOString(),
      subjectAltNames:
        leaf.subjectAltName?.split(', ').map((name) => name.replace(/^(?:DNS|IP Address|URI|email):/, '')) ?? [],
      fingerprint256: leaf.fingerprint256,
      chain: certificates.map(String),
    };
  } catch {
    return null;
  }
}
