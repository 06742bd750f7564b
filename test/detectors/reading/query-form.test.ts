import { expect, it } from 'vitest';
import { asksForCertificate } from '../../../detectors/reading/query-form.ts';
import { field, page, queryForm } from '../page-fixtures.ts';

it('a query asks for an identity or certificate number', () => {
  expect(asksForCertificate(page(queryForm()))).toBe(true);
  expect(asksForCertificate(page({ fields: [field('姓名')] }))).toBe(false);
});
