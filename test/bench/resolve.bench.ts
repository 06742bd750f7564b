/**
 * Names resolved per second by `resolveNames`, with validation and retries on, against bare `node:dns` on the same
 * loopback name server.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Resolver } from 'node:dns/promises';
import { fileURLToPath } from 'node:url';
import { resolveNames } from '../../crawler/resolve/resolve-names.ts';
import type { Exit } from '../../crawler/egress/exit.ts';
import type { BenchResult, BenchRow } from './run.ts';

const CONCURRENCY = 64;
const TURNS = 4;
/** Of a sweep's generated names about one in a thousand exists; ten here. */
const MIXED = names(30_000, 100);
/** Every name exists: the worst case, each with its mail, text, zone and wildcard questions. */
const LIVE = names(3000, 1);

/** `share`: one name in so many is live. */
function names(count: number, share: number): string[] {
  return Array.from(
    { length: count },
    (_, index) => `${index % share === 0 ? 'l' : 'n'}-cx-mem-gov-${index.toString(36)}.example`,
  );
}

/**
 * Bare: the address question alone, as many at once as `resolveNames` has names in flight; no retry, no validation of
 * ours, no records kept.
 */
async function bare(
  resolver: Resolver,
  hosts: readonly string[],
  ask: (resolver: Resolver, host: string) => Promise<unknown>,
): Promise<number> {
  let next = 0;
  let live = 0;
  await Promise.all(
    Array.from({ length: CONCURRENCY }, async () => {
      for (let host = hosts[next++]; host !== undefined; host = hosts[next++]) {
        try {
          await ask(resolver, host);
          live += 1;
        } catch {
          // absent
        }
      }
    }),
  );
  return live;
}

async function ours(exit: Exit, hosts: readonly string[]): Promise<number> {
  let live = 0;
  // A new exit each time: nothing is remembered from the turn before.
  for await (const { outcome } of resolveNames(hosts, { exit: { ...exit }, concurrency: CONCURRENCY })) {
    if (outcome === 'unknown') throw new Error('the bench server did not answer');
    if (outcome === 'live') live += 1;
  }
  return live;
}

/** The best of a few interleaved turns each: others may be using the machine. */
async function compare(
  contenders: (() => Promise<number>)[],
  hosts: readonly string[],
  expected: number,
): Promise<number[]> {
  const best = contenders.map(() => 0);
  for (let turn = 0; turn < TURNS; turn++) {
    for (const [index, run] of contenders.entries()) {
      const started = performance.now();
      const live = await run();
      if (live !== expected) throw new Error(`${live} of ${expected} names were found`);
      best[index] = Math.max(best[index] ?? 0, (hosts.length * 1000) / (performance.now() - started));
    }
  }
  return best;
}

export async function run(): Promise<BenchResult> {
  const server = fork(fileURLToPath(new URL('bench-name-server.ts', import.meta.url)));
  try {
    const [port] = (await once(server, 'message')) as [number];
    const address = `127.0.0.1:${String(port)}`;
    const exit: Exit = {
      name: 'bench',
      country: null,
      resolvers: [address],
      allowDocumentationNetworks: true,
      upstream: null,
      map: () => null,
    };
    const resolver = new Resolver();
    resolver.setServers([address]);
    const a = (each: Resolver, host: string): Promise<unknown> => each.resolve4(host);
    const both = (each: Resolver, host: string): Promise<unknown> =>
      Promise.any([each.resolve4(host), each.resolve6(host)]);
    const mixed = await compare(
      [() => bare(resolver, MIXED, a), () => bare(resolver, MIXED, both), () => ours(exit, MIXED)],
      MIXED,
      MIXED.length / 100,
    );
    const six = (each: Resolver, host: string): Promise<unknown> =>
      Promise.any(['A', 'AAAA', 'MX', 'TXT', 'NS', 'SOA'].map((type) => each.resolve(host, type)));
    const live = await compare([() => bare(resolver, LIVE, six), () => ours(exit, LIVE)], LIVE, LIVE.length);
    const rows = (labels: string[], rates: number[]): BenchRow[] =>
      rates.map((rate, index) => ({
        label: labels[index] ?? '',
        value: rate,
        unit: 'names/s',
        ratio: rate / (rates[0] ?? rate),
      }));
    return {
      name: 'resolve',
      rows: [
        ...rows(
          ['1 % live: bare node:dns, A only', '1 % live: bare node:dns, A and AAAA', '1 % live: resolveNames'],
          mixed,
        ),
        ...rows(['all live: bare node:dns, six types', 'all live: resolveNames (six types, wildcard probes)'], live),
      ],
    };
  } finally {
    server.disconnect();
  }
}
