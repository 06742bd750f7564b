/** What people read is visible, masked and disarmed. */
import { describe, expect, it } from 'vitest';
import { defangHost, defangHostReadable, defangText, defangUrl } from '../../../reports/wording/defang.ts';
import { isPersonName, maskName, maskPersonalData } from '../../../reports/wording/mask-personal-data.ts';
import { plainText } from '../../../reports/wording/plain-text.ts';
import { shownText, shownUrl } from '../../../reports/wording/shown-text.ts';

describe('plain text', () => {
  it('drops control, bidirectional and invisible characters', () => {
    expect(plainText('a\u202Egpj.exe\u2066b\u200Bc\uFEFFd\u001B[31me\u0000\u{E0041}')).toBe('agpj.exebcd[31me');
  });
  it('makes one line of many', () => expect(plainText(' 姓名\r\n\t张\u2028三 ')).toBe('姓名 张 三'));
  it('replaces lone surrogates, which no file can hold', () => expect(plainText('a\uD800b')).toBe('a\uFFFDb'));
  it('cuts at whole characters and says so', () => expect(plainText('𠮷𠮷𠮷', 2)).toBe('𠮷𠮷…'));
});

describe('masking', () => {
  it.each([
    ['身份证号：110101190001010010', '身份证号：110*************10'],
    ['证书编号 T11010119000101001X。', '证书编号 T110*************1X。'],
    ['1101 0119 0001 0100 10', '110*************10'],
    ['１１０１０１１９０００１０１００１０', '１１０*************１０'],
    ['130503670401001', '130**********01'],
  ])('keeps 3+2 of the ID number in %s', (text, masked) => expect(maskPersonalData(text)).toBe(masked));

  it('leaves a SHA-256 whole, whatever its digits look like, and masks beside it', () => {
    const digest = `${'ab'.repeat(10)}13800000000${'cd'.repeat(16)}e`;
    expect(digest).toHaveLength(64);
    expect(shownText(`证据 ${digest}（raster）已损坏，电话13800000000`)).toBe(
      `证据 ${digest}（raster）已损坏，电话138****0000`,
    );
    expect(maskPersonalData(`${digest}0`)).not.toContain('13800000000');
  });

  it.each([
    ['电话13800000000', '电话138****0000'],
    ['+86 138-0000-0000', '138****0000'],
    ['8613800000000', '138****0000'],
  ])('keeps 3+4 of the phone in %s', (text, masked) => expect(maskPersonalData(text)).toBe(masked));

  it.each([
    ['姓名：张三丰 性别 男', '姓名：张** 性别 男'],
    ['姓 名: 李四', '姓 名: 李*'],
    ['持证人 欧阳修', '持证人 欧**'],
    ['姓名：阿依古丽·买买提', '姓名：阿*******'],
  ])('keeps the first character of the name in %s', (text, masked) => expect(maskPersonalData(text)).toBe(masked));

  it.each([
    '姓名 证件号码 验证码',
    '请输入姓名：请输入',
    '姓名不能为空',
    '网站标识码 bm18000002',
    '京ICP备10036469号',
    `sha256 ${'0123456789abcdef'.repeat(4)}`,
    '分值 97.4，共 20261121 次',
  ])('leaves %s alone', (text) => expect(maskPersonalData(text)).toBe(text));

  it('tells a person from an organisation', () => {
    expect([
      isPersonName('张三'),
      isPersonName('示例网络科技公司'),
      isPersonName('应急厅'),
      isPersonName('Zhang San'),
    ]).toEqual([true, false, false, false]);
    expect(maskName('张三丰')).toBe('张**');
  });
});

describe('defanging', () => {
  it('disarms scheme and host of a URL and leaves the rest readable', () => {
    expect(defangUrl('https://cx.mem.gov.cn.evil.example:8443/q?id=8f3a#x')).toBe(
      'hxxps://cx[.]mem[.]gov[.]cn[.]evil[.]example:8443/q?id=8f3a#x',
    );
    expect(defangUrl('http://203.0.113.9/')).toBe('hxxp://203[.]0[.]113[.]9/');
  });
  it('disarms a URL inside a URL', () =>
    expect(defangUrl('https://a.example/?u=http://b.test/x')).not.toMatch(/https?:|b\.test/));
  it('disarms every name and URL in running text', () => {
    expect(defangText('从 http://a.example/1 跳到 b.test，再到https://c.com。访问evil.top查看 cx.中国')).toBe(
      '从 hxxp://a[.]example/1 跳到 b[.]test，再到hxxps://c[.]com。访问evil[.]top查看 cx[.]中国',
    );
  });
  it('leaves file names, versions and mail addresses alone', () =>
    expect(defangText('app.min.js index.html v1.2.3 a@mail.example')).toBe(
      'app.min.js index.html v1.2.3 a@mail.example',
    ));
  it('disarms a host that is called after a phone without masking it', () =>
    expect(shownUrl('http://13800000000.example/?p=13800000000')).toBe('hxxp://13800000000[.]example/?p=138****0000'));
  it.each([
    ['weixin://dl/business/?t=1', 'weixin[:]//dl/business/?t=1'],
    ['javascript:open()', 'javascript[:]open()'],
    ['intent://go.example/#Intent;scheme=lantern;end', 'intent[:]//go[.]example/#Intent;scheme=lantern;end'],
    ['应答 302，转往“lantern-app://cert/7”，内容未知', '应答 302，转往“lantern-app[:]//cert/7”，内容未知'],
    ['12:30 data: none', '12:30 data: none'],
  ])('disarms the address of an app or a script: %s', (text, shown) =>
    expect([defangText(text), defangUrl(text)]).toEqual([shown, shown]),
  );
  it('shows how an internationalised name reads', () =>
    expect(defangHostReadable('xn--fiq228c.example')).toBe('xn--fiq228c[.]example (中文[.]example)'));
  it('takes a host that is none for text', () => expect(defangHost('a"><b>.example\u202E')).toBe('a"><b>[.]example'));
});

it('masks before it defangs, so that a number in a URL is masked too', () => {
  expect(shownUrl('https://a.example/?idcard=110101190001010010')).toBe(
    'hxxps://a[.]example/?idcard=110*************10',
  );
  expect(shownText('姓名：张三 http://a.example')).toBe('姓名：张* hxxp://a[.]example');
});
