/** WHOIS answers in the shapes of the registries, every name and value in them invented. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseWhois, whoisReferral } from '../../../crawler/probe/parse-whois.ts';
import { FURTHER_SHAPES } from './further-whois-shapes.ts';
import { SHAPES } from './whois-shapes.ts';

describe('a WHOIS answer in the shape of', () => {
  it.each([...SHAPES, ...FURTHER_SHAPES])('%s: %s', (file, _what, facts) => {
    const text = readFileSync(new URL(`../../data/whois/${file}.txt`, import.meta.url), 'utf8');
    const domain = `lamp.${file.replace(/-.*$/, '')}`;
    expect(parseWhois(text, domain)).toMatchObject({ outcome: 'found', facts });
    expect(parseWhois(text.replaceAll('\n', '\r\n'), domain)).toMatchObject({ outcome: 'found', facts });
  });
});

describe('an e-mail address', () => {
  it.each([
    'https://registrar.example/contact',
    'Visit www.registry.example',
    'REDACTED FOR PRIVACY',
    'please query the registrar',
    'N/A',
    'owner at lamp.example',
    'a@b',
    '@lamp.example',
    'x y@lamp.example',
  ])('is not %j', (value) => {
    expect(parseWhois(`Registrant Organization: 灯塔\nRegistrant Email: ${value}\n`, 'lamp.top')).toMatchObject({
      facts: { registrantEmail: null },
    });
  });
  it('is taken from the next line that has one', () => {
    const text =
      'Registrant Email: https://registrar.example/form\nRegistrant Email: mailto:owner@lamp.example\nCreated: 2024-03-05\n';
    expect(parseWhois(text, 'lamp.top').facts?.registrantEmail).toBe('owner@lamp.example');
  });
});

describe('a referral', () => {
  it.each([
    ['Registrar WHOIS Server: whois.registrar.example', 'whois.registrar.example'],
    ['Whois Server: WHOIS.REGISTRAR.EXAMPLE.', 'whois.registrar.example'],
    ['refer:        whois.registry.example', 'whois.registry.example'],
    ['ReferralServer: whois://whois.registry.example:43', 'whois.registry.example'],
    ['注册商 WHOIS 服务器：whois.registrar.example', 'whois.registrar.example'],
    ['ReferralServer: rwhois://rwhois.registrar.example:4321', null],
    ['Registrar WHOIS Server:', null],
    ['Registrar WHOIS Server: REDACTED FOR PRIVACY', null],
    ['Registrar WHOIS Server: see below', null],
  ])('%j leads to %s', (text, server) => expect(whoisReferral(text)).toBe(server));
});
