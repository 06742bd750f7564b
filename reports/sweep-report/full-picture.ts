/** The full-page picture of a long page, piece by piece, and what of the page it leaves out. */
import { html } from 'hono/html';
import { pieceOf, type PicturePiece } from '../../storage/evidence/picture-piece.ts';
import type { PageModel } from '../../storage/vocabulary/page-model.ts';
import type { Sentence } from '../../storage/vocabulary/sentence.ts';
import { holdsPersonalData } from '../wording/mask-personal-data.ts';
import type { ReportContext } from './report-context.ts';
import { storedPicture } from './report-context.ts';
import { say } from '../wording/report-language.ts';
import type { Markup } from './report-markup.ts';

const PIECE_WIDTH = 200;
/** Longer pieces are shown as far as fits a printed page; the caption says so. */
const MAX_ASPECT = 7;

/** Which part of its page a picture shows; null for one that shows all of it. */
export function pieceText(method: string): Sentence | null {
  const piece = pieceOf(method);
  if (piece === null) return null;
  const { number, of, top, bottom, pageHeight } = piece;
  const cut = cutText(piece);
  const zh = `第 ${number}/${of} 段，纵向 ${top}–${bottom} 像素（页高 ${pageHeight}）`;
  const en = `piece ${number} of ${of}, y ${top}–${bottom} px of ${pageHeight}`;
  return cut === null ? { zh, en } : { zh: `${zh}；${cut.zh}`, en: `${en}; ${cut.en}` };
}

function cutText({ cutHeight, cutWidth, pageHeight }: PicturePiece): Sentence | null {
  const cuts: Sentence[] = [];
  if (cutHeight !== null)
    cuts.push({
      zh: `整页截图截到 ${cutHeight} 像素为止，其下未保存（页高 ${pageHeight}）`,
      en: `cut at ${cutHeight} of ${pageHeight} px of height: nothing below was kept`,
    });
  if (cutWidth !== null)
    cuts.push({
      zh: `整页截图右侧截到 ${cutWidth.at} 像素为止，其右未保存（页宽 ${cutWidth.of}）`,
      en: `cut at ${cutWidth.at} of ${cutWidth.of} px of width: nothing to the right was kept`,
    });
  return cuts.length === 0
    ? null
    : { zh: cuts.map(({ zh }) => zh).join('；'), en: cuts.map(({ en }) => en).join('; ') };
}

/** Null where one picture shows the whole page, or none was taken. */
export async function fullPictureBlock(
  context: ReportContext,
  artifacts: readonly { kind: string; digest: string; method: string }[],
  page: PageModel | null,
): Promise<Markup | null> {
  const { t, lang } = context;
  const pieces = artifacts
    .flatMap(({ kind, digest, method }) => {
      const piece = kind === 'screenshot-full' ? pieceOf(method) : null;
      return piece === null ? [] : [{ digest, piece }];
    })
    .sort((a, b) => a.piece.number - b.piece.number);
  const [first] = pieces;
  if (!first) return null;
  const { of, pageHeight } = first.piece;
  const cut = cutText(first.piece);
  const figures = await Promise.all(pieces.map(({ digest, piece }) => pieceFigure(context, digest, piece, page)));
  return html`<p class="note">${t(`该页高 ${pageHeight} 像素，整页截图分 ${of} 段保存。`, `The page is ${pageHeight} px high; its full picture is kept in ${of} pieces. `)}${cut === null ? '' : html`<span class="state-warn">${say(cut, lang)}${t('。', '.')}</span>`}</p>
<div class="thumbs">${figures}</div>`;
}

async function pieceFigure(
  context: ReportContext,
  digest: string,
  piece: PicturePiece,
  page: PageModel | null,
): Promise<Markup> {
  const { t } = context;
  const heading = t(`整页截图 第 ${piece.number}/${piece.of} 段`, `Full picture, piece ${piece.number} of ${piece.of}`);
  const illegible = page !== null && holdsPersonalData(page.text);
  const picture = await storedPicture(context, digest, {
    maxWidth: PIECE_WIDTH,
    maxAspect: MAX_ASPECT,
    illegibleFrom: illegible ? page.viewport.width : null,
  });
  if (typeof picture === 'string') {
    const why =
      picture === 'damaged'
        ? t('证据已损坏：与校验值不符', 'evidence damaged: it fails its digest')
        : t('截图无法解码', 'the screenshot does not decode');
    return html`<figure><div class="missing">${why}</div><figcaption><b>${heading}</b></figcaption></figure>`;
  }
  const shown =
    picture.height < piece.bottom - piece.top ? t('；此处只显示上部', '; only its upper part is shown here') : '';
  const hidden = illegible ? t('；含个人信息，已降为不可辨读', '; shows personal data: made illegible') : '';
  return html`<figure><div class="frame"><img src="${picture.dataUri}" alt="${heading}"></div>
<figcaption><b>${heading}</b> ${t(`纵向 ${piece.top}–${piece.bottom} 像素`, `y ${piece.top}–${piece.bottom} px`)}${shown}${hidden}</figcaption></figure>`;
}
