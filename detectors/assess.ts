/**
 * Judges one host from its captures and the platforms' references: findings, verdict, score and what would change it.
 * Pure.
 */
import type { Assessment, Finding, Verdict } from '../storage/vocabulary/detect.ts';
import type { Omission } from '../storage/vocabulary/omissions.ts';
import type { Sentence } from '../storage/vocabulary/sentence.ts';
import type { CaptureView, DetectionContext, HostView } from './host-view.ts';
import { captureQuality } from './signals/capture-quality.ts';
import { SALE_THRESHOLD } from './reading/sale-evidence.ts';
import { extractClues, mergeClues, navigationClues } from './reading/clues.ts';
import { nameFindings } from './signals/domain-similarity.ts';
import { counterfactuals, missing, reasons } from './verdict/explain.ts';
import { quote, sentence } from './finding.ts';
import { heldOpen } from './verdict/held-open.ts';
import { hiddenFromAll } from './verdict/hidden-host.ts';
import { findInjected } from './verdict/injected.ts';
import { guarded, type Notes } from './guarded.ts';
import { judgePage } from './judge-page.ts';
import { hostFindings, switchedOn } from './run-detectors.ts';
import type { PageJudgement } from './verdict/page-judgement.ts';
import { officialFrames, ownCapture } from './reading/official-frames.ts';
import { normaliseHost } from './names/official-hosts.ts';
import { PICTURE_TEXT, withPictureText } from './reading/picture-text.ts';
import { combine, confidence } from './verdict/score.ts';
import type { Score } from './verdict/score.ts';
import { HELD_BACK, hostKind, nothingAnswered, SEEN_WORDS, seenIn } from './reading/seen.ts';
import type { SeenCapture } from './reading/seen.ts';
import { unjudgedEntry } from './verdict/unjudged-entry.ts';
import { ACCUSE, REVIEW, WEIGHTS_VERSION } from './weights.ts';

/** Version of the judging code, written into every assessment. */
export const DETECTORS_VERSION = '1.0.0';

/** Sentences beside the reasons about what some visits met. */
const MOST_ASIDES = 3;

interface Decision {
  verdict: Verdict;
  url: string | null;
  platform: string | null;
  findings: Finding[];
  score: Score;
  because: Sentence[];
}

/**
 * The assessment of one host. Never throws: a failing detector becomes a note in `because`. `score` is the likelihood
 * of impersonation × 100 for every verdict; it is at least 50 exactly when the verdict is `impersonation`.
 */
export function assess(found: HostView, context: DetectionContext): Assessment {
  const notes: Notes = [];
  const hostView = { ...found, captures: found.captures.map((capture) => asRead(capture, context, notes)) };
  const seen = hostView.captures.map((capture) =>
    guarded<SeenCapture>('seen', notes, failedCapture(capture, hostView), () => seenIn(capture, hostView, context)),
  );
  const shared = switchedOn(hostFindings(hostView, context, seen, notes), context);
  const judgements = seen
    .filter((item) => item.seen === 'content')
    .map((item) => judgePage(item, hostView, context, shared, notes));
  judgements.sort((left, right) => right.score.logit - left.score.logit);
  const decision = guarded<Decision>('verdict', notes, undecided(hostView, shared), () =>
    decide(hostView, context, seen, judgements, shared),
  );
  const omissions = [...(hostView.omissions ?? []), ...(notes.length > 0 ? [DETECTOR_FAILED] : [])];
  return heldOpen(
    describe(hostView, context, { ...decision, because: withAsides(decision.because, seen) }, seen, notes),
    omissions,
  );
}

/** Adds to every verdict what stood in the way of some visits, and where a page went by itself after a while. */
function withAsides(because: readonly Sentence[], seen: readonly SeenCapture[]): Sentence[] {
  const held = seen.flatMap((item) => (HELD_BACK.has(item.seen) && item.because ? [item.because] : []));
  const left = seen.flatMap(({ capture: { visit } }) =>
    visit.hazards.flatMap(({ kind, detail }) => (kind === 'delayed-redirect' ? [leavesFor(visit.url, detail)] : [])),
  );
  const asides = [...new Map([...held, ...left].map((one) => [one.zh, one])).values()].filter(
    ({ zh }) => !because.some((known) => known.zh === zh),
  );
  return [...because, ...asides.slice(0, MOST_ASIDES)];
}

