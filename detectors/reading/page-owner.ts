/** Who a page says it belongs to: school, company or paper in its title or in the owner's line at its foot. */
import type { PageModel } from '../../storage/vocabulary/page-model.ts';
import { REGIONAL_ORGAN } from './organ-words.ts';
import { type PageText, pageText } from './page-text.ts';

/** A line that names the owner, in the spelling shown. */
export const OWNER_LINE = /版权所有|主办单位|主办[:：]|承办单位|copyright|©|\(c\)|网站名称|主管单位/i;

const OWN =
  /学校|学院|大学|职校|技校|培训(?:中心|机构|基地|部|站)|有限(?:责任)?公司|公司|集团|工作室|事务所|协会|商会|网校|教育科技|商城|旗舰店|医院|银行|日报|晚报|新闻网|晚报社|杂志社|出版社|论坛|博客|社区|百科/;

/** True for a line that names an owner who is no state organ: a school, company, association, paper. */
export function namesOwner(line: string): boolean {
  return OWN.test(line);
}

/** The owner's lines of a page, compact; empty when it names none. */
export function ownerLines(text: PageText): string[] {
  return text.lines
    .filter((line) => line.compact.length < 160 && OWNER_LINE.test(line.shown))
    .map((line) => line.compact);
}

/** Names of owners a page gives itself, organs of regions included, compact; empty when it names none. */
export function ownerNames(page: PageModel): string[] {
  const text = pageText(page);
  return [...text.titleParts, ...ownerLines(text)].filter((line) => namesOwner(line) || REGIONAL_ORGAN.test(line));
}
