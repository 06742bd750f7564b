/** A web archive's copy of an official page, told by its address and by what it says of itself. */
import type { Finding } from '../../storage/vocabulary/detect.ts';
import { finding, pageEvidence, quote, sentence } from '../finding.ts';
import type { CaptureView, DetectionContext } from '../host-view.ts';
import { hostOf, officialPlatform } from '../names/official-hosts.ts';

/** A web archive's address: the time of the copy, then the whole address that was copied. */
const ARCHIVE = /\/(?:\d{8}|\d{14})[a-z_]{0,4}\/(https?:\/{1,2}[^\s]+)$/i;

/** One finding of no platform; it exonerates. None where only the address looks like an archive's. */
export function archivedCopy(capture: CaptureView, context: DetectionContext): Finding[] {
  const { page } = capture;
  if (!page) return [];
  const original = ARCHIVE.exec(page.url)?.[1]?.replace(/^(https?:)\/{1,2}/i, '$1//');
  if (original === undefined || officialPlatform(hostOf(original), context.platforms) === null) return [];
  // anybody can make such an address; an archive also says on the page what it is
  const said = /存档|归档|网页?档案|archive|wayback|快照|snapshot/i.test(
    `${page.title} ${page.text.slice(0, 2000)} ${hostOf(page.url)}`,
  );
  if (!said) return [];
  const shown = quote(original, 100);
  const text = sentence(
    `页面是对官方页面 ${shown} 的网页存档`,
    `The page is an archive's copy of the official page ${shown}`,
  );
  return [
    finding({
      signal: 'archived-copy',
      platform: null,
      value: 1,
      because: [text],
      evidence: [pageEvidence(capture, shown)],
    }),
  ];
}
