/**
 * Brings text into one spelling, so that disguises (full width, zero width, traditional, look-alike letters, split
 * words) compare equal.
 */

/** Traditional and variant characters that occur in these pages, each followed by its simplified form. */
const VARIANTS =
  '證证証证書书業业種种資资訊讯詢询國国應应關关務务產产産产職职員员電电發发機机號号碼码驗验験验簽签審审復复複复實实際际結结開开類类項项績绩單单聯联網网門门戶户区区區区標标備备檔档據据個个請请輸输選选擇择辦办處处費费條条線线壓压熱热與与調调頁页確确權权獲获歷历曆历學学習习術术師师設设築筑環环衛卫監监檢检測测試试題题圖图為为爲为無无對对報报導导過过還还進进遠远連连達达運运間间閱阅雙双難难頒颁領领顯显風风養养駕驾點点車车農农價价優优傳传係系僅仅偽伪內内冊册動动勞劳協协參参問问啟启團团園园場场壞坏專专將将屬属層层帶带幾几廣广廠厂庫库廳厅張张強强後后從从態态憑凭擔担敗败數数斷断時时暫暂會会東东構构樣样歐欧歲岁氣气決决沒没況况滿满濟济災灾狀状獨独現现盡尽稱称競竞筆笔簡简紀纪約约紅红級级納纳紙纸組组細细終终統统經经維维緊紧編编縣县總总繼继續续聲声聽听臨临興兴舉举舊旧華华蓋盖裝装製制規规視视覽览觀观計计訂订記记許许註注詐诈該该詳详認认語语誤误說说課课論论識识議议護护讀读變变負负財财貨货責责買买貼贴賣卖質质購购軟软較较載载輕轻轉转這这適适郵邮鄉乡銀银錄录錢钱鏈链長长閉闭隊队階阶隨随險险雲云預预頭头額额願愿館馆馬马驟骤體体査查';
const SIMPLIFIED = new Map<string, string>();
for (let index = 0; index + 1 < VARIANTS.length; index += 2)
  SIMPLIFIED.set(VARIANTS.charAt(index), VARIANTS.charAt(index + 1));

/**
 * Letters of other scripts that look like Latin ones. Source: the subset of Unicode UTS #39 confusables seen in host
 * names.
 */
const LETTERS: Record<string, string> = {
  а: 'a',
  е: 'e',
  о: 'o',
  р: 'p',
  с: 'c',
  у: 'y',
  х: 'x',
  і: 'i',
  ѕ: 's',
  ј: 'j',
  һ: 'h',
  ԁ: 'd',
  ɡ: 'g',
  ց: 'g',
  м: 'm',
  т: 't',
  к: 'k',
  н: 'h',
  в: 'b',
  г: 'r',
  α: 'a',
  ο: 'o',
  ν: 'v',
  ρ: 'p',
  τ: 't',
  ι: 'i',
  ɑ: 'a',
  ı: 'i',
  ł: 'l',
  ø: 'o',
  ӏ: 'l',
  ᴍ: 'm',
  ᴇ: 'e',
  ո: 'n',
  ս: 'u',
  օ: 'o',
  ʋ: 'v',
};

/**
 * Characters that show nothing: zero width, bidi marks, soft hyphen, variation selectors, private use of icon fonts.
 */
export const INVISIBLE =
  // oxlint-disable-next-line no-misleading-character-class -- invisible combining marks are exactly what is removed here
  /[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ue000-\uf8ff]/g;
const MAPPED = new RegExp(`[${[...SIMPLIFIED.keys()].join('')}]`, 'g');
const CONFUSED = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'g');

/** NFKC, lower case, simplified Chinese, invisible characters removed; line breaks stay. */
export function normaliseText(text: string): string {
  return text
    .normalize('NFKC')
    .replace(INVISIBLE, '')
    .toLowerCase()
    .replace(MAPPED, (character) => SIMPLIFIED.get(character) ?? character);
}

/** Non-Latin look-alike letters and accents replaced by the Latin letters they look like. */
export function latinSkeleton(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(CONFUSED, (character) => LETTERS[character] ?? character);
}

/** Normalised text without white space and punctuation: what remains when markup splits a word. */
export function compactText(text: string): string {
  return normaliseText(text).replace(/[^\p{L}\p{N}]+/gu, '');
}

/** Set of overlapping character n-grams of an already compact text; at most `limit` (default 20,000) are taken. */
export function gramsOf(compact: string, n: number, limit = 20_000): Set<string> {
  const grams = new Set<string>();
  for (let index = 0; index + n <= compact.length && grams.size < limit; index += 1)
    grams.add(compact.slice(index, index + n));
  return grams;
}

/**
 * Dice coefficient 0..1 of the character bigrams of two compact texts; 1 for equal texts, 0 when either is too short.
 */
export function bigramSimilarity(left: string, right: string): number {
  if (left === right) return left === '' ? 0 : 1;
  if (left.length < 2 || right.length < 2) return 0;
  const grams = gramsOf(left, 2);
  const others = gramsOf(right, 2);
  let shared = 0;
  for (const gram of grams) if (others.has(gram)) shared += 1;
  return (2 * shared) / (grams.size + others.size);
}
