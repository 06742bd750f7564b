/**
 * The pictures of a site section: the visited page left, the official reference right, differences and matches marked.
 */
import { html } from 'hono/html';
import type { PageModel } from '../../storage/vocabulary/page-model.ts';
import { defangHost } from '../wording/defang.ts';
import { fullPictureBlock } from './full-picture.ts';
import { beijingTime } from '../wording/local-time.ts';
import { holdsPersonalData } from '../wording/mask-personal-data.ts';
import type { Picture } from './picture.ts';
import type { PictureMarkKind, PictureMark } from './picture-marks.ts';
import { markOverlay } from './picture-marks.ts';
import type { ReportContext } from './report-context.ts';
import { storedPicture } from './report-context.ts';
import { say } from '../wording/report-language.ts';
import type { Markup } from './report-markup.ts';
import type { StoredVisit } from '../records/report-store.ts';
import { shownUrl } from '../wording/shown-text.ts';
import type { SiteComparison } from './site-comparison.ts';
import { pictureOf, readPageModel, referenceMarks, sitePictureMarks } from './site-comparison.ts';
import type { SiteRecord } from '../records/site-record.ts';
import { PERSONA_WORDS, VISIT_WORDS } from '../wording/wording.ts';

const PAIR_WIDTH = 640;
const THUMB_WIDTH = 200;
/** CSS pixels of the narrowest page we visit: a picture of unknown width is made illegible from here. */
const NARROWEST = 320;

/** Null when the site was never visited. A missing or damaged picture is said in its place. */
export async function comparisonBlock(
  context: ReportContext,
  site: SiteRecord,
  comparison: SiteComparison,
): Promise<Markup | null> {
  const { visit, page, reference, referencePage } = comparison;
  if (visit === null) return null;
  const { t, lang } = context;
  const left = await figure(context, {
    digest: pictureOf(visit.artifacts),
    heading: t('该站所见', 'Seen on the site'),
    facts: `${say(PERSONA_WORDS[visit.persona], lang)} · ${defangHost(visit.host)} · ${beijingTime(visit.startedAt)}`,
    absent: t(
      `没有截图（${say(VISIT_WORDS[visit.outcome], lang)}）`,
      `no screenshot (${say(VISIT_WORDS[visit.outcome], lang)})`,
    ),
    page,
    unread: isUnread(visit.artifacts, page),
    marks: (width) => sitePictureMarks(site, comparison, width),
  });
  const right = await figure(context, {
    digest: reference === null ? null : pictureOf(reference.artifacts),
    heading: t('官方参照', 'Official reference'),
    facts:
      reference === null
        ? ''
        : `${say(PERSONA_WORDS[reference.persona], lang)} · ${shownUrl(reference.url)} · ${t('参照版本', 'reference version')} ${reference.version} · ${beijingTime(reference.capturedAt)}`,
    absent: t('没有可供比对的官方参照截图', 'no official reference picture to compare with'),
    page: referencePage,
    unread: isUnread(reference?.artifacts ?? [], referencePage),
    marks: (width) => referenceMarks(comparison, width),
  });
  const others = await Promise.all(
    site.visits
      .filter(({ id, artifacts }) => id !== visit.id && pictureOf(artifacts) !== null)
      .slice(0, 6)
      .map((other) => thumbnail(context, other)),
  );
  const whole = await fullPictureBlock(context, visit.artifacts, page);
  return html`<div class="pair">${left}${right}</div>${legend(context)}${whole ?? ''}${others.length === 0 ? '' : html`<div class="thumbs">${others}</div>`}`;
}

/** A small picture of one visit, unmarked; markup that says so when there is none. */
export async function thumbnail(context: ReportContext, visit: StoredVisit): Promise<Markup> {
  const { t, lang } = context;
  const page = await readPageModel(context, visit.artifacts);
  return figure(context, {
    digest: pictureOf(visit.artifacts),
    heading: say(PERSONA_WORDS[visit.persona], lang),
    facts: say(VISIT_WORDS[visit.outcome], lang),
    absent: t('无截图', 'no picture'),
    page,
    unread: isUnread(visit.artifacts, page),
    maxWidth: THUMB_WIDTH,
  });
}

/** A page model was kept and cannot be read: whether the picture shows personal data is not known. */
function isUnread(artifacts: readonly { kind: string }[], page: PageModel | null): boolean {
  return page === null && artifacts.some(({ kind }) => kind === 'page-model');
}

interface FigureOptions {
  digest: string | null;
  heading: string;
  facts: string;
  absent: string;
  page: PageModel | null;
  unread: boolean;
  marks?: (width: number) => PictureMark[];
  maxWidth?: number;
}

async function figure(context: ReportContext, options: FigureOptions): Promise<Markup> {
  const { t } = context;
  const { digest, heading, facts, absent, page, unread, marks, maxWidth = PAIR_WIDTH } = options;
  const small = maxWidth <= THUMB_WIDTH;
  const illegible = unread || (page !== null && holdsPersonalData(page.text));
  const picture =
    digest === null
      ? null
      : await storedPicture(context, digest, {
          maxWidth,
          maxAspect: small ? 1.4 : 2.2,
          illegibleFrom: illegible ? (page?.viewport.width ?? NARROWEST) : null,
        });
  if (picture === null || typeof picture === 'string' || digest === null)
    return html`<figure><div class="missing">${missingText(context, picture, absent)}</div><figcaption><b>${heading}</b> ${facts}</figcaption></figure>`;
  return html`<figure class="${!small && picture.height > picture.width ? 'narrow' : ''}"><div class="frame"><img src="${picture.dataUri}" alt="${heading}">${marks === undefined ? '' : markOverlay(marks(picture.width), picture.width, picture.height)}</div>
<figcaption><b>${heading}</b> ${facts}${small ? '' : html`<br>${t('派生图（缩小、转为 WebP），原件 SHA-256 ', 'derived picture (reduced, WebP) of the original SHA-256 ')}<code>${digest}</code>`}${illegible ? html`<br>${illegibleText(context, unread)}` : ''}</figcaption></figure>`;
}

function illegibleText({ t }: ReportContext, unread: boolean): string {
  return unread
    ? t(
        '页面内容已损坏、无从得知是否含个人信息，图像已降为不可辨读。',
        'The page model is damaged, so whether the page shows personal data is not known: the picture is made illegible.',
      )
    : t('页面含个人信息，图像已降为不可辨读。', 'The page shows personal data: the picture is made illegible.');
}

function missingText(
  { t }: ReportContext,
  picture: Picture | 'damaged' | 'undecodable' | null,
  absent: string,
): string {
  if (picture === 'damaged') return t('证据已损坏：与校验值不符', 'evidence damaged: it fails its digest');
  return picture === 'undecodable' ? t('截图无法解码', 'the screenshot does not decode') : absent;
}

function legend({ t }: ReportContext): Markup {
  const key = (kind: PictureMarkKind, text: string): Markup => html`<span><i class="key ${kind}"></i>${text}</span>`;
  return html`<div class="legend">${key('match', t('官方页面也有的字段（字母对应字段表）', 'field also on the official page (letters: table of fields)'))}${key('same', t('画面相同区域', 'region that looks the same'))}${key('difference', t('画面不同区域', 'region that looks different'))}${key('sign', t('其他判定依据（数字对应判定理由）', 'where another reason stands (numbers: reasons)'))}</div>`;
}
