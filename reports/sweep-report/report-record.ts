/** The record part of a site section: visits, registration, TLS, DNS, and the digests of every artefact. */
import { html } from 'hono/html';
import { tellingNames } from '../../detectors/names/certificate-names.ts';
import { bestNameMatch } from '../../detectors/names/best-name-match.ts';
import type { Registration, TlsRecord } from '../../storage/vocabulary/probe.ts';
import { defangHost } from '../wording/defang.ts';
import { pieceText } from './full-picture.ts';
import { beijingClock, beijingDate, beijingTime } from '../wording/local-time.ts';
import { registrantText } from '../wording/clue-text.ts';
import type { ReportContext } from './report-context.ts';
import { intactBlob } from './report-context.ts';
import { say, wordFor } from '../wording/report-language.ts';
import type { Markup } from './report-markup.ts';
import { block, dataTable, factList, lines } from './report-markup.ts';
import type { StoredVisit } from '../records/report-store.ts';
import { shownText, shownUrl } from '../wording/shown-text.ts';
import type { SiteRecord } from '../records/site-record.ts';
import {
  ARTIFACT_WORDS,
  HAZARD_WORDS,
  PERSONA_WORDS,
  REGISTRATION_WORDS,
  RESOLVE_WORDS,
  VISIT_WORDS,
} from '../wording/wording.ts';

/** One row per visit, in the order they were made; null when there was none. */
export function visitBlock(context: ReportContext, { visits }: Pick<SiteRecord, 'visits'>): Markup | null {
  const { t } = context;
  if (visits.length === 0) return null;
  return dataTable(
    [
      { title: t('访客与出口', 'Visitor and exit'), width: 20 },
      { title: t('时间（UTC+8）', 'Time (UTC+8)'), width: 17 },
      { title: t('结果', 'Outcome'), width: 13 },
      { title: t('对端地址', 'Peer'), width: 14 },
      { title: t('经过与异常', 'Path and hazards') },
    ],
    visits.map((visit) => [
      lines([
        say(PERSONA_WORDS[visit.persona], context.lang),
        html`<span class="note">${shownText(visit.vantage, 60)} · ${t(`第 ${visit.attempt} 次尝试`, `attempt ${visit.attempt}`)}</span>`,
      ]),
      lines([
        beijingClock(visit.startedAt),
        html`<span class="note">${seconds(visit)} s · ${Math.ceil(visit.bytesReceived / 1024)} KB</span>`,
      ]),
      lines([
        say(VISIT_WORDS[visit.outcome], context.lang),
        html`<span class="note">${visit.status === null ? '' : `HTTP ${visit.status}`} ${visit.reason === null ? '' : shownText(visit.reason, 120)}</span>`,
      ]),
      html`<code>${visit.peerAddress ?? '—'}</code>`,
      visitPath(context, visit),
    ]),
  );
}

function seconds({ startedAt, endedAt }: StoredVisit): string {
  return ((Date.parse(endedAt) - Date.parse(startedAt)) / 1000).toFixed(1);
}

function visitPath({ t, lang }: ReportContext, visit: StoredVisit): Markup {
  const hops = visit.redirects.map(({ url, status }) => html`<code>${status} → ${shownUrl(url)}</code>`);
  const hazards = visit.hazards.map(
    ({ kind, detail, count }) =>
      html`<span class="state-warn">${say(HAZARD_WORDS[kind], lang)} ×${count}</span> ${shownText(detail, 120)}`,
  );
  const end =
    visit.finalUrl === null || visit.finalUrl === visit.url
      ? []
      : [html`${t('到达 ', 'reached ')}<code>${shownUrl(visit.finalUrl)}</code>`];
  return lines([
    html`<code>${shownUrl(visit.url)}</code>`,
    ...hops,
    ...end,
    ...(visit.title === null || visit.title === '' ? [] : [t('标题：', 'title: ') + shownText(visit.title, 120)]),
    ...hazards,
  ]);
}

