/**
 * Asks another resolver about a name that matters: a censor, a filter or an injector shows where two of them disagree.
 */
import type { DnsRecord, ResolverDisagreement, ResolveOutcome } from '../../storage/vocabulary/resolve.ts';
import { createDnsClient, joinAddresses } from '../egress/dns/dns-client.ts';
import type { DnsClient } from '../egress/dns/dns-client.ts';
import type { ResolverLimits } from '../egress/dns/query-budget.ts';
import { readResolverAddress } from '../egress/dns/resolver-address.ts';

export interface FirstOpinion {
  outcome: ResolveOutcome;
  addresses: readonly string[];
  records: readonly DnsRecord[];
  resolver: string | null;
}

export interface SecondOpinion {
  /** Null when there is no other resolver, or it gave no answer: silence contradicts nobody. Empty = it agrees. */
  ask(name: string, first: FirstOpinion): Promise<ResolverDisagreement[] | null>;
  close(): void;
}

/**
 * The first of `resolvers` that did not give the first answer is asked. They disagree when one says absent and the
 * other live, or when their addresses have nothing in common and no shared alias explains it (a content network answers
 * differently by place, under one alias). `dns` shares no memory with the asker's: an invented denial must not answer
 * twice.
 */
export function createSecondOpinion(resolvers: readonly string[], limits: ResolverLimits | undefined): SecondOpinion {
  const clients = new Map<string, DnsClient>();
  const clientOf = (server: string): DnsClient => {
    const client = clients.get(server) ?? createDnsClient({ resolvers: [server], limits, tries: 1 });
    clients.set(server, client);
    return client;
  };
  const labels = resolvers.map((resolver) => readResolverAddress(resolver).label);
  return {
    ask: async (name, first) => {
      const server = labels.find((label) => label !== first.resolver);
      if (server === undefined || first.outcome === 'unknown') return null;
      const client = clientOf(server);
      const v4 = await client.query(name, 'A');
      const hasOnlyV6 = first.outcome === 'live' && first.addresses.every((address) => address.includes(':'));
      const second = joinAddresses(
        v4,
        hasOnlyV6 || v4.reason === 'NODATA'
          ? await client.query(name, 'AAAA')
          : { records: [], reason: v4.reason ?? 'NODATA', resolver: null },
      );
      const injected = client.secondAnswers(name);
      if (second.outcome === 'unknown') return injected.length > 0 ? injected : null;
      return agree(first, second)
        ? injected
        : [{ resolver: server, outcome: second.outcome, addresses: second.addresses }, ...injected];
    },
    close: () => {
      for (const client of clients.values()) client.close();
    },
  };
}

function agree(first: FirstOpinion, second: FirstOpinion): boolean {
  if (first.outcome !== second.outcome) return false;
  if (first.outcome !== 'live' || second.addresses.some((address) => first.addresses.includes(address))) return true;
  const aliases = new Set(first.records.filter(({ type }) => type === 'CNAME').map(({ value }) => value));
  return second.records.some(({ type, value }) => type === 'CNAME' && aliases.has(value));
}

/** The same names in every sweep: `share` of all names, evenly, by their spelling (FNV-1a). */
export function isSampled(name: string, share: number): boolean {
  let hash = 0x811c9dc5;
  for (let index = 0; index < name.length; index++) hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
  // The last bytes alone would follow the last letters.
  hash ^= hash >>> 15;
  return (Math.imul(hash, 0x2c1b3c6d) >>> 0) / 2 ** 32 < share;
}
