/** Reads the references back from the store as the detectors take them. No network. */
import type { ReferenceView } from '../../detectors/host-view.ts';
import type { OnDamage } from '../../storage/evidence/damaged-evidence.ts';
import type { Store } from '../../storage/open-store.ts';
import type { Reference } from '../../storage/sweeps/reference-repository.ts';
import type { Platform } from '../../storage/vocabulary/platform.ts';
import { digestsByKind } from '../reading/digests-by-kind.ts';
import { loadRaster } from '../reading/load-raster.ts';
import { readNewestIntact } from './newest-intact.ts';

/** The newest intact version of every reference of these platforms. A damaged version is told and left out. */
export async function loadReferences(
  store: Store,
  platforms: readonly Platform[],
  onDamage: OnDamage,
): Promise<ReferenceView[]> {
  const ids = platforms.map((platform) => platform.id);
  const { read } = await readNewestIntact(store, ids, onDamage, (reference) => referenceView(store, reference));
  return read.filter((view) => view !== null);
}

/** Null for a version without a page. @throws MingjingError EVIDENCE_DAMAGED. */
export async function referenceView(store: Store, reference: Reference): Promise<ReferenceView | null> {
  const artifacts = digestsByKind(reference.artifacts);
  const model = artifacts['page-model'];
  if (!model) return null;
  const page = await store.evidence.readAs('page-model', model);
  return { ...reference, page, raster: await loadRaster(store, artifacts.raster), artifacts };
}
