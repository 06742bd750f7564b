/**
 * Groups accused sites that show one operator's marks; every link is explained, marks of the official page and of hubs
 * tie nothing.
 */
import type { GangRole } from '../../storage/sites/gang-shapes.ts';
import { ACCUSING_VERDICTS, OPERATED_VERDICTS } from '../../storage/vocabulary/detect.ts';
import type { Sentence } from '../../storage/vocabulary/sentence.ts';
import { bareHost, nodeLinks, type ClusterNode, type NodeLink } from './cluster-links.ts';
import { isHarmless, MarkBackground, type OfficialMarks } from './mark-background.ts';
import { MARK_KINDS, type SiteMark } from './mark-kinds.ts';
import { closedSuffix } from '../names/official-hosts.ts';
import { becauseOf, mediumCauses, type SharedMark } from './pair-evidence.ts';
import { domainOf, type MarkedSite } from './site-marks.ts';

/** Why two sites of a cluster belong together. */
export interface ClusterLink {
  hosts: [string, string];
  /** Natural-log odds in all, and the marks they come from, strongest first. */
  weight: number;
  marks: SharedMark[];
  because: Sentence;
}

/** Sites of one operator, with the victims made to lead to them and what is possibly theirs. */
export interface SiteCluster {
  /** Ids of earlier gangs found again here, in the order given; empty for a new one. */
  known: string[];
  sites: { host: string; role: GangRole }[];
  links: ClusterLink[];
  /** What each member (not victims, not possible ones) carries, with its weight in this sweep. */
  marks: (SharedMark & { host: string })[];
}

/** An earlier gang: its members with the marks they carried then. */
export interface KnownGang {
  id: string;
  members: { host: string; marks: SiteMark[] }[];
}

/** What is clustered; `known` default none. */
export interface ClusterInput {
  /** All judged sites of the sweep: the harmless ones say what is common. */
  sites: readonly MarkedSite[];
  official: OfficialMarks;
  known?: readonly KnownGang[];
}

const MOST_LINKS = 200;
/** Marks below this are not kept: they would not even count as half a reason. */
const KEPT_WEIGHT = 1;
/** Kinds that say something only beside another site of the same sweep. */
const PASSING = new Set<SiteMark['kind']>(['shape', 'links-to', 'title', 'network']);

/**
 * Clusters of sites on at least two registrable domains, largest first. Accused sites are joined by single linkage,
 * heaviest link first; two groups of several domains are joined only by a link with a strong mark. Victims join one
 * group, by where they lead. Hosts that are not accused are listed as possible when a strong mark ties them; neither
 * ties groups together.
 */
export function clusterSites({ sites: given, official, known = [] }: ClusterInput): SiteCluster[] {
  const sites = given.toSorted(byHost);
  const background = unrelatedBackground(sites, official);
  const accused = nodesOf(sites.filter(isOperated), background);
  const earlier = known.flatMap(({ id, members }) =>
    members.map(({ host, marks }): ClusterNode => ({ hosts: [host], marks, shapes: [], gang: id })),
  );
  const groups = new Groups([...accused, ...earlier]);
  const nodeOf = new Map(accused.flatMap((node) => node.hosts.map((host) => [bareHost(host), node] as const)));
  for (const node of earlier) {
    const now = nodeOf.get(bareHost(node.hosts[0] ?? ''));
    const first = earlier.find(({ gang }) => gang === node.gang);
    if (now) groups.join(node, now);
    if (first) groups.join(node, first);
  }
  const links = nodeLinks([...accused, ...earlier], background).filter(({ evidence }) => evidence.linked);
  const used: NodeLink[] = [];
  for (const link of links) {
    const [a, b] = [groups.of(link.a), groups.of(link.b)];
    if (a !== b && a.domains.size > 1 && b.domains.size > 1 && !link.evidence.strong) continue;
    groups.join(link.a, link.b);
    used.push(link);
  }
  const targets = [...accused, ...earlier];
  const victims = attach(
    sites.filter(({ verdict }) => verdict === 'injected'),
    targets,
    background,
    false,
  );
  for (const { node, link } of victims) groups.join(node, link.a === node ? link.b : link.a);
  const gathered = new Set([...groups.all()].filter((group) => group.domains.size > 1).flatMap(({ nodes }) => nodes));
  const maybe = attach(
    sites.filter(
      ({ host, verdict }) => !ACCUSING_VERDICTS.has(verdict) && verdict !== 'official' && closedSuffix(host) === null,
    ),
    targets.filter((node) => gathered.has(node)),
    background,
    true,
  );
  for (const { node, link } of maybe) groups.join(node, link.a === node ? link.b : link.a);
  const roles = new Map<ClusterNode, GangRole>([
    ...victims.map(({ node }) => [node, 'victim'] as const),
    ...maybe.map(({ node }) => [node, 'possible'] as const),
  ]);
  const all = [...used, ...victims.map(({ link }) => link), ...maybe.map(({ link }) => link)];
  return clustersOf(groups, all, roles, known, background);
}

