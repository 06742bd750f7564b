/**
 * The registered domain of a host and the name its holder has are two facts: hosters, addresses, bare endings, scripts
 * and endings nobody knows.
 */
import { describe, expect, it } from 'vitest';
import { holderDomain, registeredDomain, sharedHost } from '../../../storage/sites/host-domain.ts';
import table from '../../../storage/sites/shared-hosts.json' with { type: 'json' };

const facts = (host: string) => [registeredDomain(host), holderDomain(host), sharedHost(host)];

describe('a host of its own', () => {
  it.each([
    ['cx.query-desk.cn', 'query-desk.cn'],
    ['a.b.c.query-desk.com.cn', 'query-desk.com.cn'],
    ['query-desk.com', 'query-desk.com'],
    ['www.aliyun.com', 'aliyun.com'],
    ['yjt.anyprovince.gov.cn', 'anyprovince.gov.cn'],
    ['www.xn--fsqu00a.xn--55qx5d.cn', 'xn--fsqu00a.xn--55qx5d.cn'],
    ['www.例子.公司.cn', '例子.公司.cn'],
    ['cha.xn--fiqs8s', 'cha.xn--fiqs8s'],
    ['Query.Desk-Example.COM.', 'desk-example.com'],
    ['deep.below.nobody.invalid', 'nobody.invalid'],
    ['a.b.unknownending', 'b.unknownending'],
  ])('%s is held by whoever registered %s', (host, domain) => expect(facts(host)).toEqual([domain, domain, null]));
});

describe('no domain at all', () => {
  it.each([
    '192.0.2.7',
    '2001:db8::7',
    '[2001:db8::7]',
    'com.cn',
    'cn',
    'localhost',
    'invalid',
    'xn--55qx5d.cn',
    '',
    '.',
    'a..example',
  ])('has %j', (host) => expect(facts(host)).toEqual([null, null, null]));
});

describe('a host below a name everybody gets a name from', () => {
  it.each([
    // the public suffix list's private section
    ['a.b.github.io', 'github.io', 'b.github.io', 'github.io'],
    ['CX-Desk.Vercel.App.', 'vercel.app', 'cx-desk.vercel.app', 'vercel.app'],
    [
      'zs.cx-desk.s3.cn-north-1.amazonaws.com.cn',
      'amazonaws.com.cn',
      'cx-desk.s3.cn-north-1.amazonaws.com.cn',
      's3.cn-north-1.amazonaws.com.cn',
    ],
    // beyond it
    ['cx-desk.gitee.io', 'gitee.io', 'cx-desk.gitee.io', 'gitee.io'],
    [
      'cx-desk.oss-cn-shenzhen.aliyuncs.com',
      'aliyuncs.com',
      'cx-desk.oss-cn-shenzhen.aliyuncs.com',
      'oss-cn-shenzhen.aliyuncs.com',
    ],
    [
      'desk-1250000000.cos.ap-nanjing.myqcloud.com',
      'myqcloud.com',
      'desk-1250000000.cos.ap-nanjing.myqcloud.com',
      'cos.ap-nanjing.myqcloud.com',
    ],
    ['desk-0gabc.tcloudbaseapp.com', 'tcloudbaseapp.com', 'desk-0gabc.tcloudbaseapp.com', 'tcloudbaseapp.com'],
    ['desk.gz.bcebos.com', 'bcebos.com', 'desk.gz.bcebos.com', 'gz.bcebos.com'],
    [
      'desk.obs.cn-east-3.myhuaweicloud.com',
      'myhuaweicloud.com',
      'desk.obs.cn-east-3.myhuaweicloud.com',
      'obs.cn-east-3.myhuaweicloud.com',
    ],
    ['q1w2e3.hn-bkt.clouddn.com', 'clouddn.com', 'q1w2e3.hn-bkt.clouddn.com', 'hn-bkt.clouddn.com'],
    ['3a7b.r8.cpolar.top', 'cpolar.top', '3a7b.r8.cpolar.top', 'r8.cpolar.top'],
    ['desk.weebly.com', 'weebly.com', 'desk.weebly.com', 'weebly.com'],
    ['desk.3322.org', '3322.org', 'desk.3322.org', '3322.org'],
  ])('%s: registered is %s, the holder has %s', (host, registered, holder, shared) =>
    expect(facts(host)).toEqual([registered, holder, shared]),
  );

  it('keeps two customers apart whose names look like a region of the hoster', () => {
    expect(holderDomain('records.cpolar.top')).toBe('records.cpolar.top');
    expect(holderDomain('room.cpolar.top')).toBe('room.cpolar.top');
  });

  it('is no neighbour by letters alone: the labels count', () => {
    for (const host of ['notgitee.io', 'my-oss-cn-a.aliyuncs.example', 'gitee.io.example'])
      expect(sharedHost(host)).toBeNull();
  });
});

describe('the shared name itself', () => {
  it.each(['github.io', 'gitee.io', 'oss-cn-hangzhou.aliyuncs.com', 's3.amazonaws.com'])(
    '%s is its provider’s, and customers may have a path on it',
    (host) => {
      expect(holderDomain(host)).toBe(registeredDomain(host));
      expect(sharedHost(host)).toBe(host);
    },
  );

  it.each(['sites.google.com', 'docs.qq.com', 'f004.backblazeb2.com', 'objectstorage.ap-tokyo-1.oraclecloud.com'])(
    '%s gives its customers a path: whose the page is, the registration does not say',
    (host) => {
      expect(sharedHost(host)).not.toBeNull();
      expect(sharedHost(`other.${registeredDomain(host)}`)).toBeNull();
    },
  );
});

it('lists each shared name once, without a pattern in the registered label', () => {
  const all = Object.values(table.suffixes).flat();
  expect(new Set(all).size).toBe(all.length);
  for (const name of [...all, ...table.paths])
    expect(name.endsWith(registeredDomain(name.replaceAll('*', 'x')) ?? '?')).toBe(true);
});
