/**
 * Which hosts of earlier sweeps share an address, a name server or an analytics id with a site; marks that many share
 * tie nothing.
 */
import type { HostMarks } from '../../../storage/sweeps/known-host-repository.ts';
import type { Sentence } from '../../../storage/vocabulary/sentence.ts';
import { nameFind, type PivotFind, type PivotRule } from './pivot-finds.ts';

/** A mark on more hosts is a hoster's, a registrar's or a widely copied page's. */
const HUB = 12;
const MOST_PER_SITE = 20;

const MARKS: readonly {
  rule: PivotRule;
  of: (marks: HostMarks) => string[];
  say: (host: string, value: string) => Sentence;
}[] = [
  {
    rule: 'analytics',
    of: ({ analytics }) => analytics,
    say: (host, value) => ({
      zh: `与 ${host} 使用同一统计编号 ${value}`,
      en: `carries the same analytics id ${value} as ${host}`,
    }),
  },
  {
    rule: 'address',
    of: ({ addresses }) => addresses,
    say: (host, value) => ({
      zh: `与 ${host} 解析到同一地址 ${value}`,
      en: `resolves to the same address ${value} as ${host}`,
    }),
  },
  {
    rule: 'name-server',
    of: ({ nameServers }) => nameServers,
    say: (host, value) => ({
      zh: `与 ${host} 使用同一域名服务器 ${value}`,
      en: `uses the same name server ${value} as ${host}`,
    }),
  },
];

export class SharedMarks {
  readonly #byMark = new Map<string, Set<string>>();
  readonly #marks = new Map<string, HostMarks>();

  /** Marks of the sweep itself and of those before it; a host may come more than once. */
  add(marks: Iterable<HostMarks>): void {
    for (const each of marks) {
      if (!this.#marks.has(each.host)) this.#marks.set(each.host, each);
      for (const { rule, of } of MARKS) for (const value of of(each)) this.#hostsOf(rule, value).add(each.host);
    }
  }

  #hostsOf(rule: PivotRule, value: string): Set<string> {
    const key = `${rule} ${value}`;
    const hosts = this.#byMark.get(key) ?? new Set<string>();
    this.#byMark.set(key, hosts);
    return hosts;
  }

  /** Other hosts that share a mark with this one, strongest mark first. */
  finds(host: string): PivotFind[] {
    const own = this.#marks.get(host);
    if (!own) return [];
    const found: PivotFind[] = [];
    for (const { rule, of, say } of MARKS) {
      for (const value of of(own)) {
        const hosts = this.#hostsOf(rule, value);
        if (hosts.size > HUB) continue;
        for (const other of [...hosts].toSorted())
          if (other !== host) found.push(...nameFind(rule, other, value, say(host, value)));
      }
    }
    return found.slice(0, MOST_PER_SITE);
  }
}
