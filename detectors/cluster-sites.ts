/** Groups accused sites that share an operator's marks; every link between two sites is explained, hubs are ignored. */
import type { Assessment, Sentence } from '../storage/vocabulary.ts';

/** What of one site can tie it to another. */
export interface ClusterMember {
  host: string;
  assessment: Pick<Assessment, 'clues'>;
  /** Other hosts its visits passed through or framed. */
  hosts: readonly string[];
  addresses: readonly string[];
  certificateFingerprint: string | null;
}

export interface ClusterLink {
  hosts: [string, string];
  because: Sentence;
}

export interface SiteCluster {
  /** Smallest host name of the cluster: stable while that member stays known. */
  id: string;
  hosts: string[];
  links: ClusterLink[];
}

/** Clue kinds that name an operator; copied official numbers (icp, police, siteCode, conac) name the victim instead. */
const OPERATOR_CLUES = ['analytics', 'wechat', 'qq', 'phone', 'email', 'payment', 'apk'] as const;

const MARKS: Record<string, (value: string) => Sentence> = {
  analytics: (value) => ({ zh: `使用同一统计编号 ${value}`, en: `same analytics id ${value}` }),
  address: (value) => ({ zh: `解析到同一地址 ${value}`, en: `same address ${value}` }),
  certificate: (value) => ({ zh: `使用同一证书 ${value.slice(0, 23)}…`, en: `same certificate ${value.slice(0, 23)}…` }),
  host: (value) => ({ zh: `指向同一主机 ${value}`, en: `both lead to ${value}` }),
};

export interface ClusterOptions {
  /** Marks shared by more sites than this are hubs (CDN, shared hosting) and tie nothing together. Default 12. */
  hubSize?: number;
  /** Values that belong to the protected platforms or to public services, never to an operator. */
  ignored?: ReadonlySet<string>;
}

/** @returns clusters of two or more sites, largest first. A single shared address is no link by itself: it takes a second mark. */
export function clusterSites(members: readonly ClusterMember[], { hubSize = 12, ignored = new Set<string>() }: ClusterOptions = {}): SiteCluster[] {
  const known = new Set(members.map((member) => member.host));
  const byMark = new Map<string, Set<string>>();
  const note = (kind: string, value: string, host: string) => {
    if (ignored.has(value)) return;
    const key = `${kind}\n${value}`;
    byMark.set(key, (byMark.get(key) ?? new Set()).add(host));
  };
  for (const member of members) {
    for (const kind of OPERATOR_CLUES) for (const clue of member.assessment.clues[kind] ?? []) note(kind, clue.value, member.host);
    for (const address of member.addresses) note('address', address, member.host);
    if (member.certificateFingerprint) note('certificate', member.certificateFingerprint, member.host);
    for (const other of member.hosts) {
      if (other === member.host) continue;
      note('host', other, member.host);
      if (known.has(other)) note('host', other, other);
    }
  }
  return components(members, linksFrom(byMark, hubSize));
}

function linksFrom(byMark: ReadonlyMap<string, ReadonlySet<string>>, hubSize: number): ClusterLink[] {
  const pairs = new Map<string, { hosts: [string, string]; kinds: string[]; zh: string[]; en: string[] }>();
  for (const [key, hosts] of byMark) {
    if (hosts.size < 2 || hosts.size > hubSize) continue;
    const [kind = '', value = ''] = key.split('\n');
    const sentence = MARKS[kind]?.(value) ?? { zh: `使用同一联系方式 ${kind}:${value}`, en: `same contact ${kind}: ${value}` };
    const [first = '', ...others] = [...hosts].sort();
    for (const other of others) {
      const pair = pairs.get(`${first}\n${other}`) ?? { hosts: [first, other] as [string, string], kinds: [], zh: [], en: [] };
      pair.kinds.push(kind);
      pair.zh.push(sentence.zh);
      pair.en.push(sentence.en);
      pairs.set(`${first}\n${other}`, pair);
    }
  }
  return [...pairs.values()]
    .filter(({ kinds }) => kinds.some((kind) => kind !== 'address'))
    .map(({ hosts, zh, en }) => ({ hosts, because: { zh: zh.join(';'), en: en.join('; ') } }));
}

function components(members: readonly ClusterMember[], links: readonly ClusterLink[]): SiteCluster[] {
  const parent = new Map(members.map((member) => [member.host, member.host]));
  const root = (host: string): string => {
    let at = host;
    for (let up = parent.get(at); up !== undefined && up !== at; up = parent.get(at)) at = up;
    return at;
  };
  for (const { hosts } of links) {
    const [a, b] = [root(hosts[0]), root(hosts[1])];
    if (a !== b) parent.set(a > b ? a : b, a > b ? b : a);
  }
  const groups = Map.groupBy(parent.keys(), root);
  return [...groups]
    .filter(([, hosts]) => hosts.length > 1)
    .map(([id, hosts]) => ({ id, hosts: hosts.sort(), links: links.filter((link) => root(link.hosts[0]) === id) }))
    .sort((a, b) => b.hosts.length - a.hosts.length || a.id.localeCompare(b.id));
}
