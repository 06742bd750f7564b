/**
 * What somebody handed in as a sheet of leads, by its first bytes: a workbook, text, or something that another program
 * has to save first.
 */
import type { Sentence } from '../../../storage/vocabulary/sentence.ts';

export type LeadFileKind = { kind: 'workbook' | 'text' } | { kind: 'other'; because: Sentence };

const SAVE_AS: Sentence = { zh: '请另存为 .xlsx 或 CSV', en: 'save it as .xlsx or CSV' };
const PICTURE: Sentence = { zh: '这是图片，请用 lead photo', en: 'it is a picture: use lead photo' };
const ARCHIVE: Sentence = { zh: '这是压缩包，请先解压', en: 'it is an archive: unpack it first' };

/** First bytes in hexadecimal. */
const OTHERS: readonly [string, Sentence][] = [
  ['25504446', { zh: `这是 PDF，${SAVE_AS.zh}`, en: `it is a PDF: ${SAVE_AS.en}` }],
  ['ffd8ff', PICTURE],
  ['89504e47', PICTURE],
  ['47494638', PICTURE],
  ['52494646', PICTURE],
  ['1f8b', ARCHIVE],
  ['52617221', ARCHIVE],
  ['377abcaf', ARCHIVE],
  ['7b5c727466', { zh: `这是 RTF 文档，${SAVE_AS.zh}`, en: `it is an RTF document: ${SAVE_AS.en}` }],
];
/** The name of the stream that holds an encrypted workbook, as its container writes it. */
const ENCRYPTED = Buffer.from('EncryptedPackage', 'utf16le');

/**
 * Text that is no table (HTML, XML) counts as something else: browsers and old systems save it under the ending of a
 * workbook.
 */
export function leadFileKind(bytes: Buffer): LeadFileKind {
  const head = bytes.subarray(0, 8).toString('hex');
  if (head.startsWith('504b')) return { kind: 'workbook' };
  if (head.startsWith('d0cf11e0')) return { kind: 'other', because: compound(bytes) };
  const other = OTHERS.find(([magic]) => head.startsWith(magic));
  if (other) return { kind: 'other', because: other[1] };
  const start = bytes
    .subarray(0, 2000)
    .toString('latin1')
    .replace(/^(?:\u00EF\u00BB\u00BF|\s)+/u, '')
    .toLowerCase();
  if (/^<(?:!doctype|html|head|meta|table|\?xml|workbook)/u.test(start))
    return {
      kind: 'other',
      because: {
        zh: `这是网页或 XML 格式的表格，${SAVE_AS.zh}`,
        en: `it is a web page or an XML table: ${SAVE_AS.en}`,
      },
    };
  return { kind: 'text' };
}

function compound(bytes: Buffer): Sentence {
  return bytes.includes(ENCRYPTED)
    ? {
        zh: `这是加密的工作簿，请取消密码后${SAVE_AS.zh.slice(1)}`,
        en: `it is an encrypted workbook: take its password off, then ${SAVE_AS.en}`,
      }
    : {
        zh: `这是旧版 Office 文件（如 .xls）或加密的工作簿，${SAVE_AS.zh}`,
        en: `it is an old Office file (such as .xls) or an encrypted workbook: ${SAVE_AS.en}`,
      };
}
