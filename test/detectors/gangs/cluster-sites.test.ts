/** Clusters: what ties sites, what never does, and how a gang is known again. */
import { describe, expect, it } from 'vitest';
import { clusterSites, type ClusterInput, type SiteCluster } from '../../../detectors/gangs/cluster-sites.ts';
import { domShape } from '../../../detectors/gangs/dom-shape.ts';
import { markKey, type SiteMark } from '../../../detectors/gangs/mark-kinds.ts';
import type { MarkedSite } from '../../../detectors/gangs/site-marks.ts';

type Marks = Partial<Record<SiteMark['kind'], string>>;
const marksOf = (marks: Marks): SiteMark[] =>
  Object.entries(marks).map(([kind, value]) => ({ kind: kind as SiteMark['kind'], value }));
const site = (host: string, marks: Marks = {}, more: Partial<MarkedSite> = {}): MarkedSite => ({
  host,
  verdict: 'impersonation',
  score: 97,
  marks: marksOf(marks),
  shapes: [],
  ...more,
});
const benign = (host: string, marks: Marks = {}, more: Partial<MarkedSite> = {}) =>
  site(host, marks, { verdict: 'benign', score: 0, ...more });
const NOTHING = { marks: new Set<string>(), shapes: [] };
const cluster = (sites: MarkedSite[], more: Partial<ClusterInput> = {}): SiteCluster[] =>
  clusterSites({ sites, official: NOTHING, ...more });
const hostsOf = (clusters: SiteCluster[]) =>
  clusters.map(({ sites }) => sites.map(({ host, role }) => (role === 'member' ? host : `${host} ${role}`)));

describe('sites are tied', () => {
  it('by one strong mark, and the link says which, how heavy, in both languages', () => {
    const [gang] = cluster([
      site('b-one.example', { analytics: 'hm:1' }),
      site('a-two.example', { analytics: 'hm:1' }),
      site('c-three.example'),
    ]);
    expect(hostsOf([gang!])).toEqual([['a-two.example', 'b-one.example']]);
    expect(gang?.links).toEqual([
      {
        hosts: ['a-two.example', 'b-one.example'],
        weight: 8,
        marks: [{ kind: 'analytics', value: 'hm:1', weight: 8 }],
        because: {
          zh: '同一统计编号 hm:1（权重 8.0）；合计 8.0',
          en: 'same analytics id hm:1 (weight 8.0); in all 8.0',
        },
      },
    ]);
  });

  it('along a chain of different strong marks', () => {
    const chain = [
      site('a-a.example', { qq: '10001' }),
      site('b-b.example', { qq: '10001', certificate: 'AB:CD' }),
      site('c-c.example', { certificate: 'AB:CD' }),
    ];
    expect(hostsOf(cluster(chain))).toEqual([['a-a.example', 'b-b.example', 'c-c.example']]);
  });

  it('by two medium marks of different causes', () => {
    const both = { address: '192.0.2.1', asset: 'kf.js (570 B)' };
    expect(hostsOf(cluster([site('a-a.example', both), site('b-b.example', both)]))).toEqual([
      ['a-a.example', 'b-b.example'],
    ]);
  });

  it('by where one leads to, whether written with www or not', () => {
    const clusters = cluster([
      site('go-there.example', { 'leads-to': 'www.fake-one.example' }),
      site('fake-one.example'),
    ]);
    expect(clusters[0]?.links[0]?.because.en).toContain('leads to or frames fake-one.example');
  });

  it('by a certificate that covers the other name', () => {
    expect(cluster([site('a-a.example', { 'certificate-name': 'b-b.example' }), site('cx.b-b.example')])).toHaveLength(
      1,
    );
  });

  it('by page structure beyond the official page only together with another mark', () => {
    const page = (count: number, name: string) =>
      Array.from({ length: count }, (_, index) => `<div class="${name}-${index}"><p>`).join('');
    const own = domShape(`<main>${page(60, 'kit')}`);
    const pair = (address: string) => [
      site('a-a.example', { address: '192.0.2.1' }, { shapes: [own] }),
      site('b-b.example', { address }, { shapes: [own] }),
    ];
    expect(cluster(pair('192.0.2.1'))[0]?.links[0]?.because.zh).toContain('页面结构相似');
    expect(cluster(pair('192.0.2.9'))).toEqual([]);
    // both are copies of the official page: that says nothing
    expect(cluster(pair('192.0.2.1'), { official: { marks: new Set(), shapes: [own] } })).toEqual([]);
  });
});

