/** Provinces and cities as they stand in names: pinyin (by a library), initials and the usual short forms. */
import { fullPinyin, initialsOf } from './chinese-pinyin.ts';
import { NAME_WORDS, distinct, type WeightedWord } from './name-words.ts';

let made: WeightedWord[] | undefined;

/** Cheapest first; provinces before cities. Made once. */
export function regionWords(): readonly WeightedWord[] {
  made ??= distinct([
    ...Object.entries(NAME_WORDS.regions).flatMap(([name, shorts], index) => [
      { text: provincePinyin(name), cost: 1 + spread(index) },
      ...shorts.map((text) => ({ text, cost: 0.5 + spread(index) })),
    ]),
    ...NAME_WORDS.cities.flatMap((name, index) => [
      { text: fullPinyin(name), cost: CAPITALS.has(name) ? 1.5 : 2.5 + spread(index / 8) },
      ...(initialsOf(name).length >= 2 ? [{ text: initialsOf(name), cost: CAPITALS.has(name) ? 2 : 3.5 }] : []),
    ]),
  ]);
  return made;
}

/** The official spellings that differ from plain pinyin (陕西 against 山西). */
function provincePinyin(name: string): string {
  return name === '陕西' ? 'shaanxi' : fullPinyin(name);
}

const spread = (index: number): number => Math.min(1, Math.floor(index / 10) / 4);
const CAPITALS = new Set(
  '石家庄 太原 沈阳 长春 哈尔滨 南京 杭州 合肥 福州 南昌 济南 郑州 武汉 长沙 广州 深圳 南宁 海口 成都 贵阳 昆明 西安 兰州 西宁 银川 乌鲁木齐 青岛 大连 宁波 苏州 厦门'.split(
    ' ',
  ),
);
