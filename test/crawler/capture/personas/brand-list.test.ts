/** The brands of a Chromium version are the ones that version really sends. */
import { expect, it } from 'vitest';
import { brandList } from '../../../../crawler/capture/personas/brand-list.ts';

const header = (brand: string, version: string): string =>
  brandList(brand, version)
    .map((each) => `"${each.brand}";v="${each.version}"`)
    .join(', ');

it.each([
  ['120', '"Not_A Brand";v="8", "Chromium";v="120", "Google Chrome";v="120"'],
  ['124', '"Chromium";v="124", "Google Chrome";v="124", "Not-A.Brand";v="99"'],
  ['131', '"Google Chrome";v="131", "Chromium";v="131", "Not_A Brand";v="24"'],
])('as Chrome %s sent them', (version, sent) => expect(header('Google Chrome', version)).toBe(sent));

it('says the full versions in the same order', () => {
  expect(header('Android WebView', '120.0.6099.43')).toBe(
    '"Not_A Brand";v="8.0.0.0", "Chromium";v="120.0.6099.43", "Android WebView";v="120.0.6099.43"',
  );
});
