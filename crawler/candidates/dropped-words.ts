/** Why a source passed something over, in words for people. */
import type { Sentence } from '../../storage/vocabulary/sentence.ts';

const WORDS: Readonly<Record<string, Sentence>> = {
  official: { zh: '官方网址', en: 'official' },
  'official-token': { zh: '官方二维码', en: 'official token' },
  'not-recognised': { zh: '不像仿冒域名', en: 'not recognised' },
  'redirect-unresolved': { zh: '跳转未能解析', en: 'redirect unresolved' },
  repeated: { zh: '重复', en: 'repeated' },
  text: { zh: '文字内容', en: 'text' },
  token: { zh: '编号内容', en: 'token' },
  'unreadable-entry': { zh: '无法读取的条目', en: 'unreadable entry' },
  'bad-row': { zh: '无效的行', en: 'bad row' },
  'public-service': { zh: '公共服务', en: 'public service' },
  known: { zh: '已知主机', en: 'known already' },
  'over-limit': { zh: '超出上限', en: 'over the limit' },
  'shared-certificate': { zh: '共用证书上的其他域名', en: 'further names of a shared certificate' },
  'bad-line': { zh: '无效的行', en: 'bad line' },
};

/** `official 2, bad row 1`; null when nothing was dropped. An unknown reason is shown as it is. */
export function droppedSentence(dropped: readonly { reason: string; count: number }[]): Sentence | null {
  if (dropped.length === 0) return null;
  const named = dropped.map(({ reason, count }) => ({
    words: WORDS[reason] ?? WORDS[reason.split(' ')[0] ?? ''] ?? { zh: reason, en: reason },
    count,
  }));
  return {
    zh: `未采用：${named.map(({ words, count }) => `${words.zh} ${count}`).join('、')}`,
    en: `not taken: ${named.map(({ words, count }) => `${words.en} ${count}`).join(', ')}`,
  };
}
