/**
 * The schema of `brands/<id>/profile.json`: turns unknown JSON into a checked Platform, or says which key of which file
 * is wrong.
 */
import { getPublicSuffix } from 'tldts';
import { z } from 'zod';
import { MingjingError } from '../../storage/mingjing-error.ts';
import { FIELD_KINDS } from '../../storage/vocabulary/platform.ts';
import type { Platform } from '../../storage/vocabulary/platform.ts';

/** The format says `null` = absent, so a null is read like a missing key. */
function optional<T extends z.ZodType>(schema: T) {
  return schema.nullish().transform((value) => value ?? undefined);
}

const text = z.string().trim().min(1);
const texts = z.array(text);
const token = text.regex(/^[a-z0-9-]+$/, 'expected lower-case letters, digits or hyphens');

const hostEntry = z
  .string()
  .regex(/^\.?(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*$/, {
    message: 'expected a lower-case host name (punycode, no port), or .suffix for a name and everything below it',
  })
  .refine((entry) => !isPublicSuffixEntry(entry), {
    message: 'a public suffix such as .gov.cn or .cn would make every site below it official',
  });

function isPublicSuffixEntry(entry: string): boolean {
  return entry.startsWith('.') && getPublicSuffix(entry.slice(1)) === entry.slice(1);
}

/** zod schema of a profile. Unknown keys are errors; only `id`, `name` and `hosts` are required. */
export const platformSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'expected lower-case letters, digits and single hyphens'),
  name: text,
  owner: optional(text),
  version: optional(z.int().positive()),
  checkedOn: optional(z.iso.date()),
  sources: optional(texts),
  hosts: z.array(hostEntry).min(1),
  references: optional(z.array(z.url({ protocol: /^https?$/ }))),
  titles: optional(texts),
  sections: optional(texts),
  fields: optional(z.array(z.strictObject({ label: text, kind: z.enum(FIELD_KINDS) }))),
  resultFields: optional(texts),
  messages: optional(texts),
  ids: optional(
    z.strictObject({
      icp: optional(texts),
      police: optional(texts),
      siteCode: optional(texts),
      conac: optional(texts),
      analytics: optional(texts),
    }),
  ),
  wechat: optional(z.array(z.strictObject({ name: text, subject: optional(text) }))),
  domainTokens: optional(
    z.strictObject({
      agency: optional(z.array(token)),
      service: optional(z.array(token)),
      topic: optional(z.array(token)),
    }),
  ),
  keywords: optional(texts),
});

/**
 * Checks one profile. `file` is only used in the message.
 * @throws MingjingError PLATFORM_INVALID (exit `input`) naming the file, the key, what was expected and what was found.
 */
export function parsePlatform(json: unknown, file: string): Platform {
  const result = platformSchema.safeParse(json);
  if (result.success) return withoutUndefined(result.data);
  const issue = result.error.issues[0];
  const key = issue ? keyOf(issue) : '(root)';
  const expected = issue?.message ?? 'a profile object';
  const found = show(valueAt(json, issue?.path ?? []));
  throw new MingjingError('PLATFORM_INVALID', {
    zh: `平台档案 ${file} 的键 ${key} 不符合格式：${expected}；实际为 ${found}`,
    en: `Platform profile ${file}, key ${key}: ${expected}; found ${found}`,
  });
}

function keyOf(issue: z.core.$ZodIssue): string {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') path.push(issue.keys[0] ?? '?');
  return path.length > 0 ? path.join('.') : '(root)';
}

function valueAt(json: unknown, path: readonly PropertyKey[]): unknown {
  let value = json;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value;
}

function show(value: unknown): string {
  const shown = value === undefined ? 'nothing' : (JSON.stringify(value) ?? typeof value);
  return shown.length > 120 ? `${shown.slice(0, 117)}...` : shown;
}

/** Drops keys whose value is undefined, so that a missing key stays missing ("not looked for"). */
function withoutUndefined<T extends object>(value: T): T {
  const kept = Object.entries(value).filter(([, entry]) => entry !== undefined);
  return Object.fromEntries(
    kept.map(([key, entry]: [string, unknown]) => [
      key,
      typeof entry === 'object' && entry !== null && !Array.isArray(entry) ? withoutUndefined(entry) : entry,
    ]),
  ) as T;
}