function leavesFor(url: string, to: string): Sentence {
  const [from, target] = [quote(url, 120), quote(to, 120)];
  return sentence(
    `页面先显示别的内容，停留后自行转到 ${target}（${from}）`,
    `The page shows something else first and leaves by itself for ${target} (${from})`,
  );
}

const DETECTOR_FAILED: Omission = { kind: 'detector', reason: 'failed', url: null, persona: null };

/**
 * The site's own share of the capture as its reader sees it: official frames do not count, text that stands in pictures
 * only does like any other.
 */
function asRead(whole: CaptureView, context: DetectionContext, notes: Notes): CaptureView {
  const capture = guarded('official-frames', notes, whole, () => ownCapture(whole, context));
  const { page, pictureText } = capture;
  if (!page || !pictureText || context.off?.includes(PICTURE_TEXT)) return capture;
  return { ...capture, page: guarded('picture-text', notes, page, () => withPictureText(page, pictureText)) };
}

function failedCapture(capture: CaptureView, hostView: HostView): SeenCapture {
  return { capture, seen: 'failed', finalHost: normaliseHost(hostView.host), because: null };
}

/**
 * The verdict ladder: official → injected → impersonation → sale → an entry that nobody got to see (undecided) → parked
 * → unreachable → benign or undecided.
 */
function decide(
  hostView: HostView,
  context: DetectionContext,
  seen: SeenCapture[],
  judgements: PageJudgement[],
  shared: Finding[],
): Decision {
  const kind = hostKind(hostView.host, context);
  const injected = findInjected(hostView, judgements, context);
  if (injected) {
    const { judgement, because } = injected;
    return fromJudgement('injected', judgement, [because, ...reasons(judgement.findings)]);
  }
  if (kind === 'official') return official(hostView, judgements, shared);
  if (kind === 'closed') return organ(hostView, seen, judgements, shared);
  const top = judgements[0];
  if (top && top.score.likelihood >= ACCUSE) return fromJudgement('impersonation', top, reasons(top.findings));
  const sale = [...judgements].sort((left, right) => right.sale.value - left.sale.value)[0];
  if (sale && sale.sale.value >= SALE_THRESHOLD)
    return fromJudgement(
      'certificate-sale',
      sale,
      reasons(sale.findings.filter((item) => item.detector === 'certificate-sale')),
    );
  return harmless(hostView, context, seen, judgements, shared);
}

function fromJudgement(verdict: Verdict, judgement: PageJudgement, because: Sentence[]): Decision {
  const { item, platform, findings, score } = judgement;
  return {
    verdict,
    url: item.capture.visit.url,
    platform: verdict === 'certificate-sale' ? null : platform,
    findings,
    score,
    because,
  };
}

function official(hostView: HostView, judgements: PageJudgement[], shared: Finding[]): Decision {
  const because = [sentence(`域名 ${hostView.host} 在官方名单中`, `The host ${hostView.host} is on the official list`)];
  const url = judgements[0]?.item.capture.visit.url ?? hostView.urls[0] ?? null;
  return { verdict: 'official', url, platform: null, findings: [], score: combine(shared), because };
}

/** A host below a closed suffix, consistent with itself. */
function organ(hostView: HostView, seen: SeenCapture[], judgements: PageJudgement[], shared: Finding[]): Decision {
  const top = judgements[0];
  const unjudged = unjudgedEntry(hostView, seen);
  if (top && unjudged) return notSeen(unjudged, top);
  if (!top) return nothingToJudge(hostView, seen, shared);
  const because = sentence(
    `域名 ${hostView.host} 位于只对机关、学校开放的后缀之下，页面内容与其自身相符`,
    `The host ${hostView.host} lies below a suffix open only to organs or schools, and its pages are its own`,
  );
  return { ...fromJudgement('benign', top, [because, ...reasons(top.findings, 4)]), platform: null };
}

