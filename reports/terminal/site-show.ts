/** One site in full: an object for programs, a page of text for the console. */
import { tellingNames, type TellingNames } from '../../detectors/names/certificate-names.ts';
import { bestNameMatch } from '../../detectors/names/best-name-match.ts';
import { restsOnScore } from '../../detectors/verdict/explain.ts';
import type { Artifact } from '../../storage/vocabulary/artifacts.ts';
import type { Sighting } from '../../storage/vocabulary/candidates.ts';
import type { Visit } from '../../storage/vocabulary/capture.ts';
import type { Assessment } from '../../storage/vocabulary/detect.ts';
import type { Platform } from '../../storage/vocabulary/platform.ts';
import type { Registration, TlsRecord } from '../../storage/vocabulary/probe.ts';
import type { Resolution } from '../../storage/vocabulary/resolve.ts';
import type { Sentence } from '../../storage/vocabulary/sentence.ts';
import { citationsOf } from '../records/cited-evidence.ts';
import { defangHost, defangHostReadable } from '../wording/defang.ts';
import { damageText, EvidenceDamage, type DamagedItem } from '../records/evidence-damage.ts';
import { beijingDate, beijingTime } from '../wording/local-time.ts';
import type { ReportLanguage } from '../wording/report-language.ts';
import { say, wordFor } from '../wording/report-language.ts';
import { clueText, registrantText } from '../wording/clue-text.ts';
import type { ReportStore } from '../records/report-store.ts';
import { maskUrl, shownText, shownUrl } from '../wording/shown-text.ts';
import { foundBy, readSite, readSweep, type SiteRecord } from '../records/site-record.ts';
import { textTable } from './text-table.ts';
import { SIGNAL_WORDS } from '../wording/signal-words.ts';
import {
  ARTIFACT_WORDS,
  CLUE_WORDS,
  HAZARD_WORDS,
  PERSONA_WORDS,
  SOURCE_WORDS,
  VERDICT_MEANINGS,
  VERDICT_WORDS,
  VISIT_WORDS,
} from '../wording/wording.ts';

/**
 * `site show --json`. Field names are stable. Hosts, addresses and digests are exact; personal data in every other
 * string is masked (`masked` says so): the originals are in the evidence export. Strings may hold hostile characters:
 * escape them.
 */
export interface SiteDetail {
  sweep: number;
  host: string;
  /** The name that one holder has: `b.github.io` for `a.b.github.io`. */
  registrableDomain: string | null;
  /**
   * The shared name or host the site is hosted on, whose registration says nothing of the site's owner; null where
   * there is none.
   */
  hostedOn: string | null;
  masked: true;
  assessment: Assessment;
  sightings: Sighting[];
  resolution: Resolution | null;
  registration: Registration | null;
  tls: TlsRecord | null;
  /** Of the names on the certificate those that say something, and how many it holds besides; `tls` has all. */
  certificateNames: TellingNames | null;
  visits: (Visit & { id: number })[];
  artifacts: (Artifact & { visitId: number | null })[];
  /** What is listed or named above and cannot be read back: damaged, or missing from the store. */
  damaged: DamagedItem[];
}

/** Throws `SWEEP_UNKNOWN` or `SITE_UNKNOWN`. */
export async function siteDetail(options: {
  store: ReportStore;
  sweepId: number;
  host: string;
  platforms: readonly Platform[];
}): Promise<SiteDetail> {
  const { store, sweepId, host, platforms } = options;
  await readSweep(store, sweepId);
  const site = await readSite(store, sweepId, host);
  const { assessment, registration } = site;
  const clues = Object.fromEntries(
    Object.entries(assessment.clues).map(([key, values]) => [
      key,
      values.map((clue) => ({ ...clue, value: clueText(clue.value) })),
    ]),
  );
  return masked({
    sweep: sweepId,
    host,
    registrableDomain: site.domain,
    hostedOn: site.hostedOn,
    masked: true,
    assessment: { ...assessment, clues },
    sightings: site.sightings,
    resolution: site.resolution,
    registration:
      registration === null
        ? null
        : {
            ...registration,
            registrant: registration.registrant === null ? null : registrantText(registration.registrant),
          },
    tls: site.tls,
    certificateNames:
      site.tls === null
        ? null
        : tellingNames(site.tls.subjectAltNames, site.host, (name) => bestNameMatch(name, platforms) !== null),
    visits: site.visits.map(({ artifacts: _own, ...visit }) => visit),
    artifacts: site.artifacts,
    damaged: await damagedOf(store, site),
  });
}

