/** The NS and SOA records of the zone a name lives in: its own, else those of its registrable domain, asked once. */
import type { DnsRecord } from '../../storage/vocabulary/resolve.ts';
import type { DnsClient } from '../egress/dns/dns-client.ts';
import { isAnswer } from '../egress/dns/dns-answer.ts';
import { Remembered } from './remembered.ts';

export interface ZoneRecords {
  /**
   * NS first. `isAlias`: a name with a CNAME record is never the top of a zone (RFC 1034 §3.6.2), so only its domain is
   * asked.
   */
  of(name: string, domain: string | null, isAlias: boolean): Promise<DnsRecord[]>;
}

export function createZoneRecords(dns: DnsClient): ZoneRecords {
  const known = new Remembered<{ records: DnsRecord[]; complete: boolean }>();
  const ask = async (zone: string): Promise<{ records: DnsRecord[]; complete: boolean }> => {
    const answers = await Promise.all([dns.query(zone, 'NS'), dns.query(zone, 'SOA')]);
    return {
      records: answers.flatMap((answer) => answer.records.filter((record) => record.type !== 'CNAME')),
      complete: answers.every((answer) => isAnswer(answer.reason)),
    };
  };
  const remembered = async (zone: string): Promise<DnsRecord[]> =>
    (
      await known.get(
        zone,
        () => ask(zone),
        ({ complete }) => complete,
      )
    ).records;

  return {
    of: async (name, domain, isAlias) => {
      if (domain === null || domain === name) return remembered(name);
      if (!isAlias) {
        const own = await dns.query(name, 'SOA');
        if (own.records.some((record) => record.type === 'SOA')) return remembered(name);
      }
      return (await remembered(domain)).map((record) => ({ ...record, owner: record.owner ?? domain }));
    },
  };
}