/** Nothing accuses the host: parked, unreachable, benign, or not enough seen. */
function harmless(
  hostView: HostView,
  context: DetectionContext,
  seen: SeenCapture[],
  judgements: PageJudgement[],
  shared: Finding[],
): Decision {
  const top = judgements[0];
  const unjudged = unjudgedEntry(hostView, seen);
  if (top && unjudged) return notSeen(unjudged, top);
  if (!top) return nothingToJudge(hostView, seen, shared, context);
  const jacked = frameJacking(top, seen, context);
  if (jacked) return jacked;
  const because =
    top.score.likelihood >= REVIEW
      ? sentence(
          `有仿冒迹象（可能性 ${Math.round(top.score.likelihood * 100)}%），但不足以认定，建议人工核实`,
          `Some signs of imitation (likelihood ${Math.round(top.score.likelihood * 100)}%), not enough to accuse: an analyst should look`,
        )
      : sentence(
          '没有足够证据表明该网站仿冒受保护平台',
          'There is not enough evidence that the site poses as a protected platform',
        );
  return { ...fromJudgement('benign', top, [because, ...reasons(top.findings, 8)]), platform: null };
}

/** The address that was reported was not seen; what other pages of the host show says nothing of it. */
function notSeen(unjudged: SeenCapture, top: PageJudgement): Decision {
  const rest = sentence(
    '该主机的其他页面未见仿冒，但不能说明上述地址',
    'Other pages of the host show no impersonation, which says nothing of that address',
  );
  const because = [...(unjudged.because ? [unjudged.because] : []), rest, ...reasons(top.findings, 4)];
  return { ...fromJudgement('undecided', top, because), url: unjudged.capture.visit.url, platform: null };
}

/**
 * A name that resembles the official one over the official page in a frame: whose doing that is, what was seen does not
 * say.
 */
function frameJacking(top: PageJudgement, seen: SeenCapture[], context: DetectionContext): Decision | null {
  const name = top.findings.find(({ detector, value }) => detector === 'domain-similarity' && value >= LOOK_ALIKE);
  const frame = seen.flatMap(({ capture }) => (capture.page ? officialFrames(capture.page, context) : []))[0];
  if (!name || !frame) return null;
  return {
    ...fromJudgement('undecided', top, [framedBehindName(frame.host), ...reasons(top.findings, 8)]),
    platform: name.platform,
  };
}

function framedBehindName(official: string): Sentence {
  return sentence(
    `域名近似官方，页面却以框架显示真正的官方网站 ${official}：访客在地址栏看到的是该域名，框架内容不能说明其用意，建议人工核实`,
    `The name resembles the official one, yet the page shows the genuine official site ${official} in a frame: visitors see this name in the address bar, and the frame's content does not tell what for: an analyst should look`,
  );
}

/** A name from this value on resembles the official one. */
const LOOK_ALIKE = 0.6;

