/** The query form of a page: its asking controls with the meaning of each, and whether it asks about a person. */
import type { PageField, PageModel } from '../../storage/vocabulary/page-model.ts';
import type { FieldKind, Platform } from '../../storage/vocabulary/platform.ts';
import { hostOf, isOfficialHost } from '../names/official-hosts.ts';
import { fieldKind, isAsking, wordsKind } from './field-kind.ts';
import { compactText } from '../text/normalise-text.ts';

/** The asking controls of one page, in document order: `kinds`, `labels` and `fields` run in parallel. */
export interface FormShape {
  kinds: FieldKind[];
  /** Compact label, else placeholder, per field. */
  labels: string[];
  placeholders: string[];
  options: string[];
  buttons: string[];
  fields: PageField[];
}

/** More controls than this belong to a questionnaire or a hostile page, not to a query form. */
const MAX_FIELDS = 40;

const IDENTITY: ReadonlySet<FieldKind> = new Set(['id-number', 'certificate-number']);

const shapes = new WeakMap<PageModel, FormShape>();

/** The page's visible asking controls with their kinds, in document order; memoised per page object. */
export function formShape(page: PageModel): FormShape {
  const known = shapes.get(page);
  if (known) return known;
  const fields = page.fields.slice(0, 2000).filter(isAsking).slice(0, MAX_FIELDS);
  const shape: FormShape = {
    fields,
    kinds: fields.map(fieldKind),
    labels: fields.map((field) => bareLabel(askedBy(field))),
    placeholders: fields.map((field) => compactText(field.placeholder.slice(0, 60))).filter((text) => text !== ''),
    options: [
      ...new Set(
        fields.flatMap((field) => field.options.slice(0, 40)).map((option) => compactText(option.slice(0, 60))),
      ),
    ].filter((text) => text !== ''),
    buttons: page.buttons
      .slice(0, 60)
      .map((button) => compactText(button.text.slice(0, 30)))
      .filter((text) => text !== ''),
  };
  shapes.set(page, shape);
  return shape;
}

/** The words that say what is asked: a label found near the field that names nothing gives way to the placeholder. */
function askedBy({ label, placeholder }: PageField): string {
  return label === '' || (placeholder !== '' && wordsKind(label) === null && wordsKind(placeholder) !== null)
    ? placeholder
    : label;
}

/** Label without the polite prefix and colon: 请输入证件号码： and 证件号码 are the same question. */
export function bareLabel(label: string): string {
  return compactText(label.slice(0, 60)).replace(/^(?:请)?(?:输入|选择|填写)(?:您的)?/, '');
}

/** True when one of the kinds is the number of a person's papers or of a certificate. */
export function asksForNumber(kinds: readonly FieldKind[]): boolean {
  return kinds.some((kind) => IDENTITY.has(kind));
}

/** True when the page asks for an identity or certificate number, that is, offers a query about a person. */
export function asksForCertificate(page: PageModel): boolean {
  const { kinds } = formShape(page);
  return asksForNumber(kinds) && !isLogin(kinds);
}

function isLogin(kinds: readonly FieldKind[]): boolean {
  return kinds.includes('password');
}

/** True when every asking control of the page belongs to a form inside a frame of an official host. */
export function standsInOfficialFrame(
  page: PageModel,
  platforms: readonly Platform[],
  allowList: readonly string[],
): boolean {
  const { fields } = formShape(page);
  return (
    fields.length > 0 &&
    fields.every((field) => {
      const frame = page.forms[field.form]?.frame;
      return (
        frame !== null &&
        frame !== undefined &&
        frame !== page.url &&
        isOfficialHost(hostOf(frame), platforms, allowList)
      );
    })
  );
}
