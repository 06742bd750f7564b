import { expect, it } from 'vitest';
import { ownLife } from '../../../detectors/signals/own-life.ts';
import { capture, context, page } from '../page-fixtures.ts';

const site = (filing: string, pages: number) =>
  page({
    url: 'https://site.example/',
    text: `某某工具站\n${filing}`,
    links: Array.from({ length: pages }, (_, index) => ({ href: `https://site.example/p${index}`, text: '栏目' })),
  });
const found = (filing: string, pages: number) => ownLife(capture(site(filing, pages)), context());

it('is a filing number of its own and many inner pages', () => {
  expect(found('苏ICP备20230001号', 12)).toMatchObject([{ detector: 'own-life', platform: null, value: 1 }]);
});

it("is neither a front without pages nor a platform's number", () => {
  expect(found('苏ICP备20230001号', 3)).toEqual([]);
  expect(found('京ICP备10000001号', 12)).toEqual([]);
});