/** Registration, TLS and DNS. */
export async function infrastructureBlock(context: ReportContext, site: SiteRecord): Promise<Markup> {
  const { t } = context;
  const { registration, hostedOn, tls, resolution } = site;
  return html`${block(t('域名注册', 'Registration'), registration === null ? none(context) : await registrationFacts(context, registration, hostedOn), 'keep')}
${block('TLS', tls === null ? none(context) : tlsFacts(context, site.host, tls), 'keep')}
${block(
  'DNS',
  resolution === null
    ? none(context)
    : html`${factList([
        [t('解析器', 'Resolver'), resolution.resolver ?? '—'],
        [t('时间', 'Time'), beijingTime(resolution.at)],
        [
          t('结果', 'Outcome'),
          `${say(RESOLVE_WORDS[resolution.outcome], context.lang)}${resolution.reason === null ? '' : ` (${shownText(resolution.reason, 80)})`}`,
        ],
        [t('泛解析', 'Wildcard'), wildcardText(context, resolution.wildcard)],
      ])}${
        resolution.records.length === 0
          ? ''
          : dataTable(
              [
                { title: t('类型', 'Type'), width: 12 },
                { title: t('值', 'Value'), kind: 'code' },
                { title: 'TTL', kind: 'number', width: 14 },
              ],
              resolution.records.map(({ type, value, ttl }) => [type, dnsValue(type, value), ttl ?? '—']),
            )
      }`,
)}`;
}

function none({ t }: ReportContext): Markup {
  return html`<p class="note">${t('没有记录。', 'Nothing on record.')}</p>`;
}

function wildcardText({ t }: ReportContext, wildcard: boolean | null): string {
  if (wildcard === null) return t('未知', 'unknown');
  return wildcard ? t('是', 'yes') : t('否', 'no');
}

function dnsValue(type: string, value: string): string {
  return type === 'A' || type === 'AAAA' ? shownText(value, 100) : shownText(value, 300);
}

async function registrationFacts(
  context: ReportContext,
  facts: Registration,
  hostedOn: string | null,
): Promise<Markup> {
  const { t, lang } = context;
  return factList([
    [t('注册域名', 'Domain'), defangHost(facts.domain)],
    ...(hostedOn === null
      ? []
      : [
          [
            t('托管于', 'Hosted on'),
            `${defangHost(hostedOn)}${t('（其注册信息与网站运营者无关）', " (its registration says nothing of the site's owner)")}`,
          ] as const,
        ]),
    [t('查询结果', 'Answer'), say(REGISTRATION_WORDS[facts.outcome], lang)],
    [t('注册商', 'Registrar'), facts.registrar === null ? '—' : shownText(facts.registrar, 120)],
    [t('注册人', 'Registrant'), registrantText(facts.registrant)],
    [t('注册邮箱', 'E-mail'), facts.registrantEmail === null ? '—' : shownText(facts.registrantEmail, 120)],
    [t('注册日期', 'Created'), beijingDate(facts.createdAt)],
    [t('更新日期', 'Updated'), beijingDate(facts.updatedAt)],
    [t('到期日期', 'Expires'), beijingDate(facts.expiresAt)],
    [t('域名服务器', 'Name servers'), facts.nameServers.length === 0 ? '—' : lines(facts.nameServers.map(defangHost))],
    [
      t('状态', 'Status'),
      facts.status.length === 0 ? '—' : facts.status.map((status) => shownText(status, 80)).join(', '),
    ],
    [t('原文 WHOIS', 'Raw WHOIS'), await rawAnswer(context, facts.whois)],
    [t('原文 RDAP', 'Raw RDAP'), await rawAnswer(context, facts.rdap)],
  ]);
}

async function rawAnswer(context: ReportContext, digest: string | null): Promise<Markup | string> {
  return digest === null
    ? '—'
    : lines([html`<code>${digest.slice(0, 16)}…</code>`, ...(await damageLine(context, digest))]);
}

