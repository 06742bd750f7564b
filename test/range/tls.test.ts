/** The certificates of the range, seen in real handshakes. */
import { connect } from 'node:tls';
import { describe, expect, test } from 'vitest';
import { mapped, rangeOf, visit } from './fixture-corpus.ts';
import type { DetailedPeerCertificate, PeerCertificate } from 'node:tls';
import type { Range } from './range.ts';

interface Handshake {
  certificate: PeerCertificate;
  error: string | null;
  issuers: string[];
}

/** Validated against the range's own root. */
async function handshake(range: Range, host: string, servername = host): Promise<Handshake> {
  return new Promise((resolve, reject) => {
    const socket = connect({
      ...mapped(range, `https://${host}/`),
      ca: range.rootCertificate,
      rejectUnauthorized: false,
      ...(servername ? { servername } : {}),
    });
    socket.on('error', reject);
    socket.on('secureConnect', () => {
      const certificate = socket.getPeerCertificate(true);
      const error = socket.authorizationError as unknown as { code?: string } | string | null;
      const issuers: string[] = [];
      // A self-signed certificate has no issuer here; the root is its own.
      for (
        let at: DetailedPeerCertificate | undefined = certificate;
        at && !issuers.includes(at.fingerprint256);
        at = at.issuerCertificate
      )
        issuers.push(at.fingerprint256);
      socket.destroy();
      resolve({ certificate, error: typeof error === 'string' ? error : (error?.code ?? null), issuers });
    });
  });
}

const day = (text: string) => new Date(text).toISOString().slice(0, 10);

describe('a certificate', () => {
  test('chains to the root of the range, covers the hosts and san, and is P-256', async () => {
    const range = await rangeOf({
      a: { hosts: ['a.example', '*.w.example', '198.51.100.3'], tls: { issuer: 'range-ca', san: ['extra.example'] } },
    });
    const { certificate, error } = await handshake(range, 'a.example');
    expect(error).toBeNull();
    expect(certificate.subjectaltname).toBe(
      'DNS:a.example, DNS:*.w.example, IP Address:198.51.100.3, DNS:extra.example',
    );
    expect([certificate.subject.CN, certificate.asn1Curve]).toEqual(['a.example', 'prime256v1']);
    expect((await handshake(range, 'any.w.example')).error).toBeNull();
  });

  test('has the dates of the corpus, counted from its now', async () => {
    const range = await rangeOf({
      a: { tls: { validFrom: '-20d', validTo: '+70d' } },
      old: { tls: { validFrom: '2020-01-01', validTo: '2020-04-01' } },
    });
    const { certificate } = await handshake(range, 'a.example');
    expect([day(certificate.valid_from), day(certificate.valid_to)]).toEqual(['2026-11-01', '2027-01-30']);
    expect((await handshake(range, 'old.example')).error).toBe('CERT_HAS_EXPIRED');
  });

  test('without tls facts is valid on the corpus date and today', async () => {
    const { certificate } = await handshake(await rangeOf({ a: {} }), 'a.example');
    expect(Date.parse(certificate.valid_from)).toBeLessThan(Math.min(Date.now(), Date.parse('2026-11-21')));
    expect(Date.parse(certificate.valid_to)).toBeGreaterThan(Math.max(Date.now(), Date.parse('2026-11-21')));
  });

  test.each([{ selfSigned: true }, { issuer: 'self' }])('is self-signed for %j', async (tls) => {
    const { certificate, error, issuers } = await handshake(await rangeOf({ a: { tls } }), 'a.example');
    expect(error).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
    expect([certificate.issuer.CN, issuers.length]).toEqual(['a.example', 1]);
  });

  test('of another issuer comes with an authority of that name', async () => {
    const { certificate, error, issuers } = await handshake(
      await rangeOf({ a: { tls: { issuer: 'Example, Trust "DV" CA' } } }),
      'a.example',
    );
    expect([certificate.issuer.CN, error, issuers.length]).toEqual(['Example, Trust "DV" CA', null, 3]);
  });

  test('leaves out names that cannot be issued and says so once', async () => {
    const range = await rangeOf({
      a: { tls: { san: ['bad name', '*.*.example', `${'x'.repeat(64)}.example`, '', 'good.example'] } },
    });
    const { certificate } = await handshake(range, 'a.example');
    await visit(range, 'https://a.example/');
    expect(certificate.subjectaltname).toBe('DNS:a.example, DNS:good.example');
    expect(range.warnings().map(({ en }) => /"(.*)"/.exec(en)?.[1])).toEqual([
      'bad name',
      '*.*.example',
      `${'x'.repeat(64)}.example`,
      '',
    ]);
    expect(range.warnings()[0]?.zh).toContain('无法签发');
  });

  test("is each site's own and the same every time", async () => {
    const range = await rangeOf({ a: {}, b: {} });
    const [a, again, b] = [
      await handshake(range, 'a.example'),
      await handshake(range, 'a.example'),
      await handshake(range, 'b.example'),
    ];
    expect(a.certificate.fingerprint256).toBe(again.certificate.fingerprint256);
    expect(a.certificate.pubkey?.equals(b.certificate.pubkey ?? new Uint8Array())).toBe(false);
  });
});

describe('a handshake', () => {
  test('without a server name still works, under the name of the range', async () => {
    expect((await handshake(await rangeOf({ a: {} }), 'a.example', '')).certificate.subjectaltname).toContain(
      'DNS:range.test',
    );
  });

  test('for a name nobody has, or a site without https, fails', async () => {
    const range = await rangeOf({
      a: {},
      plain: { scheme: 'http', dns: { A: ['198.51.100.5'] } },
      beside: { scheme: 'https', dns: { A: ['198.51.100.5'] } },
    });
    await expect(handshake(range, 'a.example', 'nobody.example')).rejects.toThrow(/handshake failure/);
    await expect(handshake(range, 'plain.example')).rejects.toThrow(/handshake failure/);
    await expect(visit(range, 'http://beside.example/')).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect((await visit(range, 'https://beside.example/')).status).toBe(404);
  });
});
