/** A document's number as it is printed, from the format of its number book. */
import { MingjingError } from '../mingjing-error.ts';

/** Prefix, year in hexagonal brackets, number: GB/T 9704. */
export const DEFAULT_NUMBER_FORMAT = '{prefix}〔{year}〕{number}号';

const PARTS = ['{prefix}', '{year}', '{number}'] as const;

/** @throws MingjingError NUMBER_FORMAT_INVALID (input) for a format that lacks a part or names one twice. */
export function checkNumberFormat(format: string): void {
  if (PARTS.every((part) => format.split(part).length === 2)) return;
  throw new MingjingError('NUMBER_FORMAT_INVALID', {
    zh: `文号格式应各含一次 ${PARTS.join('、')}，实际为 ${format}`,
    en: `a number format has ${PARTS.join(', ')} once each, found ${format}`,
  });
}

/** `number` without leading zeros, as the standard asks. */
export function documentNumber(format: string, prefix: string, year: number, number: number): string {
  return format
    .replace('{year}', String(year))
    .replace('{number}', String(number))
    .replace('{prefix}', () => prefix);
}
