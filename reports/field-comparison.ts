/** Which form fields of a visited page answer to which fields of the official platform, for showing side by side. */
import { compactText } from '../detectors/normalise-text.ts';
import type { Box, FieldKind, PageField, PageModel, Platform } from '../storage/vocabulary.ts';

export interface FieldMatch {
  /** Label, placeholder or name as seen on the visited page. */
  seen: string;
  official: string;
  kind: FieldKind | null;
  /** The label or prompt is the same but for white space and punctuation. */
  sameWording: boolean;
  seenBox: Box | null;
  officialBox: Box | null;
}

export interface FieldComparison {
  matches: FieldMatch[];
  /** Visible fields of the visited page without an official counterpart. */
  onlySeen: string[];
  /** Official fields that the visited page does not ask for. */
  onlyOfficial: string[];
}

interface OfficialField { label: string; kind: FieldKind | null; box: Box | null; wordings: string[] }

const TYPED = new Set(['input', 'select', 'textarea']);
const NOT_ASKED = new Set(['hidden', 'submit', 'button', 'reset', 'image', 'checkbox', 'radio']);
const KIND_BY_WORDS: readonly (readonly [FieldKind, RegExp])[] = [
  ['sms-code', /短信|手机验证码/u],
  ['captcha', /验证码|校验码|captcha/iu],
  ['id-type', /(?:证件|证照)类型/u],
  ['certificate-type', /证书(?:类型|类别)/u],
  ['id-number', /身份证|证件号/u],
  ['certificate-number', /证书编?号|证号|编号/u],
  ['person-name', /姓名|持证人/u],
  ['phone', /手机|电话/u],
  ['password', /密码/u],
];

/** Compares what both pages ask for. `reference` null: the profile's own field list is compared, and nothing has an official box. */
export function compareFields(page: PageModel, reference: PageModel | null, platform: Platform | null): FieldComparison {
  const open = officialFields(reference, platform);
  const matches: FieldMatch[] = [];
  const onlySeen: string[] = [];
  for (const field of askedFields(page)) {
    const wordings = wordingsOf(field);
    const kind = kindOf(wordings);
    const index = bestMatch(open, wordings, kind);
    const official = open[index];
    if (official === undefined) {
      onlySeen.push(nameOf(field));
      continue;
    }
    open.splice(index, 1);
    const sameWording = official.wordings.some((wording) => wordings.includes(wording));
    matches.push({ seen: nameOf(field), official: official.label, kind: official.kind ?? kind, sameWording, seenBox: field.box, officialBox: official.box });
  }
  return { matches, onlySeen, onlyOfficial: open.map(({ label }) => label) };
}

function bestMatch(open: readonly OfficialField[], wordings: readonly string[], kind: FieldKind | null): number {
  const same = open.findIndex((official) => official.wordings.some((wording) => wordings.includes(wording)));
  return same >= 0 || kind === null ? same : open.findIndex((official) => official.kind === kind);
}

function officialFields(reference: PageModel | null, platform: Platform | null): OfficialField[] {
  const listed = (platform?.fields ?? []).map(({ label, kind }) => ({ label, kind, box: null, wordings: [normalise(label)] }));
  if (reference === null) return listed;
  const asked = askedFields(reference).map((field) => {
    const wordings = wordingsOf(field);
    const kind = listed.find((entry) => wordings.includes(entry.wordings[0] ?? ''))?.kind ?? kindOf(wordings);
    return { label: nameOf(field), kind, box: field.box, wordings };
  });
  return asked.length > 0 ? asked : listed;
}

function askedFields(page: PageModel): PageField[] {
  return page.fields.filter((field) => field.visible && TYPED.has(field.tag.toLowerCase()) && !NOT_ASKED.has(field.type.toLowerCase()));
}

function nameOf(field: PageField): string {
  return [field.label, field.placeholder, field.name].map((text) => text.trim()).find((text) => text !== '') ?? `<${field.tag}>`;
}

/** Prompts ask with a verb that labels leave out: 请输入姓名 is 姓名. */
function normalise(text: string): string {
  return compactText(text).replace(/^请(?:您)?(?:输入|填写|选择)/u, '');
}

function wordingsOf(field: PageField): string[] {
  return [field.label, field.placeholder].map(normalise).filter((text) => text !== '');
}

function kindOf(wordings: readonly string[]): FieldKind | null {
  return KIND_BY_WORDS.find(([, pattern]) => wordings.some((wording) => pattern.test(wording)))?.[0] ?? null;
}
