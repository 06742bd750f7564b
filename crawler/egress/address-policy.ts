/** Decides whether an address may be connected to. Pure; every answer, literal and redirect target goes through it. */
import { BlockList, isIP } from 'node:net';
import { MingjingError } from '../../storage/mingjing-error.ts';
import { embeddedIpv4, ipv6Bytes } from './ipv6-bytes.ts';

/** Why an address is forbidden; null = it may be reached. */
export type ForbiddenBecause =
  | 'not-an-address'
  | 'this-network'
  | 'loopback'
  | 'private'
  | 'shared-address-space'
  | 'link-local'
  | 'metadata'
  | 'protocol-assignment'
  | 'documentation'
  | 'benchmarking'
  | 'multicast'
  | 'reserved'
  | 'tunnel'
  | 'discard'
  | 'not-global-unicast'
  | 'operator';

/**
 * IANA's special-purpose registries (RFC 6890; iana-ipv4-special-registry, iana-ipv6-special-registry, as of 2026) plus
 * multicast and the metadata services of the big clouds. First match names the reason. The AS112 blocks
 * (192.31.196.0/24, 192.175.48.0/24, 2620:4f:8000::/48) are globally reachable and stay allowed.
 */
const FORBIDDEN_NETWORKS: [string, ForbiddenBecause][] = [
  ['169.254.169.254', 'metadata'],
  ['169.254.0.23', 'metadata'],
  ['100.100.100.200', 'metadata'],
  ['168.63.129.16', 'metadata'],
  ['192.0.0.192', 'metadata'],
  ['0.0.0.0/8', 'this-network'],
  ['10.0.0.0/8', 'private'],
  ['100.64.0.0/10', 'shared-address-space'],
  ['127.0.0.0/8', 'loopback'],
  ['169.254.0.0/16', 'link-local'],
  ['172.16.0.0/12', 'private'],
  ['192.0.0.0/24', 'protocol-assignment'],
  ['192.0.2.0/24', 'documentation'],
  ['192.52.193.0/24', 'tunnel'],
  ['192.88.99.0/24', 'tunnel'],
  ['192.168.0.0/16', 'private'],
  ['198.18.0.0/15', 'benchmarking'],
  ['198.51.100.0/24', 'documentation'],
  ['203.0.113.0/24', 'documentation'],
  ['224.0.0.0/4', 'multicast'],
  ['240.0.0.0/4', 'reserved'],
  ['fd00:ec2::254', 'metadata'],
  ['fd20:ce::254', 'metadata'],
  ['::/128', 'this-network'],
  ['::1/128', 'loopback'],
  ['64:ff9b:1::/48', 'private'],
  ['100::/64', 'discard'],
  ['100:0:0:1::/64', 'discard'],
  ['2001:db8::/32', 'documentation'],
  ['3fff::/20', 'documentation'],
  ['2001:2::/48', 'benchmarking'],
  ['2001::/32', 'tunnel'],
  ['2001::/23', 'protocol-assignment'],
  ['5f00::/16', 'reserved'],
  ['fc00::/7', 'private'],
  ['fe80::/10', 'link-local'],
  ['fec0::/10', 'private'],
  ['ff00::/8', 'multicast'],
];

const RULES = compile(FORBIDDEN_NETWORKS);

export interface AddressPolicy {
  /** Null when `address` (canonical spelling, no brackets) may be reached. */
  forbidden(address: string): ForbiddenBecause | null;
}

/**
 * `deny`: the operator's networks, CIDR or single address; a block that does not parse throws MingjingError
 * `SETTINGS_INVALID`. `allowDocumentationNetworks`: RFC 5737, RFC 3849 and RFC 9637 networks may be reached (the
 * range).
 */
export function createAddressPolicy(options: { deny?: string[]; allowDocumentationNetworks: boolean }): AddressPolicy {
  const operator = compile((options.deny ?? []).map((block) => [block, 'operator']));
  const decide = (address: string): ForbiddenBecause | null => {
    const family = isIP(address);
    if (family === 0) return 'not-an-address';
    const denied = firstMatch(operator, address, family);
    if (denied !== null) return denied;
    const embedded = family === 6 ? embeddedAddresses(address) : [];
    for (const inner of embedded) {
      const because = decide(inner);
      if (because !== null) return because;
    }
    const because = firstMatch(RULES, address, family);
    if (because === 'documentation' && options.allowDocumentationNetworks) return null;
    if (because !== null) return because;
    return family === 6 && embedded.length === 0 && !isGlobalUnicast(address) ? 'not-global-unicast' : null;
  };
  return { forbidden: decide };
}

/**
 * IPv4 addresses that a connection to this IPv6 address would or could end at: IPv4-mapped and -compatible (RFC 4291
 * §2.5.5), translated (RFC 2765), NAT64 (RFC 6052), 6to4 (RFC 3056) and ISATAP (RFC 5214). Teredo is refused as a
 * whole.
 */
function embeddedAddresses(address: string): string[] {
  const bytes = ipv6Bytes(address);
  if (bytes === null) return [];
  const hex = Buffer.from(bytes).toString('hex');
  if (hex === '0'.repeat(32) || hex === `${'0'.repeat(31)}1`) return [];
  const atTheEnd = ['0'.repeat(24), `${'0'.repeat(20)}ffff`, `${'0'.repeat(16)}ffff0000`, `0064ff9b${'0'.repeat(16)}`];
  if (atTheEnd.some((prefix) => hex.startsWith(prefix))) return [embeddedIpv4(bytes, 12)];
  if (hex.startsWith('2002')) return [embeddedIpv4(bytes, 2)];
  if (/^0[02]005efe$/.test(hex.slice(16, 24)) && isGlobalUnicast(address)) return [embeddedIpv4(bytes, 12)];
  return [];
}

/**
 * Only 2000::/3 has ever been given out (IANA ipv6-address-space); everything else is refused unless it embeds an
 * address.
 */
function isGlobalUnicast(address: string): boolean {
  const bytes = ipv6Bytes(address);
  return bytes !== null && (bytes[0] ?? 0) >> 5 === 1;
}

interface Rule {
  family: 4 | 6;
  list: BlockList;
  because: ForbiddenBecause;
}

function firstMatch(rules: Rule[], address: string, family: number): ForbiddenBecause | null {
  // The families are kept apart because a BlockList also compares mapped addresses; embedded ones are unpacked above.
  return (
    rules.find((rule) => rule.family === family && rule.list.check(address, family === 6 ? 'ipv6' : 'ipv4'))?.because ??
    null
  );
}

function compile(networks: [string, ForbiddenBecause][]): Rule[] {
  return networks.map(([block, because]) => {
    const [network = '', prefix] = block.trim().split('/');
    const family = isIP(network);
    const bits =
      prefix === undefined ? (family === 6 ? 128 : 32) : /^\d{1,3}$/.test(prefix) ? Number(prefix) : Number.NaN;
    if ((family !== 4 && family !== 6) || !(bits >= 0 && bits <= (family === 6 ? 128 : 32))) throw invalidBlock(block);
    const list = new BlockList();
    list.addSubnet(network, bits, family === 6 ? 'ipv6' : 'ipv4');
    return { family, list, because };
  });
}

function invalidBlock(block: string): MingjingError {
  return new MingjingError('SETTINGS_INVALID', {
    zh: `设置 egress.deny：应为 CIDR 网段（如 10.0.0.0/8），实际为“${block}”。`,
    en: `Setting egress.deny: expected a CIDR block such as 10.0.0.0/8 but found "${block}".`,
  });
}
