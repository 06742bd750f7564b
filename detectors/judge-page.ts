/**
 * Runs every detector on one capture and finds the platform it imitates most; a detector that fails costs only its own
 * finding.
 */
import { holderDomain } from '../storage/sites/host-domain.ts';
import type { Finding } from '../storage/vocabulary/detect.ts';
import type { Platform } from '../storage/vocabulary/platform.ts';
import type { Sentence } from '../storage/vocabulary/sentence.ts';
import type { DetectionContext, HostView } from './host-view.ts';
import { appOffer } from './signals/app-offer.ts';
import { pageBehaviour } from './signals/behaviour.ts';
import { captureQuality } from './signals/capture-quality.ts';
import { certificateSale, saleEvidence } from './signals/certificate-sale.ts';
import type { SaleEvidence } from './signals/certificate-sale.ts';
import { copiedAssets } from './signals/copied-assets.ts';
import { copiedIdentifiers, officialIds } from './signals/copied-identifiers.ts';
import { domainSimilarity, isContentNetworkName } from './signals/domain-similarity.ts';
import { emblem } from './signals/emblem.ts';
import { finding, quote, sentence } from './finding.ts';
import { formFingerprint } from './signals/form-fingerprint.ts';
import { compactText } from './reading/normalise-text.ts';
import { noFiling } from './signals/no-filing.ts';
import { normaliseHost } from './names/official-hosts.ts';
import { ministryOf, organClaim, ownIdentity, ownLife } from './signals/organ-claim.ts';
import { pageText } from './reading/page-text.ts';
import { resultPage, showsRecord } from './signals/result-page.ts';
import { combine, scaledFinding } from './verdict/score.ts';
import type { Score } from './verdict/score.ts';
import { screenshotComparison } from './signals/screenshot-comparison.ts';
import type { SeenCapture } from './reading/seen.ts';
import { soleOfficial } from './signals/sole-official.ts';
import { talkingAbout, talkShare } from './signals/talking-about.ts';
import { words } from './signals/words.ts';

/** One capture judged against the platform it resembles most. */
export interface PageJudgement {
  item: SeenCapture;
  platform: string | null;
  /** Findings that speak about this platform or about none; recombining them gives `score`. */
  findings: Finding[];
  score: Score;
  sale: SaleEvidence;
}

/** Failures of detectors, as sentences for the assessment. */
export type Notes = Sentence[];

/** Judges one capture that shows content. `hostFindings` are those of the whole host (behaviour, infrastructure). */
export function judgePage(
  item: SeenCapture,
  hostView: HostView,
  context: DetectionContext,
  hostFindings: readonly Finding[],
  notes: Notes,
): PageJudgement {
  const { capture } = item;
  const { page } = capture;
  const talk = page ? guarded('talking-about', notes, 0, () => talkShare(page, context)) : 0;
  const record = page ? guarded('result-page', notes, false, () => showsRecord(page)) : false;
  const sale = guarded<SaleEvidence>('certificate-sale', notes, NO_SALE, () => saleEvidence(capture));
  const run = (name: string, detect: () => Finding[]) => guarded(name, notes, [], detect);
  const app = run('app-offer', () => appOffer(capture, context));
  const all: Finding[] = [
    ...run('domain-similarity', () => nameFindings(item, hostView, context)),
    ...run('words', () => words(capture, context)),
    ...run('form-fingerprint', () =>
      formFingerprint(capture, context.platforms, context.references, context.allowList),
    ),
    ...run('screenshot-comparison', () => screenshotComparison(capture, context.platforms, context.references)),
    ...run('result-page', () => resultPage(capture, context)),
    ...run('emblem', () => emblem(capture, context)),
    ...app,
    ...run('copied-assets', () => copiedAssets(capture, context)),
    ...run('copied-identifiers', () => copiedIdentifiers(capture, context)),
    ...run('organ-claim', () => organClaim(capture, context.platforms, { record, app: app.length > 0 }, talk)),
    ...run('talking-about', () => talkingAbout(capture, context)),
    ...run('own-identity', () => ownIdentity(capture, context.platforms)),
    ...run('own-life', () =>
      ownLife(
        capture,
        officialIds(context).map((id) => id.key),
      ),
    ),
    ...run('certificate-sale', () => certificateSale(capture, sale)),
    ...run('sole-official', () => soleOfficial(capture, context)),
    ...run('no-filing', () => noFiling(capture, record)),
    ...run('capture-quality', () => captureQuality(capture)),
    ...run('behaviour', () => pageBehaviour(capture, context)),
    ...hostFindings,
  ];
  const best = bestPlatform(switchedOn(undeceived(all), context), item, context);
  return { item, ...best, sale };
}

/** An article that shows itself to some visitors only, or answers its own query by script, is no mere article. */
function undeceived(all: readonly Finding[]): Finding[] {
  const deceives = all.some(
    ({ detector, value }) => (detector === 'cloaking' || detector === 'scripted-answer') && value >= 0.7,
  );
  return deceives
    ? all.map((entry) => (entry.detector === 'talking-about' ? scaledFinding(entry, 0.5) : entry))
    : [...all];
}

/** The findings of detectors that are not switched off. */
export function switchedOn(findings: Finding[], { off }: DetectionContext): Finding[] {
  return off === undefined || off.length === 0 ? findings : findings.filter(({ detector }) => !off.includes(detector));
}