describe('sites are not tied', () => {
  it.each<[string, Marks]>([
    ['an address alone', { address: '192.0.2.1', network: '192.0.2.0/24' }],
    [
      'a hoster: address, network and name server are one cause',
      { address: '192.0.2.1', network: '192.0.2.0/24', 'name-server': 'hoster.example' },
    ],
    [
      'a kit, however much of it',
      {
        asset: 'a.js (900 B)',
        script: 'x',
        form: 'y',
        comment: 'made with kit 12',
        filing: '京ICP备99999999号',
        title: '查询平台',
      },
    ],
    [
      'many weak marks',
      { title: '查询平台', network: '192.0.2.0/24', header: 'x-kit: 1', cookie: 'kit_c', 'url-pattern': '/c/*' },
    ],
    ['a link from one to a third', { 'links-to': 'third-one.example' }],
  ])('by %s', (_title, marks) => {
    expect(cluster([site('a-a.example', marks), site('b-b.example', marks)])).toEqual([]);
  });

  it('by what the official page carries', () => {
    const official = {
      marks: new Set(marksOf({ analytics: 'hm:official', mobile: '13800000000' }).map(markKey)),
      shapes: [],
    };
    const both = { analytics: 'hm:official', mobile: '13800000000' };
    expect(cluster([site('a-a.example', both), site('b-b.example', both)], { official })).toEqual([]);
  });

  it('by a value that harmless sites of the sweep carry too', () => {
    const both = { analytics: 'hm:shared' };
    const fakes = [site('a-a.example', both), site('b-b.example', both)];
    expect(cluster([...fakes, benign('school-one.example')])).toHaveLength(1);
    expect(cluster([...fakes, benign('school-one.example', both)])).toEqual([]);
    // a benign verdict with a suspicion is no yardstick
    expect(cluster([...fakes, benign('odd-one.example', both, { score: 49 })])).toHaveLength(1);
  });

  it('but a harmless verdict on a site that two causes tie to an accused one does not wear their marks down', () => {
    const both = { analytics: 'hm:shared' };
    const fakes = [site('a-a.example', { ...both, address: '192.0.2.1' }), site('b-b.example', both)];
    const missed = benign('not-seen-through.example', { ...both, address: '192.0.2.1' });
    expect(hostsOf(cluster([...fakes, missed]))).toEqual([
      ['a-a.example', 'b-b.example', 'not-seen-through.example possible'],
    ]);
    expect(cluster([...fakes, benign('school-one.example', both)])).toEqual([]);
  });

  it('by the address of a hoster with very many of them, even beside a second mark', () => {
    const both = { address: '192.0.2.1', asset: 'kf.js (570 B)' };
    const crowd = Array.from({ length: 30 }, (_, index) => benign(`honest-${index}.example`, { address: '192.0.2.1' }));
    expect(cluster([site('a-a.example', both), site('b-b.example', both), ...crowd])).toEqual([]);
  });

  it('when they are the same site with and without www', () => {
    expect(
      cluster([site('a-a.example', { analytics: 'hm:1' }), site('www.a-a.example', { analytics: 'hm:1' })]),
    ).toEqual([]);
  });

  it('across groups by medium marks: no chain of coincidences joins two gangs', () => {
    const sites = [
      site('a-1.example', { wechat: 'gang_a' }),
      site('a-2.example', { wechat: 'gang_a', address: '192.0.2.1', asset: 'kf.js (570 B)' }),
      site('b-1.example', { wechat: 'gang_b', address: '192.0.2.1', asset: 'kf.js (570 B)' }),
      site('b-2.example', { wechat: 'gang_b' }),
    ];
    expect(hostsOf(cluster(sites))).toEqual([
      ['a-1.example', 'a-2.example'],
      ['b-1.example', 'b-2.example'],
    ]);
  });
});

