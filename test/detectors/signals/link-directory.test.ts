import { expect, it } from 'vitest';
import { linkDirectory } from '../../../detectors/signals/link-directory.ts';
import { capture, context, page } from '../page-fixtures.ts';

it('a directory of official sites is recognised', () => {
  const hosts = [
    'cx.works.gov.cn',
    'cnse.e-lifts.cn',
    'www.a.gov.cn',
    'www.b.gov.cn',
    'www.c.gov.cn',
    'www.d.gov.cn',
    'www.e.gov.cn',
  ];
  const model = page({
    title: '常用查询网址',
    url: 'https://nav.example/',
    links: hosts.map((host) => ({ href: `https://${host}/`, text: host })),
  });
  expect(linkDirectory(capture(model), context()).map((item) => item.detector)).toContain('link-directory');
});
