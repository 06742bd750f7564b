/** What each generator rule does, in one sentence for people. */
import type { Sentence } from '../../../storage/vocabulary/sentence.ts';

const RULES: Readonly<Record<string, Sentence>> = {
  'suffix-folding': {
    zh: '官方域名各段重新拼接，政府后缀并入名称',
    en: 'the labels of the official host joined anew, its government suffix folded into the name',
  },
  token: { zh: '机关、业务或查询用词单独成名', en: 'an agency, service or topic word alone' },
  'token-join': { zh: '机关、业务与查询用词拼接', en: 'agency, service and topic words joined' },
  nation: { zh: '加“中国、全国、国家”字样', en: 'words that claim the whole country' },
  role: { zh: '加官网、平台一类的身份词', en: 'words that claim to be the platform itself' },
  lure: { zh: '加引诱用词', en: 'lure words' },
  region: { zh: '加省市名称', en: 'a province or city in front' },
  'local-organ': { zh: '地方主管部门的简称', en: 'the short name of a local bureau' },
  mistake: { zh: '官方标签写错后再拼接', en: 'the official label with a mistake in it, joined with other words' },
  'gov-zone': {
    zh: '以形似 gov.cn 的上级域名代替政府后缀',
    en: 'a zone that reads like gov.cn in place of the closed suffix',
  },
  'gov-look-alike': { zh: '把 gov 写成形近字样', en: 'gov in a spelling that reads like it' },
  'host-prefix': { zh: '官方域名整段作为其他域名的前缀', en: 'the whole official host as a prefix of another domain' },
  'suffix-typo': { zh: '后缀写错', en: 'the suffix mistyped' },
  'label-join': { zh: '子域与域名连写', en: 'sub-domain and label joined below the same suffix' },
  number: { zh: '加数字，便于轮换', en: 'a number, for rotation' },
  www: { zh: '加 www、wx 等前缀', en: 'www, wx and the like in front' },
  'fuzzy-pinyin': { zh: '模糊音拼写', en: 'pinyin as misheard' },
  'chinese-name': { zh: '中文域名', en: 'a Chinese name as an internationalised domain' },
  'marked-letter': { zh: '换成带符号的拉丁字母', en: 'a Latin letter with a mark' },
  'free-host': { zh: '免费子域或网页托管', en: 'a free sub-domain or page host' },
  'close-homoglyph': { zh: '换成一眼难辨的形近字符', en: 'a look-alike that survives a glance' },
  homoglyph: { zh: '换成形近字符', en: 'a look-alike character' },
  'homoglyph-twice': { zh: '两处形近字符', en: 'two look-alike characters' },
  omission: { zh: '漏一个字符', en: 'a character left out' },
  repetition: { zh: '重复一个字符', en: 'a character doubled' },
  transposition: { zh: '相邻字符对调', en: 'two neighbours swapped' },
  hyphenation: { zh: '插入连字符', en: 'a hyphen put in' },
  replacement: { zh: '按错相邻键', en: 'a neighbouring key instead' },
  insertion: { zh: '多按相邻键', en: 'a neighbouring key as well' },
  addition: { zh: '末尾多一个字符', en: 'a character at the end' },
  'any-letter': { zh: '中间多一个字母', en: 'one more letter inside' },
  'vowel-swap': { zh: '换元音', en: 'another vowel' },
  bitsquatting: { zh: '一个比特翻转', en: 'one flipped bit' },
  subdomain: { zh: '插入点号', en: 'a dot put in' },
  plural: { zh: '加 s', en: 'a plural s' },
  cyrillic: { zh: '整段换成西里尔字母', en: 'the label in Cyrillic letters' },
};

/** `mistake+omission` → both sentences; a word that is no rule stands as it is. */
export function explainRule(rule: string): Sentence {
  const parts = rule.split('+').map((each) => RULES[each] ?? { zh: each, en: each });
  return { zh: parts.map(({ zh }) => zh).join('；'), en: parts.map(({ en }) => en).join('; ') };
}
