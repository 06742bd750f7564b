/** Which version of an official page can be used: the newest whose evidence is intact. */
import type { Store } from '../../storage/open-store.ts';
import type { Reference } from '../../storage/sweeps/reference-repository.ts';
import { isDamage, tellDamage, type OnDamage } from '../../storage/evidence/damaged-evidence.ts';

/** What was read of the usable versions, and the newest version of each page that has none. */
export interface IntactReferences<T> {
  read: T[];
  lost: Reference[];
}

/** What `read` makes of every version whose evidence is intact; each damaged blob of the others is told. */
export async function readVersions<T>(
  store: Store,
  versions: readonly Reference[],
  onDamage: OnDamage,
  read: (reference: Reference) => Promise<T>,
): Promise<IntactReferences<T>> {
  const found: IntactReferences<T> = { read: [], lost: [] };
  for (const reference of versions) {
    try {
      found.read.push(await read(reference));
    } catch (error) {
      if (!isDamage(error)) throw error;
      found.lost.push(reference);
      await tellDamage(store, reference.artifacts, reference.url, onDamage);
    }
  }
  return found;
}

/** Of every page what `read` makes of its newest intact version. `platformIds` left out = of all platforms. */
export async function readNewestIntact<T>(
  store: Store,
  platformIds: readonly string[] | undefined,
  onDamage: OnDamage,
  read: (reference: Reference) => Promise<T>,
): Promise<IntactReferences<T>> {
  const newest = await readVersions(store, await store.references.latest(platformIds), onDamage, read);
  const found: IntactReferences<T> = { read: newest.read, lost: [] };
  for (const reference of newest.lost) {
    const older = await olderVersions(store, reference);
    const usable = await firstIntact(store, older, onDamage, read);
    if (usable) found.read.push(usable.value);
    else found.lost.push(reference);
  }
  return found;
}

/** The versions of the same page before this one, newest first. */
export async function olderVersions(
  store: Store,
  { platform, url, persona, version }: Reference,
): Promise<Reference[]> {
  const all = await store.references.list();
  return all
    .filter(
      (other) =>
        other.platform === platform && other.url === url && other.persona === persona && other.version < version,
    )
    .toReversed();
}

async function firstIntact<T>(
  store: Store,
  versions: readonly Reference[],
  onDamage: OnDamage,
  read: (reference: Reference) => Promise<T>,
): Promise<{ value: T } | null> {
  for (const version of versions) {
    const [value] = (
      await readVersions(store, [version], onDamage, async (reference) => ({ value: await read(reference) }))
    ).read;
    if (value) return value;
  }
  return null;
}
