/** What `mingjing lead` prints for people. Addresses are defanged: these are the ones that must not be clicked. */
import type { Lead, LeadPhoto } from '../../storage/cases/lead-repository.ts';
import type { Sentence } from '../../storage/vocabulary/sentence.ts';
import type { ReportLanguage } from '../wording/report-language.ts';
import { shownText, shownUrl } from '../wording/shown-text.ts';
import { textTable } from './text-table.ts';

/** Most problems named one by one. */
const NAMED = 20;

/** Why a row is no lead. */
const FAULT_WORDS: Record<string, Record<ReportLanguage, string>> = {
  empty: { zh: '没有填写网址', en: 'no address given' },
  scheme: { zh: '不是 http(s) 网址', en: 'not an http(s) address' },
  'too-long': { zh: '域名过长', en: 'the name is too long' },
};
const NO_ADDRESS: Record<ReportLanguage, string> = { zh: '不是网址', en: 'no address' };

export interface LeadIntake {
  rows: number;
  /** Addresses read from the rows: one row may hold several. */
  leads: number;
  added: number;
  merged: number;
  repeated: number;
  official: number;
  unusable: readonly { file: string; place: string; written: string; fault: string }[];
  /** What was not read as it stood. */
  notes: readonly Sentence[];
}

export function leadAddedText(
  { rows, leads, added, merged, repeated, official, unusable, notes }: LeadIntake,
  lang: ReportLanguage,
): string {
  const summary =
    lang === 'zh'
      ? `共 ${rows} 行，读出网址 ${leads} 个：新增 ${added} 个，并入已有网址 ${merged} 个，重复 ${repeated} 个；无法使用 ${unusable.length} 行${official > 0 ? `；其中 ${official} 个为官方网址，巡查时不访问` : ''}`
      : `${counted(rows, 'row')}, ${counted(leads, 'address', 'es')}: ${added} new, ${merged} merged into known ones, ${repeated} repeated; ${counted(unusable.length, 'row')} unusable${official > 0 ? `; of the addresses ${official} official, which a sweep does not visit` : ''}`;
  const lines = unusable
    .slice(0, NAMED)
    .map(
      ({ file, place, written, fault }) =>
        `- ${shownText(`${file} ${place}`, 120)}${lang === 'zh' ? '：' : ': '}${[shownText(written, 60), FAULT_WORDS[fault]?.[lang] ?? NO_ADDRESS[lang]].filter((part) => part !== '').join(lang === 'zh' ? '，' : ', ')}`,
    );
  const hidden = unusable.length - NAMED;
  const more =
    hidden > 0 ? [lang === 'zh' ? `……另有 ${hidden} 行，全部见 --json` : `… and ${hidden} more; --json lists all`] : [];
  return [summary, ...lines, ...more, ...notes.map((note) => `! ${shownText(note[lang], 300)}`)].join('\n');
}

const counted = (count: number, word: string, ending = 's') => `${count} ${word}${count === 1 ? '' : ending}`;

const CODE_WORDS: Record<string, Record<ReportLanguage, string>> = {
  'official-token': {
    zh: '官方编号（只能在官方公众号内核验）',
    en: 'official token (only the official account can check it)',
  },
  'official-url': { zh: '官方网址', en: 'official address' },
  url: { zh: '网址，已记为线索', en: 'address, kept as a lead' },
  text: { zh: '文字', en: 'text' },
};

export interface PhotoLine {
  file: string;
  digest: string | null;
  reason: Sentence | null;
  codes: readonly { kind: string; payload: string; url: string | null }[];
  /** What of the picture could not be read. */
  unread: readonly Sentence[];
}

export function leadPhotoText(
  photos: readonly PhotoLine[],
  { added, merged, repeated }: { added: number; merged: number; repeated: number },
  lang: ReportLanguage,
): string {
  const t = (zh: string, en: string) => (lang === 'zh' ? zh : en);
  const colon = t('：', ': ');
  const codeLine = ({ kind, payload, url }: PhotoLine['codes'][number]) => {
    const words = `    ${CODE_WORDS[kind]?.[lang] ?? kind}${colon}${url === null ? shownText(payload, 200) : shownUrl(url)}`;
    // what stands around an address, or says it otherwise
    return url === null || payload.trim() === url || /^https?:\/\/\S+$/iu.test(payload.trim())
      ? words
      : `${words}${t('（码中原文：', ' (the code says: ')}${shownText(payload, 200)}${t('）', ')')}`;
  };
  const lines = photos.flatMap(({ file, digest, reason, codes, unread }) => {
    const name = shownText(file, 200);
    if (digest === null)
      return [
        `✗ ${name}${colon}${t('无法读取图片', 'no readable picture')}${colon}${shownText(reason?.[lang] ?? '', 200)}`,
      ];
    const notes = unread.map((note) => `    ! ${note[lang]}`);
    if (codes.length === 0)
      return [
        `! ${name}${colon}${t('未识别到二维码，图片已留存，请人工查看', 'no QR code could be read; the picture is kept, have a person look at it')}`,
        ...notes,
      ];
    return [`✓ ${name}  SHA-256 ${digest}`, ...codes.map(codeLine), ...notes];
  });
  const summary = t(
    `新增网址 ${added} 个，并入已有 ${merged} 个，重复 ${repeated} 个`,
    `${counted(added, 'new address', 'es')}, ${merged} merged into known ones, ${repeated} repeated`,
  );
  return [...lines, summary].join('\n');
}

export function leadListText(leads: readonly Lead[], photos: readonly LeadPhoto[], lang: ReportLanguage): string {
  const t = (zh: string, en: string) => (lang === 'zh' ? zh : en);
  if (leads.length === 0 && photos.length === 0)
    return t(
      '还没有线索；用 lead add、lead import 或 lead photo 添加',
      'no leads yet; use lead add, lead import or lead photo',
    );
  const rows = leads.flatMap(({ id, target, reports }) =>
    reports.map(({ channel, receivedAt, note, reported, file, place }, index) => [
      index === 0 ? String(id) : '',
      index === 0 ? shownUrl(target) : '',
      shownText(channel ?? '', 60),
      shownText(receivedAt ?? '', 40),
      shownText([file, place].filter((part) => part !== null).join(' '), 80),
      shownText(reported ?? '', 200),
      shownText(note ?? '', 200),
    ]),
  );
  const table = textTable(
    [
      { title: '#', align: 'right' },
      { title: t('网址', 'ADDRESS'), maxWidth: 60 },
      { title: t('来源渠道', 'CHANNEL'), maxWidth: 16 },
      { title: t('接收时间', 'RECEIVED') },
      { title: t('文件', 'FILE'), maxWidth: 30 },
      { title: t('原文', 'AS WRITTEN'), maxWidth: 30 },
      { title: t('备注', 'NOTE'), maxWidth: 40 },
    ],
    rows,
  );
  const unread = photos.filter(({ codes }) => codes.length === 0);
  const footer = t(
    `线索 ${leads.length} 条，照片 ${photos.length} 张（其中 ${unread.length} 张未识别到二维码）`,
    `${counted(leads.length, 'lead')}, ${counted(photos.length, 'photo')} (${unread.length} without a readable code)`,
  );
  return leads.length === 0 ? footer : `${table}\n\n${footer}`;
}
