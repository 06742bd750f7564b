import { describe, expect, it } from 'vitest';
import { permutations } from '../../../../crawler/candidates/forged-names/permutations.ts';
import { collect, startSourceWorld } from '../source-world.ts';

describe('the source of permutations', () => {
  it('yields up to its limit, drops official names with a count, and goes on from its cursor', async () => {
    const world = await startSourceWorld((_request, response) => response.end());
    try {
      const limits = { ...world.context().limits, permutationsPerPlatform: 2500 };
      const context = world.context({ limits, allowList: ['cx-lantern-gov.cn'] });
      const whole = await collect(permutations, context);
      expect(whole.found).toHaveLength(2499);
      expect(whole.outcomes).toMatchObject([
        {
          source: 'permutations',
          scope: 'lantern',
          status: 'done',
          found: 2499,
          dropped: [{ reason: 'official', count: 1 }],
        },
      ]);
      expect(whole.found[0]?.sighting.detail).toMatchObject({ platform: 'lantern' });
      const killed = await collect(permutations, context, 1500);
      const cursor = killed.progress.at(-1)?.cursor ?? null;
      const rest = await collect(permutations, { ...context, resume: () => ({ status: 'running', cursor }) });
      const hosts = new Set([...killed.found, ...rest.found].map((found) => found.host));
      expect([...hosts].sort()).toEqual(whole.found.map((found) => found.host).sort());
      expect(rest.found.length).toBeLessThan(1600);
      expect(rest.outcomes[0]?.found).toBe(2499);
      expect((await collect(permutations, { ...context, resume: () => ({ status: 'done', cursor }) })).found).toEqual(
        [],
      );
    } finally {
      await world.close();
    }
  });
});