const NO_SALE: SaleEvidence = { offers: [], boasts: [], warned: 0, contact: null, price: false, value: 0, sample: '' };

/** Runs a detector; an exception becomes a note and the fallback value. */
export function guarded<T>(name: string, notes: Notes, fallback: T, detect: () => T): T {
  try {
    return detect();
  } catch (error) {
    const reason = quote(error instanceof Error ? error.message : String(error), 100);
    notes.push(
      sentence(`检测器 ${name} 出错，未计入：${reason}`, `Detector ${name} failed and was left out: ${reason}`),
    );
    return fallback;
  }
}

function nameFindings(item: SeenCapture, hostView: HostView, context: DetectionContext): Finding[] {
  const hosts = [...new Set([normaliseHost(hostView.host), item.finalHost])];
  const cdn = hosts.find(
    (host) =>
      isContentNetworkName(host) &&
      context.platforms.some((platform) =>
        platform.hosts.some((entry) => host.startsWith(`${entry.replace(/^\./, '')}.`)),
      ),
  );
  if (cdn) {
    const text = sentence(
      `“${quote(cdn, 90)}”是内容分发网络为官方域名分配的名称`,
      `"${quote(cdn, 90)}" is the name a content network gives to the official host`,
    );
    return [
      finding({
        signal: 'official-cdn',
        platform: null,
        value: 1,
        because: [text],
        evidence: [{ digest: null, text: cdn }],
      }),
    ];
  }
  return domainSimilarity(hosts, [item.capture.visit.url, ...hostView.urls], context.platforms, context.allowList);
}

/**
 * Log odds by which a platform of the same owner may trail the best and still be the one whose service the page names.
 */
const NEXT_OF_KIN = 1;

interface Fit {
  platform: Platform;
  findings: Finding[];
  score: Score;
  /** Of the platform's own words on the page. */
  closeness: number;
}

/**
 * The platform with the highest score; of one owner's platforms that are nearly level, the one whose words the page
 * uses most.
 */
function bestPlatform(
  all: readonly Finding[],
  item: SeenCapture,
  context: DetectionContext,
): { platform: string | null; findings: Finding[]; score: Score } {
  const fits = context.platforms.map((platform): Fit => {
    const findings = findingsFor(platform, all, context.platforms);
    return { platform, findings, score: combine(findings), closeness: keywordHits(item, platform) };
  });
  const [first] = [...fits].sort(
    (left, right) => right.score.logit - left.score.logit || right.closeness - left.closeness,
  );
  if (!first) return { platform: null, findings: [...all], score: combine(all) };
  const level = fits.filter(({ platform, score }) => {
    const behind = first.score.logit - score.logit;
    return behind <= 0.05 || (behind <= NEXT_OF_KIN && areRelated(first.platform, platform));
  });
  const [best = first] = level.sort(
    (left, right) => right.closeness - left.closeness || right.score.logit - left.score.logit,
  );
  const { platform, findings, score, closeness } = best;
  const own = findings.some((entry) => entry.platform === platform.id);
  return { platform: own || closeness > 0 ? platform.id : null, findings, score };
}

/** What speaks about this platform, about none, or (names and claims) about a related one. */
function findingsFor(platform: Platform, all: readonly Finding[], platforms: readonly Platform[]): Finding[] {
  return all.flatMap((entry) => {
    if (entry.platform === null || entry.platform === platform.id) return [entry];
    const other = platforms.find((candidate) => candidate.id === entry.platform);
    if (entry.detector === 'domain-similarity')
      return [other && areRelated(platform, other) ? entry : scaledFinding(entry, 0.6)];
    if (entry.detector === 'organ-claim')
      return [other && areRelated(platform, other) ? entry : scaledFinding(entry, 0.6)];
    // Platforms of one ministry share filing numbers and statistics.
    if (entry.detector.startsWith('copied-')) return other && areRelated(platform, other) ? [entry] : [];
    if (entry.detector === 'bounce-to-official' || entry.detector === 'links-return')
      return [other && areRelated(platform, other) ? entry : scaledFinding(entry, 0.5)];
    return [];
  });
}

/** Platforms of one owner, or below one holder's domain: a name like mem-gov.cn fits all of them. */
function areRelated(left: Platform, right: Platform): boolean {
  if (left.owner !== undefined && right.owner !== undefined && ministryOf(left.owner) === ministryOf(right.owner))
    return true;
  const domains = new Set(left.hosts.map((entry) => holderDomain(entry.replace(/^\./, ''))));
  return right.hosts.some((entry) => domains.has(holderDomain(entry.replace(/^\./, ''))));
}

/**
 * Characters of the platform's own words found on the page; the name of its ministry is every one of the ministry's
 * platforms'.
 */
function keywordHits(item: SeenCapture, platform: Platform): number {
  const { page } = item.capture;
  if (!page) return 0;
  const text = pageText(page);
  const whole = text.titleCompact + text.compact.slice(0, 20_000);
  const words = [
    ...(platform.keywords ?? []),
    ...(platform.sections ?? []),
    ...(platform.resultFields ?? []),
    platform.name,
  ].map(compactText);
  return [...new Set(words)]
    .filter((word) => word.length >= 4 && !/(?:部|局|厅)$/.test(word) && whole.includes(word))
    .reduce((sum, word) => sum + word.length, 0);
}
