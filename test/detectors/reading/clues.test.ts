import { describe, expect, it } from 'vitest';
import { extractClues, mergeClues } from '../../../detectors/reading/clues.ts';
import type { PageModel } from '../../../storage/vocabulary/page-model.ts';
import { capture, page } from '../page-fixtures.ts';

const cluesOf = (model: Partial<PageModel>, html = '') => {
  const merged = mergeClues(extractClues(capture(page(model), { html, persona: 'wechat' })));
  return Object.fromEntries(Object.entries(merged).map(([kind, list]) => [kind, list.map(({ value }) => value)]));
};

describe('clues', () => {
  it.each([
    ['微信：gszs2024 咨询', { wechat: ['gszs2024'] }],
    ['加V❤ cert_8888', { wechat: ['cert_8888'] }],
    ['威信同号 13800000000', { wechat: ['13800000000'], phone: ['13800000000'] }],
    ['QQ：100200300', { qq: ['100200300'] }],
    ['扣扣群 12345678', { qq: ['12345678'] }],
    ['电话 138-0000-0000', { phone: ['13800000000'] }],
    ['客服：４００－１２３－４５６７', { phone: ['400-123-4567'] }],
    ['邮箱 Office@Site.Example 联系', { email: ['office@site.example'] }],
    ['京 ICP 备 10036469 号-1', { icp: ['京ICP备10036469号-1'] }],
    ['京公网安备 11010102000001号', { police: ['京公网安备11010102000001号'] }],
    ['网站标识码：bm18000002', { siteCode: ['bm18000002'] }],
  ])('are read from the text: %s', (text, expected) => {
    expect(cluesOf({ text })).toEqual(expected);
  });

  it.each([
    [
      '<script src="https://hm.baidu.com/hm.js?0123456789abcdef0123456789abcdef"></script>',
      { analytics: ['hm:0123456789abcdef0123456789abcdef'] },
    ],
    [
      '<script src="https://s4.cnzz.com/z_stat.php?id=1234567890&web_id=1234567890"></script>',
      { analytics: ['cnzz:1234567890'] },
    ],
    ['<script src="//js.users.51.la/21234567.js"></script>', { analytics: ['51la:21234567'] }],
    ['<script>LA.init({id:"JxAbC123",ck:"JxAbC123"})</script>', { analytics: ['51la:JxAbC123'] }],
    ['<a href="http://bszs.conac.cn/sitename?method=show&amp;id=0A1B2C3D4E5F"></a>', { conac: ['0A1B2C3D4E5F'] }],
    [
      '<script src="//dcs.conac.cn/js/01/001/0000/60000001/CA010010000600000010001.js"></script>',
      { conac: ['CA010010000600000010001'] },
    ],
    ['<a href="https://wpa.qq.com/msgrd?v=3&uin=100200300&site=qq"></a>', { qq: ['100200300'] }],
    ['<a href="tel:13800000000">call</a>', { phone: ['13800000000'] }],
    ['<button data-wechat="gszs2024">copy</button>', { wechat: ['gszs2024'] }],
  ])('are read from the markup: %s', (html, expected) => {
    expect(cluesOf({}, html)).toEqual(expected);
  });

  it('are read from links and QR codes, with where each was seen', () => {
    const merged = mergeClues(
      extractClues(
        capture(
          page({
            qrCodes: ['https://qr.alipay.com/fkx0000'],
            links: [{ href: 'https://dl.example/app.apk?v=2', text: '下载' }],
          }),
          { persona: 'mobile' },
        ),
      ),
    );
    expect(merged.payment).toEqual([{ value: 'https://qr.alipay.com/fkx0000', seenIn: 'qr@mobile' }]);
    expect(merged.apk?.[0]).toEqual({ value: 'https://dl.example/app.apk?v=2', seenIn: 'link@mobile' });
  });

  it.each([
    '身份证号 110101199001010000',
    '订单 1380000000012345',
    '2026-11-21',
    'version 1.2.3',
    '微信扫一扫',
    'weixin micromessenger',
  ])('are not made up from %s', (text) => {
    expect(cluesOf({ text })).toEqual({});
  });
});