/** Every blob is read: a page that lists evidence as kept must know that it is. */
async function damagedOf(store: ReportStore, site: SiteRecord): Promise<DamagedItem[]> {
  const damage = new EvidenceDamage();
  const checked = new Map<string, Sentence | null>();
  const listed = site.artifacts.map(({ digest, kind }) => ({
    digest,
    kind,
    by: { zh: '证据清单', en: 'the list of evidence' },
  }));
  for (const { digest, kind, by } of [...listed, ...citationsOf(site, [])]) {
    const because = checked.has(digest) ? (checked.get(digest) ?? null) : await store.evidence.damage(digest);
    checked.set(digest, because);
    if (because !== null) damage.add(digest, kind, by, because);
  }
  return damage.items();
}

/** Machine values in which a run of digits is no number of a person. */
const EXACT = new Set([
  'host',
  'hosts',
  'domain',
  'registrableDomain',
  'hostedOn',
  'digest',
  'derivedFrom',
  'reference',
  'whois',
  'rdap',
  'chain',
  'serialNumber',
  'fingerprint256',
  'subjectAltNames',
  'telling',
  'records',
  'addresses',
  'nameServers',
]);

/** Every other string in the value masked, at any depth; URLs keep their host. */
function masked<T>(value: T, key = ''): T {
  if (EXACT.has(key)) return value;
  if (typeof value === 'string') return maskUrl(value) as T;
  if (Array.isArray(value)) return value.map((item: unknown) => masked(item, key)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, masked<unknown>(item, name)])) as T;
}

