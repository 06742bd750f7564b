/** The address policy: what may never be connected to, in every spelling. */
import { describe, expect, it } from 'vitest';
import { createAddressPolicy } from '../../../crawler/egress/address-policy.ts';
import { readTargetHost } from '../../../crawler/egress/target-host.ts';
import { isForbiddenPort } from '../../../crawler/egress/port-policy.ts';
import { liveExit } from '../../../crawler/egress/live-exit.ts';
import { MingjingError } from '../../../storage/mingjing-error.ts';

const live = createAddressPolicy({ allowDocumentationNetworks: false });
const range = createAddressPolicy({ allowDocumentationNetworks: true });

describe('the address policy', () => {
  it.each([
    ['0.0.0.0', 'this-network'],
    ['10.1.2.3', 'private'],
    ['100.64.0.1', 'shared-address-space'],
    ['100.127.255.255', 'shared-address-space'],
    ['127.0.0.1', 'loopback'],
    ['127.255.255.255', 'loopback'],
    ['169.254.1.1', 'link-local'],
    ['169.254.169.254', 'metadata'],
    ['100.100.100.200', 'metadata'],
    ['168.63.129.16', 'metadata'],
    ['172.16.0.1', 'private'],
    ['172.31.255.255', 'private'],
    ['192.0.0.8', 'protocol-assignment'],
    ['192.0.2.1', 'documentation'],
    ['198.51.100.9', 'documentation'],
    ['203.0.113.255', 'documentation'],
    ['192.88.99.1', 'tunnel'],
    ['192.168.255.1', 'private'],
    ['198.18.0.1', 'benchmarking'],
    ['198.19.255.255', 'benchmarking'],
    ['224.0.0.1', 'multicast'],
    ['239.255.255.255', 'multicast'],
    ['240.0.0.1', 'reserved'],
    ['255.255.255.255', 'reserved'],
    ['::', 'this-network'],
    ['::1', 'loopback'],
    ['fe80::1', 'link-local'],
    ['fec0::1', 'private'],
    ['fc00::1', 'private'],
    ['fd00:ec2::254', 'metadata'],
    ['ff02::1', 'multicast'],
    ['2001:db8::1', 'documentation'],
    ['3fff:fff::1', 'documentation'],
    ['2001::1', 'tunnel'],
    ['2001:10::1', 'protocol-assignment'],
    ['100::1', 'discard'],
    ['5f00::1', 'reserved'],
    ['4000::1', 'not-global-unicast'],
    ['64:ff9b:1::a00:1', 'private'],
    ['::ffff:127.0.0.1', 'loopback'],
    ['::ffff:7f00:1', 'loopback'],
    ['::127.0.0.1', 'loopback'],
    ['::ffff:0:10.0.0.1', 'private'],
    ['64:ff9b::7f00:1', 'loopback'],
    ['64:ff9b::169.254.169.254', 'metadata'],
    ['2002:7f00:1::', 'loopback'],
    ['2002:c0a8:101::1', 'private'],
    ['2400:1::5efe:a00:1', 'private'],
    ['localhost', 'not-an-address'],
    ['', 'not-an-address'],
  ])('refuses %s as %s', (address, because) => {
    expect(live.forbidden(address)).toBe(because);
  });

  it.each([
    '1.1.1.1',
    '223.5.5.5',
    '100.63.255.255',
    '100.128.0.1',
    '172.15.0.1',
    '172.32.0.1',
    '192.31.196.1',
    '2400:3200::1',
    '2606:4700::1111',
    '::ffff:8.8.8.8',
    '64:ff9b::8.8.8.8',
    '2002:808:808::1',
  ])('lets %s through', (address) => expect(live.forbidden(address)).toBeNull());

  it('lets documentation networks through only where they are allowed, and nothing else with them', () => {
    for (const address of ['192.0.2.1', '198.51.100.1', '203.0.113.1', '2001:db8::1', '3fff::1', '::ffff:192.0.2.1'])
      expect(range.forbidden(address)).toBeNull();
    for (const address of ['127.0.0.1', '10.0.0.1', '::1', '169.254.169.254'])
      expect(range.forbidden(address)).not.toBeNull();
  });

  it('refuses the operator’s own networks, also inside a mapped address', () => {
    const policy = createAddressPolicy({
      deny: ['203.0.113.0/24', '8.8.8.8', '2400:3200::/32'],
      allowDocumentationNetworks: true,
    });
    for (const address of ['203.0.113.7', '8.8.8.8', '::ffff:8.8.8.8', '2400:3200::1'])
      expect(policy.forbidden(address)).toBe('operator');
    expect(policy.forbidden('8.8.4.4')).toBeNull();
  });

  it.each(['10.0.0.0/33', 'example.test/8', '10.0.0.0/', 'fe80::/129', ''])(
    'names the block that does not parse: %s',
    (block) => {
      const make = () => createAddressPolicy({ deny: [block], allowDocumentationNetworks: false });
      expect(make).toThrow(MingjingError);
      expect(make).toThrow(block === '' ? 'CIDR' : block);
    },
  );
});

