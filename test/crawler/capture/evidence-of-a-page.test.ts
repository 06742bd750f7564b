/** Certificates, QR codes, late pages and references: what a visit proves beyond its picture. */
import 'reflect-metadata';
import { X509CertificateGenerator, SubjectAlternativeNameExtension } from '@peculiar/x509';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { takeReference } from '../../../crawler/capture/with-reference-browser.ts';
import type { TlsRecord } from '../../../storage/vocabulary/probe.ts';
import { openRig, SETTINGS, type CaptureRig } from './capture-rig.ts';
import { html } from './loopback-world.ts';

let rig: CaptureRig;
beforeAll(async () => {
  rig = await openRig(await selfSigned('secure.example'));
});
afterAll(() => rig.close());

async function selfSigned(name: string): Promise<{ key: string; cert: string }> {
  const keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    notBefore: new Date(Date.now() - 864e5),
    notAfter: new Date(Date.now() + 864e5),
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
    keys,
    extensions: [new SubjectAlternativeNameExtension([{ type: 'dns', value: name }])],
  });
  const key = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  return { key: `-----BEGIN PRIVATE KEY-----\n${key}\n-----END PRIVATE KEY-----\n`, cert: certificate.toString('pem') };
}

it('captures a page behind a bad certificate and says what is wrong with it', async () => {
  rig.world.sites.set('secure.example', html('<h1>加密页面</h1>'));
  const [visit] = await rig.visit({ url: 'https://secure.example/' });
  expect(visit).toMatchObject({ outcome: 'captured', status: 200, peerAddress: '198.51.100.7' });
  expect(visit!.hazards.map((hazard) => hazard.kind)).toEqual(['certificate-error']);
  const tls = JSON.parse((await rig.read(visit!, 'tls')).toString()) as TlsRecord;
  expect(tls).toMatchObject({
    valid: false,
    error: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    subject: 'CN=secure.example',
    subjectAltNames: ['secure.example'],
  });
  expect(tls.chain[0]).toContain('BEGIN CERTIFICATE');
});

it('reads the QR codes in the picture', async () => {
  prepareZXingModule({
    overrides: {
      wasmBinary: readFileSync(fileURLToPath(import.meta.resolve('zxing-wasm/writer/zxing_writer.wasm'))).buffer,
    },
  });
  const { svg } = await writeBarcode('http://qr-target.example/证书?id=1', { format: 'QRCode', scale: 6 });
  rig.world.sites.set(
    'qr.example',
    html(
      `<h1>扫码查询</h1><div style="width:260px;background:#fff;padding:20px">${svg.replace(/<\?xml[^>]*>|<!DOCTYPE[^>]*>/g, '')}</div>`,
    ),
  );
  const [visit] = await rig.visit({ url: 'http://qr.example/' });
  expect((await rig.pageOf(visit!)).qrCodes).toEqual(['http://qr-target.example/证书?id=1']);
});

it('captures a reference outside the job queue, and tells why one cannot be had', async () => {
  rig.world.sites.set('official.example', html('<h1>官方查询平台</h1>'));
  const options = { persona: 'mobile' as const, egress: rig.egress, exit: rig.world.exit.name, settings: SETTINGS };
  const { visit, artifacts } = await takeReference({ ...options, url: 'http://official.example/' });
  expect(visit).toMatchObject({ outcome: 'captured', persona: 'mobile', host: 'official.example' });
  expect(artifacts.map((artifact) => artifact.kind)).toEqual(
    expect.arrayContaining(['html', 'screenshot', 'raster', 'page-model']),
  );
  expect((await takeReference({ ...options, url: 'http://gone.absent.test/' })).visit).toMatchObject({
    outcome: 'unreachable',
    reason: 'NXDOMAIN',
  });
});
