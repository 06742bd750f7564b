/**
 * Compares a page's query form, by the meaning of its fields, with the platforms' fields and the reference pages'
 * forms.
 */
import type { Finding, FindingEvidence } from '../../storage/vocabulary/detect.ts';
import type { FieldKind, Platform } from '../../storage/vocabulary/platform.ts';
import { finding, pageEvidence, quote, sentence } from '../finding.ts';
import type { CaptureView, DetectionContext } from '../host-view.ts';
import {
  type FormShape,
  asksForCertificate,
  asksForNumber,
  bareLabel,
  formShape,
  standsInOfficialFrame,
} from '../reading/query-form.ts';
import { bigramSimilarity } from '../text/normalise-text.ts';

/**
 * One finding per platform whose fields or reference form the page's form resembles; none without a query form of its
 * own.
 */
export function formFingerprint(
  capture: CaptureView,
  { platforms, references, allowList }: DetectionContext,
): Finding[] {
  const { page } = capture;
  if (!page || !asksForCertificate(page) || standsInOfficialFrame(page, platforms, allowList)) return [];
  const shape = formShape(page);
  const findings: Finding[] = [];
  for (const platform of platforms) {
    const own = profileSimilarity(shape, platform);
    const best = references
      .filter((reference) => reference.platform === platform.id)
      .map((reference) => ({ reference, value: referenceSimilarity(shape, formShape(reference.page)) }))
      .sort((left, right) => right.value - left.value)[0];
    const value = Math.max(own, best?.value ?? 0);
    if (value < 0.3) continue;
    const expected =
      best && best.value >= own
        ? formShape(best.reference.page).labels
        : (platform.fields ?? []).map((field) => field.label);
    findings.push(describe(capture, shape, platform, value, expected));
  }
  return [...findings, asksForPerson(capture, shape)];
}

/** A query about a person that is no platform's in particular. */
function asksForPerson(capture: CaptureView, shape: FormShape): Finding {
  const shown = quote(shape.fields.map((field) => field.label || field.placeholder || field.name).join('、'), 100);
  const text = sentence(
    `页面表单查询个人证件（“${shown}”），与任何受保护平台的表单都不特别相近`,
    `The form asks for a person's papers ("${shown}"), in no platform's particular way`,
  );
  const value = 0.35 + (shape.kinds.includes('captcha') ? 0.15 : 0);
  return finding({
    signal: 'form-fingerprint',
    platform: null,
    value,
    because: [text],
    evidence: [pageEvidence(capture, shown)],
  });
}

function profileSimilarity(shape: FormShape, platform: Platform): number {
  const fields = platform.fields ?? [];
  if (fields.length < 2) return 0;
  const kinds = overlap(
    shape.kinds,
    fields.map((field) => field.kind),
  );
  const labels = labelOverlap(
    shape.labels,
    fields.map((field) => bareLabel(field.label)),
  );
  const order = orderAgreement(
    shape.kinds,
    fields.map((field) => field.kind),
  );
  return (0.5 * kinds + 0.35 * labels + 0.15 * order) * specificity(fields.length);
}

function referenceSimilarity(shape: FormShape, reference: FormShape): number {
  if (reference.fields.length < 2 || !asksForNumber(reference.kinds)) return 0;
  const kinds = overlap(shape.kinds, reference.kinds);
  const labels = labelOverlap(shape.labels, reference.labels);
  const order = orderAgreement(shape.kinds, reference.kinds);
  const extras = [
    textOverlap(shape.placeholders, reference.placeholders),
    textOverlap(shape.options, reference.options),
    textOverlap(shape.buttons, reference.buttons),
  ];
  const known = extras.filter((value): value is number => value !== null);
  const extra = known.length === 0 ? kinds : known.reduce((sum, value) => sum + value, 0) / known.length;
  return (0.35 * kinds + 0.3 * labels + 0.1 * order + 0.25 * extra) * specificity(reference.fields.length);
}

/** Two fields (name and number) are everybody's; four in the same order are somebody's. */
function specificity(fieldCount: number): number {
  return fieldCount >= 4 ? 1 : fieldCount === 3 ? 0.85 : 0.65;
}

/** Multiset overlap, relative to the larger side. */
function overlap(left: readonly FieldKind[], right: readonly FieldKind[]): number {
  const rest = [...right];
  let shared = 0;
  for (const kind of left) {
    const at = kind === 'other' ? -1 : rest.indexOf(kind);
    if (at === -1) continue;
    rest.splice(at, 1);
    shared += 1;
  }
  return shared / Math.max(left.length, right.length, 1);
}

function labelOverlap(left: readonly string[], right: readonly string[]): number {
  const wanted = right.filter((label) => label !== '');
  if (wanted.length === 0) return 0;
  const total = wanted.reduce((sum, label) => {
    const best = Math.max(0, ...left.map((own) => (own === label ? 1 : bigramSimilarity(own, label) * 0.8)));
    return sum + (best >= 0.5 ? best : 0);
  }, 0);
  return total / Math.max(wanted.length, left.length);
}

function orderAgreement(left: readonly FieldKind[], right: readonly FieldKind[]): number {
  let at = 0;
  for (const kind of left) if (kind === right[at]) at += 1;
  return right.length === 0 ? 0 : at / right.length;
}

/** Shared share of two text lists; null when the reference has none. */
function textOverlap(left: readonly string[], right: readonly string[]): number | null {
  if (right.length === 0) return null;
  const own = new Set(left);
  const wanted = new Set(right);
  let shared = 0;
  for (const text of wanted) if (own.has(text)) shared += 1;
  return shared / Math.max(wanted.size, Math.min(own.size, wanted.size * 2));
}

function describe(
  capture: CaptureView,
  shape: FormShape,
  platform: Platform,
  value: number,
  expected: readonly string[],
): Finding {
  const shown = quote(shape.fields.map((field) => field.label || field.placeholder || field.name).join('、'), 100);
  const wanted = quote(expected.join('、'), 100);
  const boxes = shape.fields.flatMap((field) => (field.box ? [field.box] : []));
  const evidence: FindingEvidence = {
    ...pageEvidence(capture, shown),
    selector: 'input, select',
    ...(boxes.length > 0 ? { boxes } : {}),
  };
  return finding({
    signal: 'form-fingerprint',
    platform: platform.id,
    value,
    because: [
      sentence(
        `页面表单要求填写“${shown}”，与“${platform.name}”的查询表单“${wanted}”相符程度 ${Math.round(value * 100)}%`,
        `The form asks for "${shown}"; it agrees to ${Math.round(value * 100)}% with the query form "${wanted}" of ${platform.name}`,
      ),
    ],
    evidence: [evidence],
  });
}
