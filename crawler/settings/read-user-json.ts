/** Reads a JSON file that people write by hand: settings, platform profiles, practice corpora. */
import { readFile } from 'node:fs/promises';
import type { Sentence } from '../../storage/vocabulary/sentence.ts';
import { jsonFault } from './json-fault.ts';
import { wideEncoding } from '../reading/line-decoder.ts';

/**
 * `missing` = it cannot be opened, `cause` says why; `unreadable` = it is no JSON, `found` says where and what stands
 * there.
 */
export type UserJson =
  { kind: 'read'; value: unknown } | { kind: 'missing'; cause: unknown } | { kind: 'unreadable'; found: Sentence };

/** UTF-8 with or without a byte order mark; any other encoding is named, not guessed at. */
export async function readUserJson(file: string): Promise<UserJson> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (cause) {
    return { kind: 'missing', cause };
  }
  if (wideEncoding(bytes) !== null) return otherEncoding('UTF-16');
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return otherEncoding('GBK');
  }
  try {
    return { kind: 'read', value: JSON.parse(text) as unknown };
  } catch (error) {
    const fault = jsonFault(text);
    const reason = error instanceof Error ? error.message : String(error);
    if (fault === null) return { kind: 'unreadable', found: { zh: reason, en: reason } };
    const { line, column, because } = fault;
    return {
      kind: 'unreadable',
      found: { zh: `第 ${line} 行第 ${column} 列${because.zh}`, en: `line ${line}, column ${column}: ${because.en}` },
    };
  }
}

function otherEncoding(name: 'UTF-16' | 'GBK'): UserJson {
  const most = name === 'GBK' ? { zh: '可能是 GBK', en: 'probably GBK' } : { zh: 'UTF-16', en: 'UTF-16' };
  return {
    kind: 'unreadable',
    found: {
      zh: `文件编码不是 UTF-8（${most.zh}），请另存为 UTF-8`,
      en: `the file is not in UTF-8 (${most.en}): save it as UTF-8`,
    },
  };
}