/** The detail as text for a terminal: addresses defanged, no control characters from captures. */
export function siteText(detail: SiteDetail, lang: ReportLanguage): string {
  const t = (zh: string, en: string): string => (lang === 'zh' ? zh : en);
  const { assessment } = detail;
  const isDamaged = new Set(detail.damaged.map(({ digest }) => digest));
  const parts = [
    headText(detail, lang, t),
    section(
      t('理由', 'Reasons'),
      assessment.because.map((sentence) => `- ${shownText(say(sentence, lang))}`),
    ),
    section(
      t('何种情况会改变结论', 'What would change it'),
      assessment.wouldChange.map((sentence) => `- ${shownText(say(sentence, lang))}`),
    ),
    section(t('判定项', 'Detectors'), [findingTable(detail, lang, t)]),
    section(
      t('线索', 'Clues'),
      Object.entries(assessment.clues).flatMap(([key, values]) =>
        values.map(({ value }) => `- ${wordFor(CLUE_WORDS, key, lang)}: ${clueText(value)}`),
      ),
    ),
    section(t('访问记录', 'Visits'), detail.visits.length === 0 ? [] : [visitTable(detail, lang, t)]),
    section(t('基础设施', 'Infrastructure'), infrastructure(detail, t)),
    section(
      t('证据', 'Evidence'),
      detail.artifacts.map(
        ({ kind, digest, bytes }) =>
          `- ${wordFor(ARTIFACT_WORDS, kind, lang)}  ${digest}  ${bytes} B${isDamaged.has(digest) ? `  ${t('已损坏', 'DAMAGED')}` : ''}`,
      ),
    ),
    section(
      t('已损坏或缺失的证据', 'Damaged or missing evidence'),
      detail.damaged.map((item) => `- ${shownText(damageText(item, lang), 600)}`),
    ),
    t('签名：未签名    时间戳：未加盖', 'signature: unsigned    time stamp: unstamped'),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

type Wording = (zh: string, en: string) => string;

/** The 95 % interval, where the verdict rests on the score. */
function intervalText({ verdict, confidence }: Assessment): string {
  return restsOnScore(verdict) ? ` [${confidence.low}–${confidence.high}]` : '';
}

function headText({ host, assessment, sightings }: SiteDetail, lang: ReportLanguage, t: Wording): string {
  return [
    `${defangHostReadable(host)}  ${say(VERDICT_WORDS[assessment.verdict], lang)}  ${Math.round(assessment.score * 10) / 10}/100${intervalText(assessment)}`,
    say(VERDICT_MEANINGS[assessment.verdict], lang),
    `${t('被仿平台：', 'platform: ')}${assessment.platform ?? '—'}`,
    `${t('入口网址：', 'entry: ')}${assessment.url === null ? '—' : shownUrl(assessment.url)}`,
    `${t('发现途径：', 'found by: ')}${
      foundBy(sightings)
        .map((source) => say(SOURCE_WORDS[source], lang))
        .join(t('、', ', ')) || '—'
    }`,
  ].join('\n');
}

function section(title: string, lines: readonly string[]): string {
  const body = lines.filter((line) => line !== '');
  return body.length === 0 ? '' : [`【${title}】`, ...body].join('\n');
}

function findingTable({ assessment }: SiteDetail, lang: ReportLanguage, t: Wording): string {
  if (assessment.findings.length === 0) return '';
  return textTable(
    [
      { title: t('判定项', 'DETECTOR'), maxWidth: 28 },
      { title: t('强度', 'VALUE'), align: 'right' },
      { title: t('权重', 'WEIGHT'), align: 'right' },
      { title: t('所见与应有', 'OBSERVED AND EXPECTED'), maxWidth: 96 },
    ],
    assessment.findings.map(({ detector, value, weight, because }) => [
      shownText(wordFor(SIGNAL_WORDS, detector, lang), 60),
      value.toFixed(2),
      weight.toFixed(2),
      because.map((sentence) => shownText(say(sentence, lang))).join(' '),
    ]),
  );
}

function visitTable({ visits }: SiteDetail, lang: ReportLanguage, t: Wording): string {
  return textTable(
    [
      { title: t('时间', 'TIME') },
      { title: t('访客', 'VISITOR') },
      { title: t('出口', 'EXIT') },
      { title: t('结果', 'OUTCOME') },
      { title: 'HTTP', align: 'right' },
      { title: t('说明', 'NOTE'), maxWidth: 56 },
      { title: t('对端地址', 'PEER') },
      { title: t('异常', 'HAZARDS'), maxWidth: 40 },
    ],
    visits.map((visit) => [
      beijingTime(visit.startedAt),
      say(PERSONA_WORDS[visit.persona], lang),
      shownText(visit.vantage, 20),
      say(VISIT_WORDS[visit.outcome], lang),
      String(visit.status ?? '—'),
      visit.reason === null ? '' : shownText(visit.reason, 200),
      visit.peerAddress ?? '—',
      visit.hazards.map(({ kind, count }) => `${say(HAZARD_WORDS[kind], lang)}×${count}`).join(' '),
    ]),
  );
}

const MOST_NAMES = 10;

/** `a[.]example, b[.]example, and 298 more`. */
function namesText({ telling, others }: TellingNames, t: Wording): string {
  const shown = telling.slice(0, MOST_NAMES).map((name) => shownText(defangHost(name), 120));
  const more = telling.length - shown.length + others;
  const rest = more === 0 ? [] : [t(`另有 ${more} 个域名`, `and ${more} further names`)];
  return [...shown, ...rest].join(t('、', ', ')) || '—';
}

function infrastructure(
  { registration, hostedOn, tls, certificateNames, resolution }: SiteDetail,
  t: Wording,
): string[] {
  const hosted =
    hostedOn === null
      ? ''
      : `- ${t('托管于：', 'hosted on: ')}${defangHost(hostedOn)}${t('（其注册信息与网站运营者无关）', " (its registration says nothing of the site's owner)")}`;
  const addresses =
    resolution === null || resolution.addresses.length === 0
      ? ''
      : `- ${t('地址：', 'addresses: ')}${resolution.addresses.join(', ')}`;
  const registered =
    registration === null
      ? ''
      : `- ${t('注册：', 'registration: ')}${defangHost(registration.domain)}  ${registration.registrar === null ? '—' : shownText(registration.registrar, 80)}  ${beijingDate(registration.createdAt)} – ${beijingDate(registration.expiresAt)}`;
  const certificate =
    tls === null
      ? ''
      : `- TLS: ${tls.issuer === null ? '—' : shownText(tls.issuer, 80)}  ${beijingDate(tls.validFrom)} – ${beijingDate(tls.validTo)}  ${tls.valid ? t('有效', 'valid') : `${t('无效', 'invalid')} ${tls.error ?? ''}`}`;
  return [
    addresses,
    registered,
    hosted,
    certificate,
    certificateNames === null ? '' : `- ${t('证书域名：', 'certificate names: ')}${namesText(certificateNames, t)}`,
  ];
}