const isOperated = ({ verdict }: MarkedSite): boolean => OPERATED_VERDICTS.has(verdict);

/**
 * What is common among sites that have nothing to do with the accused ones. A harmless verdict can be a fake that was
 * not seen through: one that a strong mark and a medium one of another cause tie to an accused site is no yardstick for
 * either.
 */
function unrelatedBackground(sites: readonly MarkedSite[], official: OfficialMarks): MarkBackground {
  const background = new MarkBackground(sites, official);
  const harmless = sites.filter(
    (site) => isHarmless(site) && site.verdict !== 'official' && closedSuffix(site.host) === null,
  );
  const tied = attach(harmless, nodesOf(sites.filter(isOperated), background), background, true);
  const related = new Set(
    tied.filter(({ link }) => mediumCauses(link.evidence.marks) > 1).flatMap(({ node }) => node.hosts),
  );
  return related.size === 0
    ? background
    : new MarkBackground(
        sites.filter(({ host }) => !related.has(host)),
        official,
      );
}

/** One node per site; `www.` and the bare name carry each other's marks. */
function nodesOf(sites: readonly MarkedSite[], background: MarkBackground): ClusterNode[] {
  return [...Map.groupBy(sites, ({ host }) => bareHost(host))].map(([, hosts]) => ({
    hosts: hosts.map(({ host }) => host).toSorted((a, b) => a.length - b.length),
    marks: hosts.flatMap(({ marks }) => marks).filter((mark) => background.weight(mark) > 0),
    shapes: hosts.flatMap(({ shapes }) => shapes).map((shape) => background.ownShape(shape)),
    gang: null,
  }));
}

/** The heaviest link of each site to a target; `strongOnly`: only where one mark is enough by itself. */
function attach(
  sites: readonly MarkedSite[],
  targets: readonly ClusterNode[],
  background: MarkBackground,
  strongOnly: boolean,
): { node: ClusterNode; link: NodeLink }[] {
  const byWord = new Map<string, Set<ClusterNode>>();
  for (const target of targets)
    for (const word of wordsOf(target)) byWord.set(word, (byWord.get(word) ?? new Set()).add(target));
  return sites.flatMap((site) => {
    const node: ClusterNode = { hosts: [site.host], marks: site.marks, shapes: [], gang: null };
    // a value that very many targets share is a hub's: comparing with each of them would tell nothing
    const near = new Set(wordsOf(node).flatMap((word) => [...(byWord.get(word) ?? [])].slice(0, MOST_NEAR)));
    if (near.size === 0) return [];
    const link = nodeLinks([node, ...near], background, node).find(
      ({ evidence }) => evidence.linked && (!strongOnly || evidence.strong),
    );
    return link ? [{ node, link }] : [];
  });
}

const MOST_NEAR = 60;

