/** What is wrong with a corpus file, as one bilingual line per problem: file, key path, expected and found. */
import { MingjingError } from '../../storage/mingjing-error.ts';
import type { z } from 'zod';
import type { Sentence } from '../../storage/vocabulary/sentence.ts';

/** How many problems one message shows; the rest is counted. */
const SHOWN = 20;

/** Builds `sites/x/site.json, routes[0].match.path: expected …, found …`. `key` may be '' for the file as a whole. */
export function problem(file: string, key: string, expected: Sentence, found: string | Sentence): Sentence {
  const was = typeof found === 'string' ? { zh: found, en: found } : found;
  return {
    zh: `${file}${key ? ` 的 ${key}` : ''}：应为${expected.zh}，实际为 ${was.zh}`,
    en: `${file}${key ? `, ${key}` : ''}: expected ${expected.en}, found ${was.en}`,
  };
}

/** All problems of one parsed file. */
export function schemaProblems(file: string, json: unknown, error: z.ZodError): Sentence[] {
  return error.issues.flatMap((issue) => issueProblems(file, json, issue));
}

/** @returns the error that ends the command: code CORPUS_INVALID, exit `input`, naming each problem. */
export function corpusError(problems: readonly Sentence[]): MingjingError {
  const list = (language: 'zh' | 'en') =>
    problems
      .slice(0, SHOWN)
      .map((each) => each[language])
      .join('\n');
  const rest = problems.length - SHOWN;
  return new MingjingError('CORPUS_INVALID', {
    zh: `语料不符合格式：\n${list('zh')}${rest > 0 ? `\n另有 ${rest} 处` : ''}`,
    en: `The corpus does not follow the format:\n${list('en')}${rest > 0 ? `\nand ${rest} more` : ''}`,
  });
}

function issueProblems(file: string, json: unknown, issue: z.core.$ZodIssue): Sentence[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) =>
      problem(
        file,
        keyPath([...issue.path, key]),
        { zh: '格式中的键', en: 'a key of the format' },
        { zh: `未知的键“${key}”`, en: `the unknown key "${key}"` },
      ),
    );
  }
  // A key of a record that does not fit: the inner issues carry what was expected.
  if (issue.code === 'invalid_key') {
    const inner = issue.issues[0];
    const expected = inner ? expectedOf(inner) : { zh: '合法的键', en: 'a valid key' };
    return [problem(file, keyPath(issue.path), expected, show(String(issue.path.at(-1))))];
  }
  return [problem(file, keyPath(issue.path), expectedOf(issue), show(valueAt(json, issue.path)))];
}

function expectedOf(issue: z.core.$ZodIssue): Sentence {
  switch (issue.code) {
    case 'custom': {
      const expected: unknown = issue.params?.['expected'];
      return isSentence(expected) ? expected : { zh: '合法的值', en: 'a valid value' };
    }
    case 'invalid_type':
      return both(issue.expected);
    case 'invalid_value':
      return { zh: `以下之一：${issue.values.join('、')}`, en: `one of ${issue.values.join(', ')}` };
    case 'invalid_union': {
      const options: unknown = 'options' in issue ? issue.options : null;
      if (Array.isArray(options)) return { zh: `以下之一：${options.join('、')}`, en: `one of ${options.join(', ')}` };
      const inner = issue.errors.map(([first]) => (first ? expectedOf(first) : both('?')));
      return { zh: inner.map(({ zh }) => zh).join('，或'), en: inner.map(({ en }) => en).join(', or ') };
    }
    case 'too_small':
      return { zh: `不小于 ${issue.minimum} 的值或数量`, en: `at least ${issue.minimum}` };
    case 'too_big':
      return { zh: `不大于 ${issue.maximum} 的值或数量`, en: `at most ${issue.maximum}` };
    default:
      return both(issue.message);
  }
}

const both = (text: string): Sentence => ({ zh: text, en: text });

function isSentence(value: unknown): value is Sentence {
  return typeof value === 'object' && value !== null && 'zh' in value && 'en' in value;
}

/** `routes[0].match.path`. */
function keyPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (key, part) => (typeof part === 'number' ? `${key}[${part}]` : key ? `${key}.${String(part)}` : String(part)),
    '',
  );
}

function valueAt(json: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    json,
  );
}

function show(value: unknown): string | Sentence {
  if (value === undefined) return { zh: '没有给出', en: 'nothing' };
  const shown = JSON.stringify(value) ?? typeof value;
  return shown.length > 120 ? `${shown.slice(0, 117)}...` : shown;
}
