import { expect, it } from 'vitest';
import { linksReturn } from '../../../detectors/signals/links-return.ts';
import { capture, context, page, queryForm } from '../page-fixtures.ts';

const links = (host: string, count: number) =>
  Array.from({ length: count }, (_, index) => ({ href: `https://${host}/${index}`, text: '栏目' }));

it('a query whose other links lead to the official site is a finding of that platform', () => {
  const model = page({ ...queryForm(), links: links('cx.works.gov.cn', 4) });
  expect(linksReturn(capture(model), context())).toMatchObject([{ detector: 'links-return', platform: 'works' }]);
});

it('links of a page without a query, or mostly elsewhere, are none', () => {
  expect(linksReturn(capture(page({ links: links('cx.works.gov.cn', 4) })), context())).toEqual([]);
  const mixed = [...links('cx.works.gov.cn', 4), ...links('other.example', 12)];
  expect(linksReturn(capture(page({ ...queryForm(), links: mixed })), context())).toEqual([]);
});
