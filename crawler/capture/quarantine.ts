/** Downloads that a page starts: read as bytes into the evidence, never opened, never larger than the cap. */
import { readFile, stat } from 'node:fs/promises';
import type { CDPSession, Download, Response } from 'playwright';
import type { NewArtifact } from '../../storage/vocabulary/artifacts.ts';
import { fileType } from '../reading/file-type.ts';
import { offeredName } from './offered-name.ts';
import { within } from './page/time-limit.ts';

const MAX_DOWNLOAD = 20 * 1024 * 1024;
const MAX_KEPT = 3;

export interface DownloadWatch {
  /** Ids of downloads cancelled because they grew beyond the cap. */
  tooLarge: Set<string>;
}

/** Cancels downloads while they grow beyond the cap: what is on the wire may be far smaller than what it unpacks to. */
export function watchDownloads(session: CDPSession, onTooLarge: (bytes: number) => void): DownloadWatch {
  const watch: DownloadWatch = { tooLarge: new Set() };
  session.on('Page.downloadProgress', ({ guid, receivedBytes, totalBytes }) => {
    if (Math.max(receivedBytes, totalBytes) <= MAX_DOWNLOAD || watch.tooLarge.has(guid)) return;
    watch.tooLarge.add(guid);
    onTooLarge(Math.max(receivedBytes, totalBytes));
    session.send('Browser.cancelDownload', { guid }).catch(() => {});
  });
  return watch;
}

/**
 * The finished downloads as artefacts, with the name that `answer`, the newest of the main frame, gave its own; those
 * too large, failed or not finished within `ms` are left out (their hazard stays).
 */
export async function quarantined(
  downloads: readonly Download[],
  answer: Response | null,
  base: Pick<NewArtifact, 'at' | 'peerAddress'>,
  ms: number,
): Promise<NewArtifact[]> {
  const kept: NewArtifact[] = [];
  for (const download of downloads.slice(0, MAX_KEPT)) {
    const path = await within(ms, download.path());
    if (!path.ok) {
      download.cancel().catch(() => {});
      continue;
    }
    const { size } = await stat(path.value);
    if (size > 0 && size <= MAX_DOWNLOAD) {
      const data = await readFile(path.value);
      kept.push({
        ...base,
        kind: 'download',
        mediaType: `${fileType(data)}; name="${nameInHeader(offeredName(answer?.url() === download.url() ? answer.headers()['content-disposition'] : undefined, download.url()))}"`,
        sourceUrl: download.url(),
        method: 'quarantined, not opened',
        derivedFrom: null,
        data,
      });
    }
    download.delete().catch(() => {});
  }
  for (const download of downloads.slice(MAX_KEPT)) download.cancel().catch(() => {});
  return kept;
}

/** A file's name as a parameter of its media type: one line, no quotes, at most 120 characters. */
function nameInHeader(name: string): string {
  return name.replace(/[\p{Cc}"\\;]/gu, '_').slice(0, 120);
}
