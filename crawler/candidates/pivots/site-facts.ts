/**
 * What one judged site shows of other hosts, read back from the store: certificate, redirects and frames, links, QR
 * codes.
 */
import { ownPage, type Officials } from '../../../detectors/reading/official-frames.ts';
import type { Store } from '../../../storage/open-store.ts';
import type { Assessment, Verdict } from '../../../storage/vocabulary/detect.ts';
import { readIntactAs, type OnDamage } from '../../../storage/evidence/damaged-evidence.ts';

export interface PivotFacts {
  host: string;
  verdict: Verdict;
  /** Names of each certificate seen, one list per certificate. */
  certificates: string[][];
  /** Hosts its visits passed through or framed, with the URL shown last where that was its. */
  passed: { host: string; url: string | null }[];
  links: { href: string; text: string }[];
  qrCodes: string[];
}

/**
 * What stands in official frames is not the site's. Damaged evidence is told and left out: what the rest shows is still
 * true.
 */
export async function siteFacts(
  store: Store,
  sweepId: number,
  { host, verdict }: Assessment,
  officials: Officials,
  onDamage: OnDamage,
): Promise<PivotFacts> {
  const visits = await store.visits.forHost(sweepId, host);
  const probe = await store.candidates.probe(sweepId, host);
  // each digest is read once: most visits of a site see the same
  const artifacts = visits.flatMap((visit) => visit.artifacts);
  const stored = await readIntactAs(store, 'tls', artifacts, host, onDamage);
  const records = [...(probe?.tls ? [probe.tls] : []), ...stored];
  const models = await readIntactAs(store, 'page-model', artifacts, host, onDamage);
  const pages = models.map((page) => ownPage(page, officials));
  const certificates = new Map(
    records.map((record) => [record.fingerprint256 ?? record.subjectAltNames.join(), record.subjectAltNames ?? []]),
  );
  const links = new Map(pages.flatMap((page) => page.links).map((link) => [link.href, link]));
  const passed = new Map<string, string | null>();
  for (const { hosts, finalUrl } of visits) {
    for (const other of hosts) if (other !== host) passed.set(other, passed.get(other) ?? urlOn(finalUrl, other));
  }
  return {
    host,
    verdict,
    certificates: [...certificates.values()],
    passed: Array.from(passed, ([other, url]) => ({ host: other, url })),
    links: [...links.values()],
    qrCodes: [...new Set(pages.flatMap((page) => page.qrCodes))],
  };
}

function urlOn(url: string | null, host: string): string | null {
  return url !== null && URL.canParse(url) && new URL(url).hostname === host ? url : null;
}
