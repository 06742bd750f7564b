/** A host that answers and shows itself to no visitor: said as what it is, for what nobody was shown is not clean. */
import type { Persona } from '../../storage/vocabulary/personas.ts';
import type { Sentence } from '../../storage/vocabulary/sentence.ts';
import { PERSONAS } from '../../storage/vocabulary/personas.ts';
import { sentence } from '../finding.ts';
import type { Seen, SeenCapture } from '../reading/seen.ts';

const PERSONA_NAMES: Readonly<Record<Persona, Sentence>> = {
  desktop: { zh: '桌面', en: 'desktop' },
  mobile: { zh: '手机', en: 'mobile' },
  wechat: { zh: '微信', en: 'WeChat' },
  search: { zh: '搜索引擎来访', en: 'from a search engine' },
};

/** What is shown instead of a site. */
const INSTEAD: Partial<Readonly<Record<Seen, Sentence>>> = {
  blank: { zh: '空白页', en: 'blank page' },
  gate: { zh: '门槛页', en: 'gate' },
  error: { zh: '出错页', en: 'error page' },
  failed: { zh: '未能读取', en: 'not readable' },
  'no-answer': { zh: '无应答', en: 'no answer' },
};

/**
 * The sentence for a host of which every visit ended on a blank, error or gate page although its server answered; null
 * when that is not so. A server that answered with faults only may simply be out of order, and the sentence says so.
 */
export function hiddenFromAll(seen: readonly SeenCapture[]): Sentence | null {
  const held = seen.filter((item) => item.seen === 'blank' || item.seen === 'gate' || item.seen === 'error');
  if (held.length === 0 || seen.some((item) => INSTEAD[item.seen] === undefined)) return null;
  const faulty = held.every(({ capture, seen: shown }) => shown === 'error' && (capture.visit.status ?? 200) >= 400);
  const tried = PERSONAS.filter((persona) => seen.some(({ capture }) => capture.visit.persona === persona));
  const untried = PERSONAS.filter((persona) => !tried.includes(persona));
  const list = (personas: readonly Persona[], language: keyof Sentence): string =>
    personas.map((persona) => PERSONA_NAMES[persona][language]).join(language === 'zh' ? '、' : ', ');
  const zh = [
    `该主机有应答，但已试的 ${tried.length} 种访客（${list(tried, 'zh')}）都没有看到内容（${counted(seen, 'zh')}）`,
    untried.length === 0 ? '各种访客均已试过' : `未试：${list(untried, 'zh')}`,
    faulty ? '可能对访客隐藏，也可能只是故障' : '很可能对访客隐藏',
    '没有看到不等于没有问题',
  ].join('；');
  const en = [
    `The host answers but showed itself to none of the ${tried.length} kinds of visitor tried (${list(tried, 'en')}): ${counted(seen, 'en')}`,
    untried.length === 0 ? 'every kind was tried' : `not tried: ${list(untried, 'en')}`,
    faulty ? 'it may hide from visitors, or be out of order' : 'it likely hides from visitors',
    'not seen does not mean clean',
  ].join('; ');
  return sentence(zh, en);
}

function counted(seen: readonly SeenCapture[], language: keyof Sentence): string {
  const numbers = new Map<Seen, number>();
  for (const item of seen) numbers.set(item.seen, (numbers.get(item.seen) ?? 0) + 1);
  const parts = [...numbers].map(([kind, count]) =>
    language === 'zh' ? `${INSTEAD[kind]?.zh ?? kind} ${count} 次` : `${INSTEAD[kind]?.en ?? kind} ×${count}`,
  );
  return parts.join(language === 'zh' ? '、' : ', ');
}
