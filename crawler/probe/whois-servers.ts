/**
 * Which WHOIS server answers for an ending. Facts from the IANA root zone database; the rest is asked of IANA itself.
 */

/** Answers `whois:` for any top-level domain. */
export const IANA_WHOIS = 'whois.iana.org';

/** The endings that Chinese fakes really use (domain brief 2.2), so that most lookups need no detour. */
const SERVERS: Record<string, string> = {
  cn: 'whois.cnnic.cn',
  'xn--fiqs8s': 'cwhois.cnnic.cn',
  com: 'whois.verisign-grs.com',
  net: 'whois.verisign-grs.com',
  cc: 'ccwhois.verisign-grs.com',
  org: 'whois.publicinterestregistry.org',
  info: 'whois.nic.info',
  top: 'whois.nic.top',
  xyz: 'whois.nic.xyz',
  vip: 'whois.nic.vip',
  club: 'whois.nic.club',
  site: 'whois.nic.site',
  online: 'whois.nic.online',
  icu: 'whois.nic.icu',
  shop: 'whois.nic.shop',
  pro: 'whois.nic.pro',
  ltd: 'whois.nic.ltd',
  work: 'whois.nic.work',
  fun: 'whois.nic.fun',
  live: 'whois.nic.live',
  hk: 'whois.hkirc.hk',
  tw: 'whois.twnic.net.tw',
};

/** Null when the table does not know the ending. */
export function whoisServerOf(domain: string): string | null {
  return SERVERS[domain.slice(domain.lastIndexOf('.') + 1)] ?? null;
}

/** The line to send. Verisign's servers also find name servers and registrars unless told to look for the domain. */
export function whoisQueryLine(server: string, domain: string): string {
  return server.endsWith('verisign-grs.com') ? `domain ${domain}` : domain;
}
