/** Makes the one way out of a set of exits. */
import type { SecureContext } from 'node:tls';
import { MingjingError } from '../../storage/mingjing-error.ts';
import type { Exit } from './exit.ts';
import { createAddressPolicy } from './address-policy.ts';
import type { AddressPolicy } from './address-policy.ts';
import { createDnsClient } from './dns/dns-client.ts';
import type { DnsClient } from './dns/dns-client.ts';
import type { Egress, EgressSession, EgressSettings } from './egress-shapes.ts';
import { openSession } from './open-session.ts';
import { trustContext } from './secure-socket.ts';
import { startUpstreamRelay } from './upstream-relay.ts';
import type { UpstreamRelay } from './upstream-relay.ts';

export type * from './egress-shapes.ts';

const DEFAULT_MAX_BYTES = 64 * 1024 * 1024;
const DEFAULT_CONNECT_TIMEOUT_MS = 8000;

/** What the sessions of one exit share: no socket, only resolvers, policy, trust anchors and the upstream. */
interface Way {
  exit: Exit;
  policy: AddressPolicy;
  dns: DnsClient;
  trust: () => SecureContext;
  relay: Promise<UpstreamRelay> | null;
}

/** Throws MingjingError `SETTINGS_INVALID` for a `deny` block that does not parse. */
export function createEgress(settings: EgressSettings): Egress {
  const ways = new Map(settings.exits.map((exit) => [exit.name, makeWay(exit, settings.deny ?? [])]));
  const sessions = new Set<EgressSession>();
  return {
    exits: settings.exits,
    open: async (options) => {
      const way = ways.get(options.exit);
      if (way === undefined) throw unknownExit(options.exit, [...ways.keys()]);
      way.relay ??= way.exit.upstream === null ? null : startUpstreamRelay(way.exit.upstream);
      const session = await openSession({
        ...way,
        relay: await way.relay,
        allowedPorts: settings.allowedPorts ?? null,
        connectTimeoutMs: settings.connectTimeoutMs ?? DEFAULT_CONNECT_TIMEOUT_MS,
        caps: {
          maxBytes: options.maxBytes ?? settings.maxBytesPerVisit ?? DEFAULT_MAX_BYTES,
          deadlineMs: options.deadlineMs ?? null,
        },
      });
      const tracked: EgressSession = {
        ...session,
        close: async () => {
          sessions.delete(tracked);
          await session.close();
        },
      };
      sessions.add(tracked);
      return tracked;
    },
    close: async () => {
      await Promise.all([...sessions].map((session) => session.close()));
      for (const way of ways.values()) {
        way.dns.close();
        await (await way.relay)?.close();
      }
    },
  };
}

function makeWay(exit: Exit, deny: string[]): Way {
  let trust: SecureContext | undefined;
  return {
    exit,
    policy: createAddressPolicy({ deny, allowDocumentationNetworks: exit.allowDocumentationNetworks }),
    dns: createDnsClient({ resolvers: exit.resolvers, limits: exit.resolverLimits }),
    trust: () => (trust ??= trustContext(exit.certificateAuthorities)),
    relay: null,
  };
}

function unknownExit(name: string, known: string[]): MingjingError {
  return new MingjingError('EXIT_UNKNOWN', {
    zh: `出口“${name}”不存在；可用的出口：${known.join('、')}。`,
    en: `Exit "${name}" does not exist; expected one of: ${known.join(', ')}.`,
  });
}
