import { describe, expect, it } from 'vitest';
import { canonicalHost, canonicalUrl } from '../../../crawler/reading/canonical-target.ts';

describe('canonicalHost', () => {
  it.each([
    ['WWW.Example.COM.', 'www.example.com'],
    ['*.shop.example', 'shop.example'],
    ['特种作业.example', 'xn--vhq83aq48eoeg.example'],
    ['a。example', 'a.example'],
    ['0x7f.1', '127.0.0.1'],
    ['[2001:DB8::1]', '2001:db8::1'],
    ['2001:db8::1', '2001:db8::1'],
    ['a[.]example', 'a.example'],
    ['_dmarc.shop.example', '_dmarc.shop.example'],
  ])('reads %s as %s', (text, host) => {
    expect(canonicalHost(text)).toEqual({ ok: true, host });
  });

  it.each([
    ['', 'empty'],
    ['localhost', 'no-dot'],
    ['a b.example', 'bad-name'],
    ['a.example/path', 'bad-name'],
    ['user@a.example', 'bad-name'],
    ['a.example:8080', 'bad-name'],
    ['-a.example', 'bad-name'],
    ['a..example', 'bad-name'],
    [`${'a'.repeat(64)}.example`, 'too-long'],
    [`${'a.'.repeat(130)}example`, 'too-long'],
  ])('refuses %s as %s', (text, fault) => {
    expect(canonicalHost(text)).toEqual({ ok: false, fault });
  });
});

describe('canonicalUrl', () => {
  it.each([
    ['HTTP://Shop.Example/q?id=8F3a#/Detail?sn=1', 'http://shop.example/q?id=8F3a#/Detail?sn=1', 'shop.example'],
    ['shop.example/q', 'http://shop.example/q', 'shop.example'],
    ['shop.example:8080/q', 'http://shop.example:8080/q', 'shop.example'],
    ['https://cx.mem.gov.cn@shop.example/', 'https://shop.example/', 'shop.example'],
    ['hxxps://shop[.]example/', 'https://shop.example/', 'shop.example'],
    ['https://shop.example./a', 'https://shop.example/a', 'shop.example'],
    ['http://[2001:db8::1]:81/', 'http://[2001:db8::1]:81/', '2001:db8::1'],
  ])('reads %s', (text, url, host) => {
    expect(canonicalUrl(text)).toEqual({ ok: true, url, host });
  });

  it.each([
    ['javascript:alert(1)', 'scheme'],
    ['weixin://dl/x', 'scheme'],
    ['http://', 'not-a-url'],
    ['cx点mem点gov点cn', 'no-dot'],
    ['  ', 'empty'],
  ])('refuses %s as %s', (text, fault) => {
    expect(canonicalUrl(text)).toEqual({ ok: false, fault });
  });
});
