/** A page that presents itself as a state organ's query service. */
import type { Finding } from '../../storage/vocabulary/detect.ts';
import type { Platform } from '../../storage/vocabulary/platform.ts';
import { finding, pageEvidence, quote, sentence } from '../finding.ts';
import type { CaptureView, DetectionContext } from '../host-view.ts';
import { ministryOf } from '../names/platform-owner.ts';
import { claimedOrgan, claimsQuery } from '../reading/claimed-organ.ts';
import type { PageReading } from '../reading/page-reading.ts';
import { pageText } from '../reading/page-text.ts';
import { asksForCertificate } from '../reading/query-form.ts';
import { compactText } from '../text/normalise-text.ts';

/**
 * The page's claim to be an organ's query service. Without a query form, a record or an app on the page itself (a start
 * page with cards) the claim counts less, and nothing when the page talks (`talk`, 0..1) about the organ instead.
 */
export function organClaim(
  capture: CaptureView,
  { platforms }: DetectionContext,
  { record, app, talk }: Pick<PageReading, 'record' | 'app' | 'talk'>,
): Finding[] {
  const { page } = capture;
  if (!page || talk >= 0.5) return [];
  const text = pageText(page);
  const claim = claimedOrgan(text, platforms);
  if (!claim) return [];
  const { organ, asks, standing, fromTalker } = claim;
  const offered =
    asksForCertificate(page) || record ? 1 : app.length > 0 || claimsQuery(text.title) ? 0.85 : talk >= 0.25 ? 0 : 0.6;
  const value = standing * (fromTalker ? 0.3 : 1) * offered * (1 - talk);
  if (value < 0.1) return [];
  const zh = `页面以机关名义（“${quote(organ)}”）提供证书查询（“${quote(asks)}”），但该域名不是政府或已登记的官方域名`;
  const en = `The page offers a certificate query ("${quote(asks)}") in an organ's name ("${quote(organ)}"), yet the host is neither a government name nor listed as official`;
  return [
    finding({
      signal: 'organ-claim',
      platform: closestOwner(organ, platforms),
      value,
      because: [sentence(zh, en)],
      evidence: [pageEvidence(capture, organ)],
    }),
  ];
}

/**
 * A platform of the owner whom the organ's line names (its other platforms count as related); null when none or several
 * owners are named.
 */
function closestOwner(organ: string, platforms: readonly Platform[]): string | null {
  const compact = compactText(organ);
  const owned = platforms.filter((platform) => platform.owner && compact.includes(ministryOf(platform.owner)));
  return new Set(owned.map((platform) => ministryOf(platform.owner ?? ''))).size === 1 ? (owned[0]?.id ?? null) : null;
}
