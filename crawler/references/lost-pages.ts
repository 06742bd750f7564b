/** Official pages of which no stored version is whole any more: they have to be captured again. */
import type { Store } from '../../storage/open-store.ts';
import type { Platform } from '../../storage/vocabulary/platform.ts';
import type { OnDamage } from '../../storage/evidence/damaged-evidence.ts';
import { readNewestIntact } from './newest-intact.ts';

/**
 * URLs by platform id. Every blob of the newest versions is read; where one is damaged, those of the older ones too.
 */
export async function lostPages(
  store: Store,
  platforms: readonly Platform[],
  onDamage: OnDamage,
): Promise<Map<string, Set<string>>> {
  const ids = platforms.map(({ id }) => id);
  const { lost } = await readNewestIntact(store, ids, onDamage, async ({ artifacts }) => {
    for (const { digest } of artifacts) await store.evidence.read(digest);
  });
  return new Map(
    Array.from(
      Map.groupBy(lost, ({ platform }) => platform),
      ([platform, references]) => [platform, new Set(references.map(({ url }) => url))],
    ),
  );
}
