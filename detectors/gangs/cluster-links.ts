/** Compares sites by their marks: only pairs that share something are looked at, and hubs give no pairs. */
import { shapeBands, shapeSimilarity, type DomShape } from './dom-shape.ts';
import { MARK_KINDS, markKey, type MarkKind, type SiteMark } from './mark-kinds.ts';
import type { MarkBackground } from './mark-background.ts';
import { pairEvidence, type PairEvidence, type SharedMark } from './pair-evidence.ts';
import { domainOf } from './site-marks.ts';

/** A site as the comparison takes it: `www.` and the bare name are one. */
export interface ClusterNode {
  /** Host names, the bare one first. */
  hosts: string[];
  marks: SiteMark[];
  /** Own shapes: official and widely shared runs taken away. */
  shapes: DomShape[];
  /** The gang this is an earlier member of; null for a site of this sweep. */
  gang: string | null;
}

/** Two sites that belong together, and why. */
export interface NodeLink {
  a: ClusterNode;
  b: ClusterNode;
  evidence: PairEvidence;
}

/** `www.x` and `x` are one site. */
export const bareHost = (host: string): string => host.replace(/^www\.(?=[^.]+\.)/, '');

/** Values of these kinds name a host: it ties its carrier to that host's site. */
const NAMES_HOST: ReadonlySet<MarkKind> = new Set(['leads-to', 'qr-to', 'links-to', 'asset-host']);
/** A value on more sites gives no pairs; of kinds that only an operator has, each is compared with the first. */
const HUB = 60;
const SMALLEST_SHAPE = 20;
const ALIKE = 0.75;
const SHAPE_WEIGHT = MARK_KINDS.shape.weight;

/**
 * Every pair with evidence, linked or not; pairs of two earlier members are left out (their gang holds them). `focus`:
 * only its pairs, without page shapes, and its own carrying of a mark is not held against it.
 */
export function nodeLinks(nodes: readonly ClusterNode[], background: MarkBackground, focus?: ClusterNode): NodeLink[] {
  const siteOf = new Map(nodes.flatMap((node) => node.hosts.map((host) => [bareHost(host), node] as const)));
  const byKey = new Map<string, { mark: SiteMark; nodes: Set<ClusterNode> }>();
  const put = (mark: SiteMark, node: ClusterNode) => {
    const key = markKey(mark);
    const entry = byKey.get(key) ?? { mark, nodes: new Set() };
    entry.nodes.add(node);
    byKey.set(key, entry);
  };
  for (const node of nodes) for (const mark of node.marks) put(named(mark), node);
  for (const node of nodes) {
    const [host = ''] = node.hosts;
    for (const kind of NAMES_HOST)
      if (byKey.has(`${kind}\n${bareHost(host)}`)) put({ kind, value: bareHost(host) }, node);
    if (byKey.has(`certificate-name\n${domainOf(host)}`))
      put({ kind: 'certificate-name', value: domainOf(host) }, node);
  }
  const pairs = new PairTable(focus);
  for (const { mark, nodes: carriers } of byKey.values())
    addPairs(pairs, mark, [...carriers], siteOf.get(mark.value) ?? null, background, focus?.hosts[0]);
  if (focus === undefined) addShapePairs(pairs, nodes);
  return pairs.links();
}

const named = (mark: SiteMark): SiteMark =>
  NAMES_HOST.has(mark.kind) ? { ...mark, value: bareHost(mark.value) } : mark;

function addPairs(
  pairs: PairTable,
  mark: SiteMark,
  carriers: readonly ClusterNode[],
  target: ClusterNode | null,
  background: MarkBackground,
  except?: string,
): void {
  if (carriers.length < 2) return;
  const weight = background.weight(mark, except);
  if (NAMES_HOST.has(mark.kind) && target !== null) {
    for (const node of carriers) if (node !== target) pairs.add(node, target, { ...mark, weight });
    return;
  }
  const shared = thirdHost(mark, weight);
  if (shared === null) return;
  const operators = !MARK_KINDS[shared.kind].common;
  if (carriers.length > HUB && !operators) return;
  for (const [index, a] of carriers.entries()) {
    for (const b of carriers.slice(index + 1)) pairs.add(a, b, shared);
    if (carriers.length > HUB) return;
  }
}