function nothingToJudge(
  hostView: HostView,
  seen: SeenCapture[],
  shared: Finding[],
  context?: DetectionContext,
): Decision {
  const name = context ? nameFindings([hostView.host], hostView.urls, context.platforms, context.allowList) : [];
  const [first] = seen;
  const findings = [...name, ...shared, ...(first ? captureQuality(first.capture) : [])];
  const score = combine(findings);
  const unjudged = unjudgedEntry(hostView, seen);
  const base = {
    url: (unjudged ?? seen[0])?.capture.visit.url ?? hostView.urls[0] ?? null,
    platform: name[0]?.platform ?? null,
    findings,
    score,
  };
  if (unjudged)
    return {
      ...base,
      verdict: 'undecided',
      because: [...(unjudged.because ? [unjudged.because] : []), ...reasons(name)],
    };
  const parked = seen.find((item) => item.seen === 'parked');
  if (parked) return { ...base, verdict: 'parked', platform: null, because: parked.because ? [parked.because] : [] };
  if (seen.length === 0 && hostView.probe?.outcome === 'parked') {
    return {
      ...base,
      verdict: 'parked',
      platform: null,
      because: [
        sentence(
          `首次探测即为停放页或默认页：${hostView.probe.reason ?? hostView.probe.title ?? ''}`,
          `The probe found a parked or default page: ${hostView.probe.reason ?? hostView.probe.title ?? ''}`,
        ),
      ],
    };
  }
  if (nothingAnswered(hostView, seen)) return { ...base, verdict: 'unreachable', because: [noAnswer(hostView, seen)] };
  const bounced = seen.find((item) => item.seen === 'official');
  const framed = seen.find((item) => item.seen === 'framed');
  if ((bounced || framed) && (name[0]?.value ?? 0) < LOOK_ALIKE) {
    const ended =
      bounced &&
      sentence(
        `所见访问均转到官方网站 ${bounced.finalHost}`,
        `Every visit seen ended on the official site ${bounced.finalHost}`,
      );
    return {
      ...base,
      verdict: 'benign',
      platform: null,
      because: [ended ?? framed?.because].filter((reason) => reason !== null && reason !== undefined),
    };
  }
  const because = bounced
    ? sentence(
        `域名近似官方，所见访问却都转到官方网站 ${bounced.finalHost}；可能只对部分访客显示内容`,
        `The name resembles the official one, yet every visit was sent to ${bounced.finalHost}: it may show its content to some visitors only`,
      )
    : (hiddenFromAll(seen) ??
      sentence(
        `看到的不足以判定：${seen.map((item) => SEEN_WORDS[item.seen].zh).join('、') || '尚未访问'}`,
        `Not enough was seen to judge: ${seen.map((item) => SEEN_WORDS[item.seen].en).join(', ') || 'not visited yet'}`,
      ));
  const frame = framed?.capture.page && context ? officialFrames(framed.capture.page, context)[0] : undefined;
  return {
    ...base,
    verdict: 'undecided',
    because: [frame && !bounced ? framedBehindName(frame.host) : because, ...reasons(name)],
  };
}

function noAnswer(hostView: HostView, seen: readonly SeenCapture[]): Sentence {
  const reason = seen[0]?.capture.visit.reason ?? hostView.resolution?.reason ?? hostView.probe?.reason ?? '';
  const shown = reason === '' ? '' : `: ${reason}`;
  return sentence(
    `无法到达（域名不解析、拒绝连接或没有应答）${shown}`,
    `Unreachable (no name, refused, reset or no answer)${shown}`,
  );
}

function undecided(hostView: HostView, shared: Finding[]): Decision {
  return {
    verdict: 'undecided',
    url: hostView.urls[0] ?? null,
    platform: null,
    findings: shared,
    score: combine(shared),
    because: [],
  };
}

function describe(
  hostView: HostView,
  context: DetectionContext,
  decision: Decision,
  seen: readonly SeenCapture[],
  notes: Notes,
): Assessment {
  const { verdict, score, findings, platform } = decision;
  const percent = Math.round(score.likelihood * 1000) / 10;
  // what an interception page shows is the interceptor's: a police telephone is no contact of the site's
  const own = seen.filter((item) => item.seen !== 'intercepted');
  const clues = guarded('clues', notes, {}, () =>
    mergeClues(own.flatMap(({ capture }) => [...extractClues(capture), ...navigationClues(capture.visit)])),
  );
  const wouldChange = guarded<Sentence[]>('counterfactuals', notes, [], () => [
    ...counterfactuals(findings, score, verdict),
    ...missing(hostView, context, hostView.captures, platform),
  ]);
  return {
    host: hostView.host,
    url: decision.url,
    verdict,
    platform,
    score: verdict === 'impersonation' ? Math.max(50, percent) : Math.min(49.9, percent),
    confidence: confidence(score),
    because: [...decision.because, ...notes.slice(0, 10)],
    wouldChange,
    findings,
    clues,
    omissions: [],
    asOf: context.now,
    off: [...(context.off ?? [])],
    versions: {
      code: DETECTORS_VERSION,
      weights: WEIGHTS_VERSION,
      profiles: Object.fromEntries(context.platforms.map((item) => [item.id, item.version ?? 0])),
      references: Object.fromEntries(
        context.references.map((item) => [`${item.platform} ${item.persona} ${item.url}`, item.version]),
      ),
    },
  };
}
