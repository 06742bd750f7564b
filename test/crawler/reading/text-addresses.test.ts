/** Addresses as people write them: glued to Chinese text and to each other, full-width, defanged, torn apart. */
import { describe, expect, it } from 'vitest';
import { textAddresses } from '../../../crawler/reading/text-addresses.ts';

const found = (text: string) => textAddresses(text).map(({ url }) => url);

describe('what follows an address ends it', () => {
  it.each([
    ['http://nine-card.cn/look——已关停', 'http://nine-card.cn/look'],
    ['「http://nine-card.cn/look」', 'http://nine-card.cn/look'],
    ['‘http://nine-card.cn/look’', 'http://nine-card.cn/look'],
    ['"http://nine-card.cn/look"假的', 'http://nine-card.cn/look'],
    ['（http://nine-card.cn/look）', 'http://nine-card.cn/look'],
    ['http://nine-card.cn/look（手机打开）', 'http://nine-card.cn/look'],
    ['http://nine-card.cn/look(手机打开)', 'http://nine-card.cn/look'],
    ['http://nine-card.cn/a_(b)', 'http://nine-card.cn/a_(b)'],
    ['http://nine-card.cn/look……', 'http://nine-card.cn/look'],
    ['http://nine-card.cn/look。真假？', 'http://nine-card.cn/look'],
    ['http://nine-card.cn/look-手机版', 'http://nine-card.cn/look'],
    ['http://nine-card.cn/look→跳转', 'http://nine-card.cn/look'],
    ['http://nine-card.cn打不开', 'http://nine-card.cn/'],
    ['http://nine-card.cn/打不开', 'http://nine-card.cn/'],
    ['nine-card.cn打不开', 'http://nine-card.cn/'],
    ['http://nine-card.cn:8080，群众举报', 'http://nine-card.cn:8080/'],
    ['http://nine-card.cn/q?id=77已失效', 'http://nine-card.cn/q?id=77'],
    ['[查询](http://nine-card.cn/look)', 'http://nine-card.cn/look'],
  ])('%s', (text, url) => {
    expect(found(text)).toEqual([url]);
  });
});

describe('Chinese letters that belong to an address stay in it', () => {
  it.each([
    ['http://nine-card.cn/查询/1?x=2', 'http://nine-card.cn/%E6%9F%A5%E8%AF%A2/1?x=2'],
    ['http://nine-card.cn/q?name=李四&no=3，假的', 'http://nine-card.cn/q?name=%E6%9D%8E%E5%9B%9B&no=3'],
    ['网址为证件核验.com打不开', 'http://证件核验.com/'],
    ['证件核验.中国', 'http://证件核验.中国/'],
    ['http://证件核验.中国/x，假', 'http://证件核验.中国/x'],
    ['http://核验.nine-card.cn假的', 'http://核验.nine-card.cn/'],
  ])('%s', (text, url) => {
    expect(found(text)).toEqual([new URL(url).href]);
  });
});

describe('several addresses are several', () => {
  it.each([
    ['http://one-card.cn/a、http://two-card.cn/b', ['http://one-card.cn/a', 'http://two-card.cn/b']],
    ['http://one-card.cn/ahttp://two-card.cn/b', ['http://one-card.cn/a', 'http://two-card.cn/b']],
    ['http://one-card.cnhttps://two-card.cn', ['http://one-card.cn/', 'https://two-card.cn/']],
    ['http://one-card.cn/;http://two-card.cn/', ['http://one-card.cn/', 'http://two-card.cn/']],
    ['one-card.cn/a，two-card.cn', ['http://one-card.cn/a', 'http://two-card.cn/']],
    ['one-card.cn。www.two-card.cn', ['http://one-card.cn/', 'http://www.two-card.cn/']],
    ['①http://one-card.cn/②http://two-card.cn/', ['http://one-card.cn/', 'http://two-card.cn/']],
    ['http://one-card.cn/\ntwo-card.cn/b', ['http://one-card.cn/', 'http://two-card.cn/b']],
    ['two-card.cn 和 http://one-card.cn/', ['http://two-card.cn/', 'http://one-card.cn/']],
    ['http://one-card.cn/go?to=http://two-card.cn/', ['http://one-card.cn/go?to=http://two-card.cn/']],
  ])('%s', (text, urls) => {
    expect(found(text)).toEqual(urls);
  });
});

