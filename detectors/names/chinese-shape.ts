/** Names in Chinese characters: a platform's or an organ's own name, or certificate words, in a label. */
import { NAME_WORDS } from './name-words.ts';
import { shapeOf, type Shape } from './name-shape.ts';
import type { RecogniserIndex } from './recogniser-index.ts';

/** 特种作业操作证查询.cn, 应急管理部证书.com; `readable` = the host in Unicode. */
export function chineseShape(host: string, readable: string, { chinese }: RecogniserIndex): Shape | null {
  if (!/\p{Script=Han}/u.test(readable)) return null;
  const whole = chinese.find(({ text }) => readable.includes(text));
  const query = CERTIFICATE.test(readable);
  if (whole && (whole.platform !== null || query)) {
    const shape = whole.text.length >= 6 || query ? 'chinese-platform' : 'chinese-organ';
    return shapeOf(
      shape,
      whole.platform,
      `${readable}（${host}）含有名称“${whole.text}”`,
      `${readable} (${host}) carries the name ${whole.text}`,
    );
  }
  if (whole)
    return shapeOf(
      'chinese-organ',
      null,
      `${readable}（${host}）含有机关名称“${whole.text}”`,
      `${readable} (${host}) carries the organ's name ${whole.text}`,
    );
  return query
    ? shapeOf(
        'chinese-certificate',
        null,
        `${readable}（${host}）是证书查询用词`,
        `${readable} (${host}) is made of certificate-query words`,
      )
    : null;
}

const CERTIFICATE = new RegExp(
  `(?:证书|证件|资格证|操作证|上岗证|学历|职称)(?:${NAME_WORDS.genericChinese.filter((word) => word.length === 2).join('|')}|网)*(?:查询|查验|验证|核验)`,
  'u',
);
