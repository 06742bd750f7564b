/** TLS over a connection of the egress: any certificate is accepted, and the truth about it is written down. */
import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type { Socket } from 'node:net';
import { connect, createSecureContext, getCACertificates } from 'node:tls';
import type { DetailedPeerCertificate, SecureContext, TLSSocket } from 'node:tls';
import type { TlsRecord } from '../../storage/vocabulary/probe.ts';

/** A hostile chain may refer to itself; no honest one is longer. */
const MAX_CHAIN = 10;

/**
 * Trust anchors: Mozilla's list as shipped with node, the machine's own store, and `more` (PEM). Old protocol versions
 * and weak ciphers are let in, because a fake on an old server is still to be seen. Make it once per exit: it is slow.
 */
export function trustContext(more: string[] = []): SecureContext {
  const anchors = new Set([...getCACertificates('bundled'), ...getCACertificates('system'), ...more]);
  return createSecureContext({ ca: [...anchors], minVersion: 'TLSv1', ciphers: 'DEFAULT:@SECLEVEL=0' });
}

export interface SecureSocket {
  socket: TLSSocket;
  record: TlsRecord;
}

/**
 * Rejects with OpenSSL's or the system's error, or one with code `TIMEOUT`, when the handshake fails; the socket is
 * destroyed then.
 */
export function secureSocket(
  socket: Socket,
  host: string,
  context: SecureContext,
  timeoutMs: number,
): Promise<SecureSocket> {
  return new Promise((resolve, reject) => {
    // SNI carries names only (RFC 6066 §3); the certificate is compared with `host` either way.
    const name = host.replace(/^\[|\]$/g, '').replace(/\.$/, '');
    const secured = connect({
      socket,
      host: name,
      secureContext: context,
      rejectUnauthorized: false,
      ALPNProtocols: ['http/1.1'],
      ...(isIP(name) === 0 ? { servername: name } : {}),
    });
    const timer = setTimeout(
      () => secured.destroy(Object.assign(new Error('TLS handshake timed out'), { code: 'TIMEOUT' })),
      timeoutMs,
    );
    let lastError: Error = Object.assign(new Error('closed during the TLS handshake'), { code: 'ECONNRESET' });
    secured.on('error', (error) => (lastError = error));
    secured.once('close', () => {
      clearTimeout(timer);
      socket.destroy();
      reject(lastError);
    });
    secured.once('secureConnect', () => {
      clearTimeout(timer);
      resolve({ socket: secured, record: tlsRecord(secured) });
    });
  });
}

function tlsRecord(socket: TLSSocket): TlsRecord {
  const chain = peerChain(socket);
  const leaf = chain[0];
  // Node gives the code as a string although its type says Error.
  const error = socket.authorized ? null : String(socket.authorizationError);
  return {
    valid: socket.authorized,
    error,
    protocol: socket.getProtocol(),
    subject: leaf?.subject.replaceAll('\n', ', ') ?? null,
    issuer: leaf?.issuer.replaceAll('\n', ', ') ?? null,
    serialNumber: leaf?.serialNumber ?? null,
    validFrom: leaf?.validFromDate.toISOString() ?? null,
    validTo: leaf?.validToDate.toISOString() ?? null,
    subjectAltNames: alternativeNames(leaf?.subjectAltName),
    fingerprint256: leaf?.fingerprint256 ?? null,
    chain: chain.map((certificate) => certificate.toString()),
  };
}

function peerChain(socket: TLSSocket): X509Certificate[] {
  const chain: X509Certificate[] = [];
  const seen = new Set<string>();
  let peer: DetailedPeerCertificate | undefined = socket.getPeerCertificate(true);
  while (peer?.raw !== undefined && !seen.has(peer.fingerprint256) && chain.length < MAX_CHAIN) {
    seen.add(peer.fingerprint256);
    chain.push(new X509Certificate(peer.raw));
    peer = peer.issuerCertificate;
  }
  return chain;
}

/** `DNS:a.example, IP Address:192.0.2.1` → the bare values; a value that node had to quote is kept as it is. */
function alternativeNames(text: string | undefined): string[] {
  if (text === undefined) return [];
  return text.split(', ').map((entry) => entry.replace(/^(?:DNS|IP Address|URI|email):/, ''));
}
