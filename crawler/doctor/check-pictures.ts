/** Text recognition: an optional package, without which text drawn as a picture is not read. */
import { PictureReader, READING_ENGINE, type PictureReaderOptions } from '../reading/picture-text/picture-reader.ts';
import { fine, warning, type DoctorFinding } from './doctor-check.ts';

/** @param wanted `capture.readPictures`. Never fails: a sweep works without. */
export async function checkPictures(wanted: boolean, options: PictureReaderOptions = {}): Promise<DoctorFinding> {
  if (!wanted)
    return fine(
      '不识别图中文字（capture.readPictures 为 false）',
      'text in pictures is not read (capture.readPictures is false)',
    );
  const reader = new PictureReader({ beside: 'alone', ...options });
  try {
    const state = await reader.state();
    if (state.available)
      return fine(
        `图中文字可识别：${READING_ENGINE} ${state.version}`,
        `text in pictures is read by ${READING_ENGINE} ${state.version}`,
      );
    return warning(
      { zh: `不能识别图中文字（${state.reason}）`, en: `text in pictures is not read (${state.reason})` },
      {
        zh: `运行 npm ci（可选依赖 ${READING_ENGINE}）；没有它也能巡查`,
        en: `run npm ci (optional dependency ${READING_ENGINE}); a sweep works without`,
      },
    );
  } finally {
    await reader.close();
  }
}