describe('hosts that are not accused', () => {
  const pair = [
    site('a-a.example', { analytics: 'hm:1', 'leads-to': 'next-hop.example' }),
    site('b-b.example', { analytics: 'hm:1' }),
  ];

  it('are listed as possible when a strong mark ties them, and never as members', () => {
    const dead = site('next-hop.example', {}, { verdict: 'unreachable', score: 0 });
    expect(hostsOf(cluster([...pair, dead]))).toEqual([['a-a.example', 'b-b.example', 'next-hop.example possible']]);
  });

  it('are left out when only medium marks tie them, and when they are official', () => {
    const near = { address: '192.0.2.1', asset: 'kf.js (570 B)' };
    const [a, b] = pair;
    const undecided = site('c-c.example', near, { verdict: 'undecided', score: 40 });
    const sites = [
      { ...a!, marks: [...a!.marks, ...marksOf(near)] },
      b!,
      undecided,
      site('cx.organ.gov.cn', { analytics: 'hm:1' }, { verdict: 'undecided' }),
    ];
    expect(hostsOf(cluster(sites))).toEqual([['a-a.example', 'b-b.example']]);
  });

  it('do not tie two gangs together', () => {
    const sites = [
      site('a-1.example', { wechat: 'gang_a', 'certificate-name': 'bridge-one.example' }),
      site('a-2.example', { wechat: 'gang_a' }),
      site('b-1.example', { wechat: 'gang_b', 'certificate-name': 'bridge-one.example' }),
      site('b-2.example', { wechat: 'gang_b' }),
      site('bridge-one.example', {}, { verdict: 'parked', score: 0 }),
    ];
    // the certificate names tie the accused sites themselves; without them the parked name stands with one side at most
    const apart = sites.map((one) =>
      one.host === 'b-1.example' ? site('b-1.example', { wechat: 'gang_b', 'leads-to': 'bridge-one.example' }) : one,
    );
    expect(hostsOf(cluster(apart)).map((hosts) => hosts.filter((host) => !host.includes('bridge')).length)).toEqual([
      2, 2,
    ]);
  });

  it('are victims where an injected page leads to a member', () => {
    const victim = site('www.honest-school.example', { 'leads-to': 'a-a.example' }, { verdict: 'injected' });
    expect(hostsOf(cluster([...pair, victim]))).toEqual([
      ['a-a.example', 'b-b.example', 'www.honest-school.example victim'],
    ]);
  });
});

describe('a known gang', () => {
  const known = [
    {
      id: 'G-0001',
      members: [
        { host: 'old-one.example', marks: marksOf({ wechat: 'boss_1' }) },
        { host: 'old-two.example', marks: marksOf({ wechat: 'boss_1' }) },
      ],
    },
  ];

  it('is found again when one site on a new domain carries its strong mark', () => {
    const [gang, ...others] = cluster([site('new-one.example', { wechat: 'boss_1' })], { known });
    expect(others).toEqual([]);
    expect(gang).toMatchObject({ known: ['G-0001'], sites: [{ host: 'new-one.example', role: 'member' }] });
    expect(gang?.links[0]?.hosts.toSorted()).toEqual(['new-one.example', 'old-one.example']);
    expect(gang?.marks).toEqual([{ host: 'new-one.example', kind: 'wechat', value: 'boss_1', weight: 7.5 }]);
  });

  it('is found again by the host itself, and absent when nothing of it is there', () => {
    expect(cluster([site('old-one.example')], { known })[0]?.known).toEqual(['G-0001']);
    expect(cluster([site('new-one.example')], { known })).toEqual([]);
  });

  it('is one with another when a site carries strong marks of both', () => {
    const second = {
      id: 'G-0002',
      members: [
        { host: 'other-one.example', marks: marksOf({ qq: '10001' }) },
        { host: 'other-two.example', marks: marksOf({ qq: '10001' }) },
      ],
    };
    expect(
      cluster([site('new-one.example', { wechat: 'boss_1', qq: '10001' })], { known: [...known, second] })[0]?.known,
    ).toEqual(['G-0001', 'G-0002']);
  });
});

it('the same sites in another order give the same clusters', () => {
  const sites = Array.from({ length: 24 }, (_, index) =>
    site(`s-${index}.example`, { analytics: `hm:${index % 5}`, address: `192.0.2.${index % 3}` }),
  );
  expect(cluster(sites.toReversed())).toEqual(cluster(sites));
  expect(hostsOf(cluster(sites)).map((hosts) => hosts.length)).toEqual([5, 5, 5, 5, 4]);
});