describe('what keyboards, programs and careful reporters did is undone', () => {
  it.each([
    ['ｈｔｔｐ：／／ｗｗｗ．ｎｉｎｅ－ｃａｒｄ．ｃｎ／ｑ？ａ＝１', 'http://www.nine-card.cn/q?a=1'],
    ['http：//nine-card.cn：81/q', 'http://nine-card.cn:81/q'],
    ['http://nine-card.cn/q？id=5', 'http://nine-card.cn/q?id=5'],
    ['www。nine-card。com。cn', 'http://www.nine-card.com.cn/'],
    ['nine-card点cn', 'http://nine-card.cn/'],
    ['hXXps[:]//nine-card[.]cn/q', 'https://nine-card.cn/q'],
    ['h**p://nine-card（.）cn', 'http://nine-card.cn/'],
    ['nine-card dot cn', 'http://nine-card.cn/'],
    ['http:\\\\nine-card.cn\\q', 'http://nine-card.cn/q'],
    ['http;//nine-card.cn/q', 'http://nine-card.cn/q'],
    ['ttp://nine-card.cn/q', 'http://nine-card.cn/q'],
    ['htt\u200Bp://nine\u00AD-card\uFEFF.cn/q\u00A0假', 'http://nine-card.cn/q'],
    ['\u202Dhttp://nine-card.cn/q\u202C', 'http://nine-card.cn/q'],
    ['nine\u2011card.cn', 'http://nine-card.cn/'],
    ['http:// nine-card.cn/q', 'http://nine-card.cn/q'],
    ['http://www.\nnine-card.cn/q', 'http://www.nine-card.cn/q'],
    ['www.nine-card .cn', 'http://www.nine-card.cn/'],
    ['http://nine-card.cn/q\n?id=1', 'http://nine-card.cn/q?id=1'],
    ['http://nine-card.cn/q?id=\nAB12', 'http://nine-card.cn/q?id=AB12'],
    ['http://nine-card.cn/q/\nlook.html', 'http://nine-card.cn/q/look.html'],
    ['http://nine-card.cn/q?name=Li Si', 'http://nine-card.cn/q?name=Li%20Si'],
    ['http://nine-card.cn/q?at=2026-11-03 09:30', 'http://nine-card.cn/q?at=2026-11-03%2009:30'],
    ['http://cx.gov.example@nine-card.cn/q', 'http://nine-card.cn/q'],
  ])('%j', (text, url) => {
    expect(found(text)).toEqual([url]);
  });
});

describe('literals count, and what is no address does not', () => {
  it.each([
    ['203.0.113.9:8080/q，假的', ['http://203.0.113.9:8080/q']],
    ['http://[2001:db8::9]:81/q。', ['http://[2001:db8::9]:81/q']],
    ['x@nine-card.cn', []],
    ['weixin://dl/business/?ticket=nine-card.cn', []],
    ['打不开.网址是什么', []],
    ['1.中国', []],
    ['2026.11.5', []],
    ['证书附件.zip', []],
    ['编号 T110.No.1', []],
    ['请联系12350', []],
    ['http://', []],
  ])('%s', (text, urls) => {
    expect(found(text)).toEqual(urls);
  });

  it('and a blank between two things leaves them two', () => {
    expect(found('http://nine-card.cn/q?sn=5 证书编号 T1')).toEqual(['http://nine-card.cn/q?sn=5']);
    expect(found('http://nine-card.cn/q 12350')).toEqual(['http://nine-card.cn/q']);
  });
});
