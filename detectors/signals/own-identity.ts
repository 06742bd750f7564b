/** A page that names an owner of its own: somebody else's honest site. */
import type { Finding } from '../../storage/vocabulary/detect.ts';
import { finding, pageEvidence, quote, sentence } from '../finding.ts';
import type { CaptureView, DetectionContext } from '../host-view.ts';
import { officialNames } from '../names/official-names.ts';
import { namesOwner, ownerLines } from '../reading/page-owner.ts';
import { pageText } from '../reading/page-text.ts';
import { compactText } from '../text/normalise-text.ts';

/**
 * The page names an owner of its own (school, company, paper) in its title or owner's line: exonerating unless it wears
 * a platform's name.
 */
export function ownIdentity(capture: CaptureView, { platforms }: DetectionContext): Finding[] {
  const { page } = capture;
  if (!page) return [];
  const text = pageText(page);
  const official = platforms.flatMap((platform) => [
    platform.owner,
    ...(platform.wechat ?? []).flatMap((account) => [account.name, account.subject]),
  ]);
  const known = official.filter((name) => name !== undefined).map(compactText);
  const isOwn = (line: string) => namesOwner(line) && !known.some((name) => name !== '' && line.includes(name));
  const title = text.titleParts.find(isOwn);
  const foot = ownerLines(text).find(isOwn);
  if (!title && !foot) return [];
  const wears = platforms.some((platform) =>
    officialNames(platform).some((name) => text.titleParts.includes(name) || text.headings.has(name)),
  );
  const value = ((title ? 0.6 : 0) + (foot ? 0.5 : 0)) * (wears ? 0.25 : 1);
  const shown = quote(title ?? foot ?? '');
  const zh = `页面写明自己的主体：“${shown}”`;
  const en = `The page names an owner of its own: "${shown}"`;
  return [
    finding({
      signal: 'own-identity',
      platform: null,
      value,
      because: [sentence(zh, en)],
      evidence: [pageEvidence(capture, shown)],
    }),
  ];
}
