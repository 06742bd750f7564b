/** Texts of QR codes that hold addresses among other words, and those that hold none. */
import { describe, expect, it } from 'vitest';
import { readQrPayload } from '../../../../crawler/reading/qr-codes/qr-payload.ts';
import { codeFinds } from '../../../../crawler/candidates/pivots/pivot-finds.ts';

const urls = (payload: string) => {
  const read = readQrPayload(payload);
  return read.kind === 'url' ? read.addresses.map(({ url }) => url) : read.kind;
};

describe('readQrPayload', () => {
  it.each<[string, string, string | string[]]>([
    ['a sentence', '姓名:李四\n编号:T0000\n核验网址:http://see-card.cn/q?sn=1', ['http://see-card.cn/q?sn=1']],
    ['a number before an address', 'T0000,http://see-card.cn/q,李四', ['http://see-card.cn/q']],
    ['a blank in the query', 'http://see-card.cn/q?name=李 四', ['http://see-card.cn/q?name=%E6%9D%8E%20%E5%9B%9B']],
    [
      'a whole address with Chinese in its path',
      'http://see-card.cn/证书/李四',
      ['http://see-card.cn/%E8%AF%81%E4%B9%A6/%E6%9D%8E%E5%9B%9B'],
    ],
    ['an address in capitals', 'HTTP://SEE-CARD.CN/Q?SN=1', ['http://see-card.cn/Q?SN=1']],
    [
      'another address as a parameter',
      'http://see-card.cn/go?to=https://other-card.cn/',
      ['http://see-card.cn/go?to=https://other-card.cn/'],
    ],
    [
      'several addresses',
      'http://one-card.cn/1 http://two-card.cn/2',
      ['http://one-card.cn/1', 'http://two-card.cn/2'],
    ],
    [
      'two without a blank',
      'http://one-card.cn/1http://two-card.cn/2',
      ['http://one-card.cn/1', 'http://two-card.cn/2'],
    ],
    ['a name without a scheme', '请扫码访问see-card.cn核验', ['http://see-card.cn/']],
    [
      'a vCard, its long line folded',
      'BEGIN:VCARD\r\nN:李四\r\nEMAIL:a@mail-card.cn\r\nURL:http\\://see-card.cn/q?sn=lo\r\n ng\r\nEND:VCARD',
      ['http://see-card.cn/q?sn=long'],
    ],
    ['a MECARD', 'MECARD:N:李四;URL:http\\://see-card.cn/q?a=1\\;b=2;TEL:12350;;', ['http://see-card.cn/q?a=1;b=2']],
    ['a bookmark', 'MEBKM:TITLE:核验;URL:http\\://see-card.cn/q;;', ['http://see-card.cn/q']],
    ['URLTO', 'URLTO:see-card.cn/q', ['http://see-card.cn/q']],
    ['a short message', 'SMSTO:12350:核验 http://see-card.cn/q', ['http://see-card.cn/q']],
    [
      'an escaped message',
      'sms:12350?body=%E8%AF%B7%E7%9C%8Bhttp%3A%2F%2Fsee-card.cn%2Fq%3Fa%3D1',
      ['http://see-card.cn/q?a=1'],
    ],
    [
      'a mail',
      'mailto:a@mail-card.cn?subject=x&body=http%3A%2F%2Fsee-card.cn%2Fq&cc=b@mail-card.cn',
      ['http://see-card.cn/q'],
    ],
    ['a mail card', 'MATMSG:TO:a@mail-card.cn;SUB:x;BODY:见 http://see-card.cn/q;;', ['http://see-card.cn/q']],
    ['JSON', '{"no":"T0000","url":"https:\\/\\/see-card.cn\\/q"}', ['https://see-card.cn/q']],
    ['a network', 'WIFI:S:see-card.cn;T:WPA;P:12345678;;', 'text'],
    ['a mini program', 'weixin://dl/business/?t=see-card.cn', 'text'],
    ['another program', 'alipays://platformapi/startapp?appId=1&page=see-card.cn', 'text'],
    ['a password generator', 'otpauth://totp/see-card.cn?secret=A', 'text'],
    ['a telephone number', 'tel:12350', 'text'],
    ['only a mail address', 'mailto:a@mail-card.cn', 'text'],
    ['an official token', 'KXPT#51ab00c0ffee', 'token'],
  ])('%s', (_what, payload, expected) => {
    expect(urls(payload)).toEqual(expected);
  });
});

it('each address among the codes of a page is a find of its own', () => {
  const qrCodes = ['编号 T0000 http://one-card.cn/1 http://two-card.cn/2', 'weixin://dl/x', 'see-card.cn'];
  const finds = codeFinds({
    host: 'shop.test',
    verdict: 'selling',
    certificates: [],
    passed: [],
    links: [],
    qrCodes,
  } as unknown as Parameters<typeof codeFinds>[0]);
  expect(finds.map(({ rule, host, target }) => [rule, host, target])).toEqual([
    ['qr', 'one-card.cn', 'http://one-card.cn/1'],
    ['qr', 'two-card.cn', 'http://two-card.cn/2'],
    ['qr', 'see-card.cn', 'http://see-card.cn/'],
  ]);
});
