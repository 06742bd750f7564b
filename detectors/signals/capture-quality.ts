/**
 * Says what about a capture limits what can be judged from it: a finding without weight, so that nobody takes silence
 * for innocence.
 */
import type { Finding } from '../../storage/vocabulary/detect.ts';
import type { PageModel } from '../../storage/vocabulary/page-model.ts';
import type { Sentence } from '../../storage/vocabulary/sentence.ts';
import type { CaptureView } from '../host-view.ts';
import { finding, pageEvidence, sentence } from '../finding.ts';
import { rasterFeatures } from '../reading/raster-features.ts';

const MANY_ELEMENTS = 20_000;
const LONG_PAGE = 20_000;
const SMALL = 32;
const TEXT_CAP = 100_000;
/** So many letters, hardly any of them Chinese, make a page in another script. */
const ENOUGH_LETTERS = 80;
const CHINESE_SHARE = 0.02;

/** One finding that lists every limit; none for an ordinary page. */
export function captureQuality(capture: CaptureView): Finding[] {
  const because = [...pictureLimits(capture), ...pageLimits(capture)];
  if (because.length === 0) return [];
  return [finding({ signal: 'capture-quality', platform: null, value: 1, because, evidence: [pageEvidence(capture)] })];
}

function pictureLimits({ page, raster, artifacts }: CaptureView): Sentence[] {
  // without that place the picture was left out, see ownCapture
  if (!raster && page?.frameParts?.some(({ boxes }) => boxes === null))
    return [
      sentence(
        '页面中框架在画面上的位置未知，未做画面比对',
        'Where a frame of the page stands in the picture is not known: it was not compared',
      ),
    ];
  if (!raster) {
    const taken = artifacts.screenshot !== undefined || artifacts.raster !== undefined;
    return [
      taken
        ? sentence('截图无法解码，未做画面比对', 'The picture does not decode: it was not compared')
        : sentence('没有截图，未做画面比对', 'There is no picture: nothing was compared'),
    ];
  }
  if (raster.width < SMALL || raster.height < SMALL)
    return [
      sentence(
        `截图只有 ${raster.width}×${raster.height} 像素`,
        `The picture has only ${raster.width}×${raster.height} pixels`,
      ),
    ];
  return rasterFeatures(raster).blank ? [sentence('截图几乎空白', 'The picture is nearly blank')] : [];
}

function pageLimits({ page }: CaptureView): Sentence[] {
  if (!page)
    return [
      sentence(
        '没有读到页面结构，只有画面和网络记录',
        'The page could not be read: there are only its picture and network records',
      ),
    ];
  const limits: Sentence[] = [];
  if (page.elementCount > MANY_ELEMENTS)
    limits.push(
      sentence(
        `页面有 ${page.elementCount} 个元素，只读取了前面的部分`,
        `The page has ${page.elementCount} elements: only the first were read`,
      ),
    );
  if (page.pageHeight > LONG_PAGE)
    limits.push(
      sentence(
        `页面高 ${page.pageHeight} 像素，画面比对只看首屏`,
        `The page is ${page.pageHeight} px high: pictures are compared on the first screen only`,
      ),
    );
  limits.push(...pictureEnds(page));
  if (page.text.length > TEXT_CAP)
    limits.push(
      sentence(
        `正文超过 ${TEXT_CAP} 字，只比对了前面的部分`,
        `The text is longer than ${TEXT_CAP} characters: only the first were compared`,
      ),
    );
  const letters = page.text.slice(0, 4000).match(/\p{L}/gu)?.length ?? 0;
  const chinese = page.text.slice(0, 4000).match(/\p{Script=Han}/gu)?.length ?? 0;
  if (letters >= ENOUGH_LETTERS && chinese / letters < CHINESE_SHARE)
    limits.push(sentence('页面不是中文，文字比对不适用', 'The page is not in Chinese: its words cannot be compared'));
  if (letters === 0 && page.fields.length === 0) limits.push(sentence('页面没有文字', 'The page has no text'));
  return limits;
}

/** What of the page no full-page picture shows. */
function pictureEnds({ fullPicture }: PageModel): Sentence[] {
  if (!fullPicture) return [];
  const { width, height, pageWidth, pageHeight } = fullPicture;
  return [
    ...(height < pageHeight
      ? [
          sentence(
            `整页截图截到 ${height} 像素，页面高 ${pageHeight} 像素`,
            `The full picture is cut at ${height} of ${pageHeight} px of height`,
          ),
        ]
      : []),
    ...(width < pageWidth
      ? [
          sentence(
            `整页截图截到 ${width} 像素，页面宽 ${pageWidth} 像素`,
            `The full picture is cut at ${width} of ${pageWidth} px of width`,
          ),
        ]
      : []),
  ];
}