/**
 * Two sites that lead to the same host, which is no judged site: less than if it were one of the two. Two that link
 * there: nothing.
 */
function thirdHost(mark: SiteMark, weight: number): SharedMark | null {
  if (mark.kind === 'links-to') return null;
  if (mark.kind === 'leads-to' || mark.kind === 'qr-to')
    return { kind: 'third-host', value: mark.value, weight: Math.min(weight, MARK_KINDS['third-host'].weight) };
  return { ...mark, weight };
}

function addShapePairs(pairs: PairTable, nodes: readonly ClusterNode[]): void {
  const bands = new Map<string, { node: ClusterNode; shape: DomShape }[]>();
  for (const node of nodes) {
    for (const shape of node.shapes) {
      if (shape.size < SMALLEST_SHAPE) continue;
      for (const band of shapeBands(shape)) {
        const group = bands.get(band);
        if (group) group.push({ node, shape });
        else bands.set(band, [{ node, shape }]);
      }
    }
  }
  const compared = new Map<DomShape, Set<DomShape>>();
  const best = new Map<string, { a: ClusterNode; b: ClusterNode; alike: number }>();
  for (const group of bands.values()) {
    if (group.length > HUB) continue;
    for (const [index, one] of group.entries()) {
      for (const other of group.slice(index + 1)) {
        const known = compared.get(one.shape) ?? new Set();
        if (one.node === other.node || known.has(other.shape)) continue;
        compared.set(one.shape, known.add(other.shape));
        const key = pairKey(one.node, other.node);
        const alike = shapeSimilarity(one.shape, other.shape);
        if (alike >= ALIKE && alike > (best.get(key)?.alike ?? 0)) best.set(key, { a: one.node, b: other.node, alike });
      }
    }
  }
  for (const { a, b, alike } of best.values())
    pairs.add(a, b, { kind: 'shape', value: `${Math.round(alike * 100)}%`, weight: SHAPE_WEIGHT * alike });
}

const pairKey = (a: ClusterNode, b: ClusterNode): string =>
  [`${a.gang ?? ''} ${a.hosts[0] ?? ''}`, `${b.gang ?? ''} ${b.hosts[0] ?? ''}`].toSorted().join('\n');

class PairTable {
  readonly #focus: ClusterNode | undefined;
  readonly #pairs = new Map<string, { a: ClusterNode; b: ClusterNode; shared: Map<string, SharedMark> }>();

  /** `focus`: pairs without it are not kept. */
  constructor(focus?: ClusterNode) {
    this.#focus = focus;
  }

  add(a: ClusterNode, b: ClusterNode, mark: SharedMark): void {
    if ((a.gang !== null && b.gang !== null) || (this.#focus !== undefined && a !== this.#focus && b !== this.#focus))
      return;
    const key = pairKey(a, b);
    const pair = this.#pairs.get(key) ?? { a, b, shared: new Map<string, SharedMark>() };
    pair.shared.set(markKey(mark), mark);
    this.#pairs.set(key, pair);
  }

  /** Heaviest first; equal ones in the order of their names. */
  links(): NodeLink[] {
    return [...this.#pairs.entries()]
      .map(([key, { a, b, shared }]) => ({ key, a, b, evidence: pairEvidence([...shared.values()]) }))
      .filter(({ evidence }) => evidence.marks.length > 0)
      .toSorted((x, y) => y.evidence.weight - x.evidence.weight || (x.key < y.key ? -1 : 1))
      .map(({ a, b, evidence }) => ({ a, b, evidence }));
  }
}
