import { describe, expect, it } from 'vitest';
import { clusterSites, type ClusterMember } from '../../detectors/cluster-sites.ts';

const member = (host: string, parts: Partial<ClusterMember> = {}, clues: Record<string, string> = {}): ClusterMember => ({
  host,
  assessment: { clues: Object.fromEntries(Object.entries(clues).map(([kind, value]) => [kind, [{ value, seenIn: 'text' }]])) },
  hosts: [],
  addresses: [],
  certificateFingerprint: null,
  ...parts,
});

describe('site clusters', () => {
  it('tie sites with the same analytics id together and say so', () => {
    const [cluster] = clusterSites([member('b.example', {}, { analytics: 'hm:1' }), member('a.example', {}, { analytics: 'hm:1' }), member('c.example')]);
    expect(cluster).toMatchObject({ id: 'a.example', hosts: ['a.example', 'b.example'] });
    expect(cluster?.links[0]?.because.zh).toContain('hm:1');
  });

  it('follow a chain of different marks', () => {
    const [cluster] = clusterSites([
      member('a.example', {}, { qq: '10001' }),
      member('b.example', { certificateFingerprint: 'AB:CD' }, { qq: '10001' }),
      member('c.example', { certificateFingerprint: 'AB:CD' }),
    ]);
    expect(cluster?.hosts).toEqual(['a.example', 'b.example', 'c.example']);
  });

  it('do not tie sites that merely share an address', () => {
    expect(clusterSites([member('a.example', { addresses: ['192.0.2.1'] }), member('b.example', { addresses: ['192.0.2.1'] })])).toEqual([]);
  });

  it('ignore hubs and values that belong to the victim', () => {
    const many = Array.from({ length: 20 }, (_, index) => member(`s${index}.example`, {}, { analytics: 'hm:hub' }));
    expect(clusterSites(many)).toEqual([]);
    expect(clusterSites(many.slice(0, 3), { ignored: new Set(['hm:hub']) })).toEqual([]);
    expect(clusterSites([member('a.example', {}, { icp: '京ICP备1号' }), member('b.example', {}, { icp: '京ICP备1号' })])).toEqual([]);
  });

  it('tie a redirector to where it leads', () => {
    expect(clusterSites([member('go.example', { hosts: ['go.example', 'fake.example'] }), member('fake.example')])[0]?.hosts).toEqual(['fake.example', 'go.example']);
  });
});
