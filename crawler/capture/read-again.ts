/** Reads in a stored screenshot what could not be read when it was taken. */
import type { Store } from '../../storage/open-store.ts';
import type { StoredOmission } from '../../storage/jobs/omission-repository.ts';
import type { ArtifactKind, NewArtifact } from '../../storage/vocabulary/artifacts.ts';
import type { OmissionReason } from '../../storage/vocabulary/omissions.ts';
import type { PictureReader } from '../reading/picture-text/picture-reader.ts';
import { readPicture } from '../reading/picture-text/read-picture.ts';
import { decode, greyOf, placesInPage, qrCodesOf } from './finish-visit.ts';
import type { QrReader } from '../reading/qr-codes/qr-reader.ts';

export interface Readers {
  qr: QrReader;
  /** Null = text in pictures is not read. */
  pictures: PictureReader | null;
}

/**
 * What the reading gave, ready for the visit; `omitted`: why it failed again. Never rejects for what the picture or the
 * store holds.
 */
export type Reread = { artifacts: NewArtifact[]; omitted: null } | { artifacts: null; omitted: OmissionReason };

/** @param omission of kind `picture-text` or `qr-codes`. */
export async function readAgain(
  store: Pick<Store, 'visits' | 'evidence'>,
  omission: StoredOmission,
  readers: Readers,
): Promise<Reread> {
  try {
    return await reread(store, omission, readers);
  } catch {
    // a picture that is damaged in the store cannot be read, however often it is tried
    return { artifacts: null, omitted: 'failed' };
  }
}

async function reread(
  { visits, evidence }: Pick<Store, 'visits' | 'evidence'>,
  { kind, visitId }: StoredOmission,
  { qr, pictures }: Readers,
): Promise<Reread> {
  const visit = visitId === null ? null : await visits.get(visitId);
  const artifactOf = (wanted: ArtifactKind) => visit?.artifacts.findLast((artifact) => artifact.kind === wanted);
  const [screenshot, model] = [artifactOf('screenshot'), artifactOf('page-model')];
  if (!screenshot) return { artifacts: [], omitted: null };
  const data = await evidence.read(screenshot.digest);
  const page = model ? await evidence.readAs('page-model', model.digest) : null;
  const pixels = await decode(data);
  if (!pixels) return { artifacts: [], omitted: null };
  const grey = { ...pixels, data: await greyOf(pixels) };
  const { digest } = screenshot;
  if (kind === 'picture-text') {
    if (!pictures) return { artifacts: [], omitted: null };
    const { artifact, omitted } = await readPicture(
      { page, screenshot: { ...screenshot, data }, digest, grey },
      pictures,
    );
    return omitted === null ? { artifacts: artifact ? [artifact] : [], omitted } : { artifacts: null, omitted };
  }
  const { codes, omitted } = await qr.read(digest, grey);
  if (omitted !== null) return { artifacts: null, omitted };
  if (!page || !model || codes.length === 0) return { artifacts: [], omitted };
  const { kind: _kind, digest: _digest, bytes: _bytes, ...origin } = model;
  return {
    artifacts: [
      {
        ...origin,
        kind: 'page-model',
        method: `${model.method}, QR codes read later`,
        data: Buffer.from(JSON.stringify({ ...page, ...qrCodesOf(placesInPage(codes, page, pixels.width)) })),
      },
    ],
    omitted,
  };
}
