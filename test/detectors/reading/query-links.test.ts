import { describe, expect, it } from 'vitest';
import { queryLinks } from '../../../detectors/reading/query-links.ts';
import { framed } from '../framed-page.ts';
import { OFFICIAL_FORM, capture, context, page, hostView } from '../page-fixtures.ts';

const link = (href: string, text: string) => ({ href, text });
const home = page({
  url: 'https://site.example/',
  links: [
    link('https://site.example/#/person', '特种设备作业人员证查询'),
    link('https://site.example/news/3.html', '关于证书查询的通知'),
    link('https://other.example/cx', '证书查询'),
    link('https://site.example/cx.apk', '证书查询'),
    link('https://site.example/about', '关于我们'),
    link('https://site.example/#/person', '特种设备作业人员证查询'),
  ],
});

describe('links to a query', () => {
  it("are those of the host's own pages whose words offer one", () => {
    expect(queryLinks(hostView('site.example', [capture(home)]), context())).toEqual(['https://site.example/#/person']);
  });

  it('lead with the page over plain http when https kept a frame from loading', () => {
    const shell = page({ url: 'https://site.example/', frames: ['http://frames.example/q'] });
    expect(queryLinks(hostView('site.example', [capture(shell)]), context())).toEqual(['http://site.example/']);
    expect(
      queryLinks(hostView('site.example', [capture({ ...shell, url: 'http://site.example/' })]), context()),
    ).toEqual([]);
  });

  it('are followed although an official frame beside them asks', () => {
    const shown = framed(home, { shows: OFFICIAL_FORM });
    expect(queryLinks(hostView('site.example', [capture(shown)]), context())).toEqual([
      'https://site.example/#/person',
    ]);
  });

  it('are not needed once a query was seen, nor followed twice', () => {
    expect(
      queryLinks(
        hostView('site.example', [capture(home), capture({ ...OFFICIAL_FORM, url: 'https://site.example/q' })]),
        context(),
      ),
    ).toEqual([]);
    expect(
      queryLinks(
        hostView('site.example', [capture(home), capture(page({ url: 'https://site.example/#/person' }))]),
        context(),
      ),
    ).toEqual([]);
  });
});
