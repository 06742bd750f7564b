import { expect, it } from 'vitest';
import { labelToUnicode } from '../../../detectors/names/punycode-label.ts';

it('labels that are no punycode come back unchanged, whatever they hold', () => {
  for (const label of ['xn--', 'xn---', 'xn--zzzzzzzzzzzzzzzzzzzzzzzzzzzz', `xn--${'9'.repeat(59)}`, 'plain'])
    expect(typeof labelToUnicode(label)).toBe('string');
  expect(labelToUnicode('plain')).toBe('plain');
});
