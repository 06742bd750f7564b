/** Makes the `picture-text` artefact of a visit, where its screenshot says more than its DOM. */
import type { NewArtifact, PageModel, PictureText, Visit } from '../../storage/vocabulary.ts';
import { needsReading, notToRead, type ReadingReason } from './needs-reading.ts';
import type { PictureReader } from './picture-reader.ts';
import { textMarks, type GreyPicture } from './text-marks.ts';

export interface ShownPage {
  visit: Pick<Visit, 'host' | 'url'>;
  /** null = the DOM could not be read. */
  page: PageModel | null;
  /** The viewport screenshot, its digest, and its pixels in grey. */
  screenshot: NewArtifact;
  digest: string;
  grey: GreyPicture;
}

/** null when there is nothing to read, or nothing to read it with. */
export async function readPicture({ visit, page, screenshot, digest, grey }: ShownPage, reader: PictureReader): Promise<NewArtifact | null> {
  const reason = needsReading(page, textMarks(grey));
  if (!reason) return null;
  const read = await reader.read({ digest, png: screenshot.data, subject: `${visit.host} ${visit.url}`, skip: notToRead(page, grey.width) });
  return read && artifactOf(read, reason, screenshot, digest);
}

function artifactOf(read: PictureText, reason: ReadingReason, { sourceUrl, at }: NewArtifact, digest: string): NewArtifact {
  return {
    kind: 'picture-text',
    mediaType: 'application/json',
    sourceUrl,
    at,
    method: `${read.engine} ${read.version} (${reason})${read.incomplete === null ? '' : `, ${read.incomplete}`}`.replace('  ', ' '),
    peerAddress: null,
    derivedFrom: digest,
    data: Buffer.from(JSON.stringify(read)),
  };
}