function tlsFacts(context: ReportContext, host: string, tls: TlsRecord): Markup {
  const { t } = context;
  const validity = tls.valid
    ? t('有效', 'valid')
    : html`<span class="state-warn">${t('无效', 'invalid')}${tls.error === null ? '' : ` (${tls.error})`}</span>`;
  return factList([
    [t('校验', 'Validation'), validity],
    [t('协议', 'Protocol'), tls.protocol ?? '—'],
    [t('主体', 'Subject'), tls.subject === null ? '—' : shownText(tls.subject, 200)],
    [t('签发者', 'Issuer'), tls.issuer === null ? '—' : shownText(tls.issuer, 200)],
    [t('生效', 'Valid from'), tls.validFrom === null ? '—' : beijingTime(tls.validFrom)],
    [t('失效', 'Valid to'), tls.validTo === null ? '—' : beijingTime(tls.validTo)],
    [t('序列号', 'Serial'), html`<code>${tls.serialNumber ?? '—'}</code>`],
    [t('证书域名', 'Names'), certificateNames(context, host, tls)],
    [t('指纹 SHA-256', 'Fingerprint'), html`<code>${tls.fingerprint256 ?? '—'}</code>`],
  ]);
}

/** Most names shown of one certificate. */
const MOST_NAMES = 20;

function certificateNames(
  { t, platforms }: ReportContext,
  host: string,
  { subjectAltNames }: TlsRecord,
): Markup | string {
  const known = [...platforms.values()];
  const { telling, others } = tellingNames(subjectAltNames, host, (name) => bestNameMatch(name, known) !== null);
  const shown = telling.slice(0, MOST_NAMES).map((name) => shownText(name, 120));
  const more = telling.length - shown.length + others;
  const rest =
    more === 0 ? [] : [html`<span class="note">${t(`另有 ${more} 个域名`, `and ${more} further names`)}</span>`];
  return shown.length + rest.length === 0 ? '—' : lines([...shown, ...rest]);
}

/** Every artefact of the site with SHA-256 and SM3; each is read back, so a damaged one shows here. */
export async function digestBlock(context: ReportContext, { artifacts, visits }: SiteRecord): Promise<Markup | null> {
  const { t, lang } = context;
  if (artifacts.length === 0) return null;
  const personas = new Map(
    visits.map((visit) => [visit.id, `${say(PERSONA_WORDS[visit.persona], lang)} #${visit.attempt}`]),
  );
  const rows: (Markup | string | number)[][] = [];
  for (const artifact of [...artifacts].sort((a, b) => (a.visitId ?? 0) - (b.visitId ?? 0))) {
    const facts = await context.store.evidence.describe(artifact.digest);
    rows.push([
      lines([
        wordFor(ARTIFACT_WORDS, artifact.kind, lang),
        ...pieceLine(artifact.method, lang),
        html`<span class="note">${artifact.visitId === null ? t('网站', 'site') : (personas.get(artifact.visitId) ?? '')}</span>`,
      ]),
      lines([beijingClock(artifact.at), html`<span class="note">${shownText(artifact.method, 80)}</span>`]),
      artifact.bytes,
      lines([
        digestLine('SHA-256', artifact.digest),
        digestLine('SM3', facts?.sm3 ?? '—'),
        ...(artifact.derivedFrom === null ? [] : [digestLine(t('派生自', 'from'), artifact.derivedFrom)]),
        ...(await damageLine(context, artifact.digest)),
      ]),
    ]);
  }
  return dataTable(
    [
      { title: t('证据', 'Artefact'), width: 16 },
      { title: t('时间（UTC+8）与方法', 'Time (UTC+8), method'), width: 21 },
      { title: t('字节', 'Bytes'), kind: 'number', width: 7 },
      { title: t('校验值', 'Digests'), kind: 'code' },
    ],
    rows,
    'dense',
  );
}

/** Which part of a long page a picture shows: its method, which says so too, is cut short in the table. */
function pieceLine(method: string, lang: ReportContext['lang']): string[] {
  const piece = pieceText(method);
  return piece === null ? [] : [say(piece, lang)];
}

function digestLine(algorithm: string, digest: string): Markup {
  return html`<span class="digest"><i>${algorithm}</i><span>${digest}</span></span>`;
}

async function damageLine(context: ReportContext, digest: string): Promise<Markup[]> {
  if ((await intactBlob(context, digest)) !== null) return [];
  const isThere = (await context.store.evidence.describe(digest)) !== null;
  const text = isThere
    ? context.t('已损坏：现存内容与校验值不符', 'DAMAGED: the stored bytes fail this digest')
    : context.t('已缺失：库中没有该内容', 'MISSING: the store holds no such bytes');
  return [html`<span class="state-bad">${text}</span>`];
}
