import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { htmlToText } from '../../../detectors/reading/html-text.ts';
import { isParkedPage } from '../../../detectors/reading/parked-page.ts';
import { growth, TOO_MUCH_GROWTH } from '../../growth.ts';

const ask = (
  html: string,
  title: string | null = null,
  url = 'https://site.example/',
  headers: Record<string, string> = {},
) => isParkedPage({ html, title, url, headers });
const long = '<p>这是一篇关于服务器配置的长文章，介绍如何安装和使用。</p>'.repeat(60);

describe('a parked page', () => {
  it.each([
    ['for sale in Chinese', '<h1>该域名正在出售</h1>', 'abc.example'],
    ['for sale by its title', '<p>联系我们</p>', '本域名诚意转让'],
    ['for sale in English', '<p>The domain abc.example is for sale. Make an offer.</p>', null],
    ['of a parking service', '<script src="https://www.sedoparking.com/frmpark/x.js"></script>', null],
    [
      'default nginx',
      '<h1>Welcome to nginx!</h1><p>If you see this page, the web server works.</p>',
      'Welcome to nginx!',
    ],
    ['default panel', '<h1>恭喜，站点创建成功！</h1>', '恭喜，站点创建成功！'],
    ['unbound name', '<p>您访问的域名未绑定，请联系管理员</p>', null],
    ['IIS', '<img src="iisstart.png">', 'IIS Windows Server'],
    ['expired host', '<p>抱歉，虚拟主机已到期</p>', null],
    ['under construction', '<h2>网站建设中，敬请期待</h2>', ''],
  ])('is recognised: %s', (_name, html, title) => {
    const answer = ask(html, title);
    expect(answer.parked).toBe(true);
    expect(answer.because?.zh).toBeTruthy();
  });

  it('is recognised by where it leads', () => {
    expect(ask('', null, 'https://www.hugedomains.com/domain_profile.cfm?d=abc').parked).toBe(true);
  });

  it.each([
    ['an article about nginx', `<h1>Welcome to nginx! 是什么</h1>${long}`, 'nginx 默认页详解'],
    [
      'a shop for domains as one link among others',
      `<a href="https://www.juming.com/">域名</a><p>我们公司主营电线电缆，欢迎来电洽谈合作。</p>`,
      '电缆公司',
    ],
    [
      'a query form',
      '<h1>证书查询</h1><input name="zj" placeholder="证件号码"><p>敬请期待更多功能</p>',
      '特种作业操作证查询',
    ],
    ['a plain page', '<p>你好</p>', '首页'],
    ['an empty page', '', null],
  ])('is not %s', (_name, html, title) => {
    expect(ask(html, title)).toEqual({ parked: false, because: null });
  });

  type Sample = [name: string, title: string | null, body: string];
  const samples = (file: string) =>
    JSON.parse(readFileSync(new URL(`../../data/parked/${file}.json`, import.meta.url), 'utf8')) as Sample[];
  const whole = (title: string | null, body: string) =>
    `<!doctype html><html><head>${title === null ? '' : `<title>${title}</title>`}</head><body>${body}</body></html>`;
  const judged = (title: string | null, body: string) =>
    ask(whole(title, body), title, 'https://lampada.example/').parked;

  it.each(samples('parked'))('is one that says so of its own domain, or nothing at all: %s', (_name, title, body) =>
    expect(judged(title, body)).toBe(true),
  );
  it.each(samples('honest'))(
    'is not one that speaks of domains and is about something else: %s',
    (_name, title, body) => expect(judged(title, body)).toBe(false),
  );

  it('is not parked by the words of another domain, by a menu, or by a query beside them', () => {
    const offer = '<p>该域名正在出售，欢迎报价</p>';
    expect(judged('lampada.example', offer)).toBe(true);
    expect(
      judged('lampada.example', `${offer}<p>one.example ￥300</p><p>two.example ￥500</p><p>three.example ￥800</p>`),
    ).toBe(false);
    expect(judged('lampada.example', `<a>首页</a><a>通知公告</a><a>报名</a>${offer}`)).toBe(false);
    expect(judged('lampada.example', `${offer}<p>请输入身份证号 <input name="a"></p>`)).toBe(false);
    expect(judged('lampada.example', `${offer}<p>相关搜索</p><p>证书查询</p><form><input name="search"></form>`)).toBe(
      true,
    );
    expect(judged('lampada.example', `${offer}<table><td>作业类别<td>操作项目<td>有效期</table>`)).toBe(false);
  });

  it('is recognised on a market’s own page for the one domain', () => {
    expect(
      ask('<h1>lampada.example</h1><p>The domain lampada.example is for sale</p>', 'Market', 'https://market.example/')
        .parked,
    ).toBe(true);
    expect(ask('<h1>Market</h1><p>We moved to lampada.example</p>', 'Market', 'https://market.example/').parked).toBe(
      false,
    );
  });

  it('is judged in linear time on hostile markup', () => {
    const hostile = (count: number) =>
      `${'<'.repeat(count * 5)}${'<!--'.repeat(count)}${'<script'.repeat(count)}${'域名 '.repeat(count)}`;
    expect(growth(1250, hostile, ask)).toBeLessThan(TOO_MUCH_GROWTH);
    for (const piece of [
      '正在',
      '您正在访问的域名',
      '域名 lampada.example ',
      '现已可以',
      'this domain is ',
      '已经被',
      '相关搜索\n',
      '<input ',
    ])
      expect(
        growth(
          1250,
          (count) => piece.repeat(count),
          (html) => ask(html, piece.repeat(50), 'https://lampada.example/'),
        ),
      ).toBeLessThan(TOO_MUCH_GROWTH);
  });
});

describe('text of raw HTML', () => {
  it('drops code and comments, decodes entities and keeps blocks apart', () => {
    expect(
      htmlToText(
        '<title>t</title><style>x</style><div>姓<b>名</b>&nbsp;&#65;</div><!-- no --><p>二</p><script>alert(1)</script>',
      ).trim(),
    ).toBe('姓名 A\n二');
  });
});
