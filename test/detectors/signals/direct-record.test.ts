import { expect, it } from 'vitest';
import { directRecord } from '../../../detectors/signals/direct-record.ts';
import { RECORD_TEXT, capture, page, queryForm } from '../page-fixtures.ts';

const found = (url: string, form = false) =>
  directRecord(capture(page({ text: RECORD_TEXT, ...(form ? queryForm() : {}) }), { url }));

it('an address with a key that opens a record is a finding', () => {
  expect(found('https://site.example/c/8f3a21')).toMatchObject([{ detector: 'direct-record', value: 1 }]);
});

it('the bare host, and a page that asks first, are none', () => {
  expect(found('https://site.example/')).toEqual([]);
  expect(found('https://site.example/c/8f3a21', true)).toEqual([]);
});
