/** Makes the `picture-text` artefact of a visit, where its screenshot says more than its DOM. */
import type { NewArtifact } from '../../../storage/vocabulary/artifacts.ts';
import type { OmissionReason } from '../../../storage/vocabulary/omissions.ts';
import type { PageModel, PictureText } from '../../../storage/vocabulary/page-model.ts';
import { needsReading, notToRead, type ReadingReason } from './needs-reading.ts';
import type { PictureReader } from './picture-reader.ts';
import { textMarks, type GreyPicture } from './text-marks.ts';

/** What is needed of the picture's artefact. */
export type Screenshot = Pick<NewArtifact, 'sourceUrl' | 'at' | 'data'>;

export interface ShownPage {
  /** null = the DOM could not be read. */
  page: PageModel | null;
  /** The viewport screenshot, its digest, and its pixels in grey. */
  screenshot: Screenshot;
  digest: string;
  grey: GreyPicture;
}

/** `omitted`: why a picture that should be read was not; null with `artifact` null = there is nothing to read. */
export interface PictureOutcome {
  artifact: NewArtifact | null;
  omitted: OmissionReason | null;
}

/** Never rejects for what the picture or the reader does. */
export async function readPicture(
  { page, screenshot, digest, grey }: ShownPage,
  reader: PictureReader,
): Promise<PictureOutcome> {
  const reason = needsReading(page, textMarks(grey));
  if (!reason) return { artifact: null, omitted: null };
  const { text, omitted } = await reader.read({ digest, png: screenshot.data, skip: notToRead(page, grey.width) });
  return { artifact: text && artifactOf(text, reason, screenshot, digest), omitted };
}

function artifactOf(
  read: PictureText,
  reason: ReadingReason,
  { sourceUrl, at }: Screenshot,
  digest: string,
): NewArtifact {
  return {
    kind: 'picture-text',
    mediaType: 'application/json',
    sourceUrl,
    at,
    method:
      `${read.engine} ${read.version} (${reason})${read.incomplete === null ? '' : `, ${read.incomplete}`}`.replace(
        '  ',
        ' ',
      ),
    peerAddress: null,
    derivedFrom: digest,
    data: Buffer.from(JSON.stringify(read)),
  };
}