/** Everything by which a site can be met: its values, and its own names as others' values may write them. */
function wordsOf({ hosts, marks }: ClusterNode): string[] {
  return [...marks.map(({ value }) => bareHost(value)), ...hosts.flatMap((host) => [bareHost(host), domainOf(host)])];
}

interface Group {
  nodes: ClusterNode[];
  domains: Set<string>;
}

/** Disjoint groups of nodes; the smaller one is poured into the larger. */
class Groups {
  readonly #of = new Map<ClusterNode, Group>();

  constructor(nodes: readonly ClusterNode[]) {
    for (const node of nodes) this.of(node);
  }

  of(node: ClusterNode): Group {
    const known = this.#of.get(node);
    if (known) return known;
    const made = { nodes: [node], domains: new Set(node.hosts.map(domainOf)) };
    this.#of.set(node, made);
    return made;
  }

  join(one: ClusterNode, other: ClusterNode): void {
    const [a, b] = [this.of(one), this.of(other)];
    if (a === b) return;
    const [large, small] = a.nodes.length < b.nodes.length ? [b, a] : [a, b];
    for (const node of small.nodes) {
      large.nodes.push(node);
      this.#of.set(node, large);
    }
    for (const domain of small.domains) large.domains.add(domain);
  }

  all(): Set<Group> {
    return new Set(this.#of.values());
  }
}

function clustersOf(
  groups: Groups,
  links: readonly NodeLink[],
  roles: ReadonlyMap<ClusterNode, GangRole>,
  known: readonly KnownGang[],
  background: MarkBackground,
): SiteCluster[] {
  const clusters: SiteCluster[] = [];
  for (const { nodes, domains } of groups.all()) {
    const current = nodes.filter(({ gang }) => gang === null);
    if (domains.size < 2 || !current.some((node) => roles.get(node) !== 'possible')) continue;
    const inside = new Set(nodes);
    const ids = new Set(nodes.flatMap(({ gang }) => gang ?? []));
    clusters.push({
      known: known.map(({ id }) => id).filter((id) => ids.has(id)),
      sites: current
        .flatMap((node) => node.hosts.map((host) => ({ host, role: roles.get(node) ?? ('member' as const) })))
        .toSorted(byHost),
      links: told(links.filter(({ a }) => inside.has(a))),
      marks: current.filter((node) => !roles.has(node)).flatMap((node) => keptMarks(node, background)),
    });
  }
  return clusters.toSorted(
    (a, b) => b.sites.length - a.sites.length || byHost(a.sites[0] ?? { host: '' }, b.sites[0] ?? { host: '' }),
  );
}

const byHost = (a: { host: string }, b: { host: string }): number => (a.host < b.host ? -1 : Number(a.host > b.host));

/** The links that hold the group together first, then the heaviest others. */
function told(links: readonly NodeLink[]): ClusterLink[] {
  const tree = new Groups([]);
  const [needed, others]: [NodeLink[], NodeLink[]] = [[], []];
  for (const link of links) {
    (tree.of(link.a) === tree.of(link.b) ? others : needed).push(link);
    tree.join(link.a, link.b);
  }
  return [...needed, ...others.slice(0, Math.max(0, MOST_LINKS - needed.length))].map(({ a, b, evidence }) => ({
    hosts: [a.hosts[0] ?? '', b.hosts[0] ?? ''],
    weight: evidence.weight,
    marks: evidence.marks,
    because: becauseOf(evidence),
  }));
}

const MOST_MARKS = 80;

function keptMarks({ hosts, marks }: ClusterNode, background: MarkBackground): (SharedMark & { host: string })[] {
  return marks
    .filter(({ kind }) => !PASSING.has(kind) && MARK_KINDS[kind].family !== 'server')
    .map((mark) => ({ ...mark, weight: Math.round(background.weight(mark) * 100) / 100, host: hosts[0] ?? '' }))
    .filter(({ weight }) => weight >= KEPT_WEIGHT)
    .toSorted((a, b) => b.weight - a.weight || (a.kind + a.value < b.kind + b.value ? -1 : 1))
    .slice(0, MOST_MARKS);
}