describe('reading a host', () => {
  it.each([
    ['127.0.0.1', '127.0.0.1'],
    ['127.1', '127.0.0.1'],
    ['2130706433', '127.0.0.1'],
    ['0x7f.1', '127.0.0.1'],
    ['0x7f000001', '127.0.0.1'],
    ['0177.0.0.1', '127.0.0.1'],
    ['127.0.0.1.', '127.0.0.1'],
    ['①②⑦.0.0.1', '127.0.0.1'],
    ['127。0。0。1', '127.0.0.1'],
    ['[::1]', '::1'],
    ['::1', '::1'],
    ['[::ffff:127.0.0.1]', '::ffff:7f00:1'],
    ['localhost', '127.0.0.1'],
    ['LOCALHOST.', '127.0.0.1'],
    ['a.localhost', '127.0.0.1'],
    ['%31%32%37.0.0.1', '127.0.0.1'],
  ])('reads %s as the address %s', (host, address) => {
    expect(readTargetHost(host)).toEqual({ kind: 'address', address });
  });

  it.each([
    ['CX.Example.CN.', 'cx.example.cn'],
    ['例え.test', 'xn--r8jz45g.test'],
    ['a_b.example', 'a_b.example'],
    ['127.0.0.1.example', '127.0.0.1.example'],
  ])('reads %s as the name %s', (host, name) => {
    expect(readTargetHost(host)).toEqual({ kind: 'name', name });
  });

  it.each([
    '',
    '.',
    'a..b',
    'a/b',
    'user@127.0.0.1',
    'a:80',
    '1.2.3.4.5',
    '256.1.1.1',
    '[::1%25eth0]',
    'fe80::1%eth0',
    'a b',
    `${'a'.repeat(64)}.cn`,
    `${'a.'.repeat(200)}cn`,
  ])('finds no host in %j', (host) => expect(readTargetHost(host)).toBeNull());
});

describe('the port policy', () => {
  it('lets odd web ports through and refuses the dangerous ones', () => {
    for (const port of [80, 443, 81, 88, 888, 7001, 8080, 8443, 8888, 9443, 18_080, 65_535])
      expect(isForbiddenPort(port, null)).toBe(false);
    for (const port of [0, 22, 25, 53, 445, 3306, 3389, 5432, 6379, 11_211, 27_017, -1, 65_536, 80.5, Number.NaN])
      expect(isForbiddenPort(port, null)).toBe(true);
  });

  it('keeps to the operator’s list when there is one, and leaves WHOIS to our own connections', () => {
    expect(isForbiddenPort(443, [443])).toBe(false);
    expect(isForbiddenPort(80, [443])).toBe(true);
    expect(isForbiddenPort(43, null)).toBe(true);
    expect(isForbiddenPort(43, null, true)).toBe(false);
  });
});

describe('the live exit', () => {
  it('connects to the checked address itself and keeps documentation networks out', () => {
    const exit = liveExit();
    expect(exit).toMatchObject({ name: 'direct', upstream: null, allowDocumentationNetworks: false, resolvers: [] });
    expect(exit.map('8.8.8.8', 443)).toEqual({ host: '8.8.8.8', port: 443 });
  });

  it.each(['ftp://proxy.example', 'proxy', 'socks5://'])('refuses the upstream %s', (upstream) => {
    expect(() => liveExit({ upstream })).toThrow(MingjingError);
  });
});
