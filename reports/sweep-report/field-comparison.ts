/** Which form fields of a visited page answer to which fields of the official platform, for showing side by side. */
import { fieldKind, isAsking } from '../../detectors/reading/field-kind.ts';
import { compactText } from '../../detectors/text/normalise-text.ts';
import type { Box, PageField, PageModel } from '../../storage/vocabulary/page-model.ts';
import type { FieldKind, Platform } from '../../storage/vocabulary/platform.ts';

export interface FieldMatch {
  /** Label, placeholder or name as seen on the visited page. */
  seen: string;
  official: string;
  kind: FieldKind;
  /** The label or prompt is the same but for white space, punctuation and a polite prefix. */
  sameWording: boolean;
  seenBox: Box | null;
  officialBox: Box | null;
}

export interface FieldComparison {
  matches: FieldMatch[];
  /** Fields of the visited page without an official counterpart. */
  onlySeen: string[];
  /** Official fields that the visited page does not ask for. */
  onlyOfficial: string[];
}

interface AskedField {
  name: string;
  kind: FieldKind;
  box: Box | null;
  wordings: string[];
}

/** A hostile page may hold thousands of controls; a query form does not. */
const MOST_FIELDS = 40;

/**
 * Pairs the fields of both pages, first by wording, then by meaning. Without a form on the reference (or without a
 * reference) the profile's own field list stands in for it, and nothing has an official box.
 */
export function compareFields(
  page: PageModel,
  reference: PageModel | null,
  platform: Platform | null,
): FieldComparison {
  const seen = askedFields(page);
  const onReference = reference === null ? [] : askedFields(reference);
  const official = onReference.length > 0 ? onReference : listedFields(platform);
  const partners = new Map<AskedField, AskedField>();
  pairUp(seen, official, partners, sameWording);
  pairUp(seen, official, partners, (a, b) => a.kind === b.kind && a.kind !== 'other');
  const paired = new Set(partners.values());
  return {
    matches: seen.flatMap((field) => {
      const partner = partners.get(field);
      if (partner === undefined) return [];
      return [
        {
          seen: field.name,
          official: partner.name,
          kind: partner.kind,
          sameWording: sameWording(field, partner),
          seenBox: field.box,
          officialBox: partner.box,
        },
      ];
    }),
    onlySeen: seen.filter((field) => !partners.has(field)).map(({ name }) => name),
    onlyOfficial: official.filter((field) => !paired.has(field)).map(({ name }) => name),
  };
}

function pairUp(
  seen: readonly AskedField[],
  official: readonly AskedField[],
  partners: Map<AskedField, AskedField>,
  agree: (a: AskedField, b: AskedField) => boolean,
): void {
  const taken = new Set(partners.values());
  for (const field of seen) {
    if (partners.has(field)) continue;
    const partner = official.find((candidate) => !taken.has(candidate) && agree(field, candidate));
    if (partner === undefined) continue;
    partners.set(field, partner);
    taken.add(partner);
  }
}

function sameWording(a: AskedField, b: AskedField): boolean {
  return a.wordings.some((wording) => b.wordings.includes(wording));
}

function askedFields(page: PageModel): AskedField[] {
  return page.fields
    .filter(isAsking)
    .slice(0, MOST_FIELDS)
    .map((field) => ({
      name: nameOf(field),
      kind: fieldKind(field),
      box: field.box,
      wordings: [field.label, field.placeholder].map(bareWording).filter((text) => text !== ''),
    }));
}

function listedFields(platform: Platform | null): AskedField[] {
  return (platform?.fields ?? []).map(({ label, kind }) => ({
    name: label,
    kind,
    box: null,
    wordings: [bareWording(label)],
  }));
}

function nameOf(field: PageField): string {
  return (
    [field.label, field.placeholder, field.name].map((text) => text.trim()).find((text) => text !== '') ??
    `<${field.tag}>`
  );
}

/** Prompts ask with a verb that labels leave out: 请输入姓名 is 姓名. */
function bareWording(text: string): string {
  return compactText(text.slice(0, 80)).replace(/^请?(?:输入|填写|选择)(?:您的)?/u, '');
}
