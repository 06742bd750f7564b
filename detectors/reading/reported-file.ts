/**
 * An address that is a file instead of a page: which file, how large, of what type by its bytes. It is kept unopened,
 * so nothing is known of what it says.
 */
import type { Sentence } from '../../storage/vocabulary/sentence.ts';
import type { CaptureView } from '../host-view.ts';
import { quote, sentence } from '../finding.ts';

/** Types told from the first bytes, in words. */
const TYPES: Readonly<Record<string, Sentence>> = {
  'application/pdf': sentence('PDF 文档', 'a PDF document'),
  'application/vnd.android.package-archive': sentence('安卓安装包', 'an Android package'),
  'application/x-ios-app': sentence('iOS 安装包', 'an iOS package'),
  'application/zip': sentence('ZIP 压缩包', 'a ZIP archive'),
  'application/x-rar-compressed': sentence('RAR 压缩包', 'a RAR archive'),
  'application/x-7z-compressed': sentence('7z 压缩包', 'a 7z archive'),
  'application/gzip': sentence('gzip 压缩包', 'a gzip archive'),
  'application/x-ole-storage': sentence('旧版 Office 文档', 'an old Office document'),
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': sentence('Word 文档', 'a Word document'),
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': sentence('Excel 表格', 'an Excel workbook'),
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': sentence(
    'PowerPoint 文稿',
    'a PowerPoint presentation',
  ),
  'application/rtf': sentence('RTF 文档', 'an RTF document'),
  'application/x-msdownload': sentence('Windows 程序', 'a Windows program'),
  'application/x-elf': sentence('Linux 程序', 'a Linux program'),
  'image/png': sentence('PNG 图片', 'a PNG picture'),
  'image/jpeg': sentence('JPEG 图片', 'a JPEG picture'),
  'text/plain': sentence('文本', 'text'),
  'text/html': sentence('网页文件', 'an HTML file'),
};

/** What the visit was given instead of a page. */
export function reportedFile({ visit, downloads = [] }: CaptureView): Sentence {
  const shown = quote(visit.url, 120);
  const [file] = downloads;
  if (!file) {
    const capped = visit.hazards.find(({ kind }) => kind === 'byte-cap');
    return sentence(
      `该地址是文件，未作判定：${shown} 给出一个文件，${capped ? '超过大小上限，未保存' : '未能完整取回'}，内容未知`,
      `The address is a file and was not judged: ${shown} gave a file that ${capped ? 'was larger than is kept' : 'did not arrive whole'}; what it says is unknown`,
    );
  }
  const type = TYPES[file.mediaType] ?? sentence('未知类型', 'a file of unknown type');
  const name = quote(file.name, 60);
  const more =
    downloads.length > 1
      ? sentence(`，另有 ${downloads.length - 1} 个文件`, `, and ${downloads.length - 1} more`)
      : sentence('', '');
  return sentence(
    `该地址是文件，未作判定：${shown} 给出“${name}”，${file.bytes} 字节，按内容是${type.zh}，SHA-256 ${file.digest}${more.zh}；已隔离，未打开`,
    `The address is a file and was not judged: ${shown} gave "${name}", ${file.bytes} bytes, by its bytes ${type.en}, SHA-256 ${file.digest}${more.en}; quarantined, not opened`,
  );
}
