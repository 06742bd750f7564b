import { expect, it } from 'vitest';
import { archivedCopy } from '../../../detectors/signals/archived-copy.ts';
import { OFFICIAL_HOME, capture, context, page } from '../page-fixtures.ts';

const found = (original: string, title: string) =>
  archivedCopy(
    capture(page({ url: `https://web.example/20230506120000/${original}`, title, text: OFFICIAL_HOME.text })),
    context(),
  );

it("an archive's copy of an official page exonerates", () => {
  expect(found('https://cx.works.gov.cn/', '网页存档')).toMatchObject([{ detector: 'archived-copy', value: 1 }]);
});

it('such an address alone, or of another page, does not', () => {
  expect(found('https://cx.works.gov.cn/', '证书查询')).toEqual([]);
  expect(found('https://site.example/', '网页存档')).toEqual([]);
});
