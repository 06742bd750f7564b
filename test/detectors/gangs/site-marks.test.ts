/** Marks: what is read from a site's stored facts, what is left out, and what wears a mark down. */
import { describe, expect, it } from 'vitest';
import { domShape, shapeBands, shapeSimilarity } from '../../../detectors/gangs/dom-shape.ts';
import { markWeight } from '../../../detectors/gangs/mark-kinds.ts';
import { pageMarks, platformMarks, type MarkedCapture } from '../../../detectors/gangs/page-marks.ts';
import { siteMarks, type MarkContext, type SiteFacts } from '../../../detectors/gangs/site-marks.ts';
import type { NetworkEntry, Visit } from '../../../storage/vocabulary/capture.ts';
import type { PageModel } from '../../../storage/vocabulary/page-model.ts';
import { growth, TOO_MUCH_GROWTH } from '../../growth.ts';
import { field, page, registered, WORKS } from '../page-fixtures.ts';

const HOST = 'cx-works.example';
const visitOf = (finalUrl: string, hosts = [HOST]): Visit =>
  ({
    host: HOST,
    url: `https://${HOST}/`,
    finalUrl,
    hosts,
    persona: 'desktop',
    outcome: 'captured',
    peerAddress: '203.0.113.9',
    redirects: [],
  }) as unknown as Visit;
const loaded = (url: string, type: string, bytes: number | null, status = 200): NetworkEntry => ({
  url,
  method: 'GET',
  type,
  status,
  mediaType: null,
  bytes,
  failure: null,
});
const capture = (
  model: Partial<PageModel> = {},
  more: Partial<MarkedCapture> & { finalUrl?: string; html?: string; hosts?: string[] } = {},
): MarkedCapture => ({
  view: { visit: visitOf(more.finalUrl ?? `https://${HOST}/`, more.hosts), page: page(model), html: more.html ?? '' },
  network: more.network ?? [],
  headers: more.headers ?? [],
});
const facts = (more: Partial<SiteFacts> = {}): SiteFacts => ({
  host: HOST,
  verdict: 'impersonation',
  score: 97,
  visits: [],
  captures: [],
  certificates: [],
  resolution: null,
  registration: null,
  probe: null,
  ...more,
});
const CONTEXT: MarkContext = {
  isForeign: (host) => host === 'honest.example' || host.endsWith('.gov.cn'),
  publicHosts: new Set(['baidu.com', 'cdn.example']),
};
const said = (marks: readonly { kind: string; value: string }[], kind: string) =>
  marks.filter((mark) => mark.kind === kind).map(({ value }) => value);

describe('a page shows', () => {
  it('contacts and ids as marks: mobile numbers apart from hotlines, nothing of closed suffixes', () => {
    const marks = pageMarks(
      capture({
        text: '微信:Boss_2024 电话 13800000021 热线 010-55500000 邮箱 a@works.gov.cn b@mail.example 京ICP备20990011号-2',
      }),
    );
    expect(said(marks, 'wechat')).toEqual(['boss_2024']);
    expect(said(marks, 'mobile')).toEqual(['13800000021']);
    expect(said(marks, 'landline')).toEqual(['010-55500000']);
    expect(said(marks, 'email')).toEqual(['b@mail.example']);
    expect(said(marks, 'filing')).toEqual(['京ICP备20990011号']);
  });

  it('its own files by name and size, wherever they lie; no public library, nothing from other hosts, nothing that failed', () => {
    const network = [
      loaded(`https://${HOST}/js/kf.js`, 'script', 570),
      loaded(`https://${HOST}/a/b/KF.js?v=3`, 'script', 570),
      loaded(`https://${HOST}/js/jquery-3.7.1.min.js`, 'script', 87_000),
      loaded('https://other.example/js/x.js', 'script', 900),
      loaded(`https://${HOST}/gone.js`, 'script', 900, 404),
      loaded(`https://${HOST}/`, 'document', 3000),
    ];
    expect(said(pageMarks(capture({}, { network })), 'asset')).toEqual(['kf.js (570 B)']);
  });

  it('inline scripts without their numbers and strings, and no counter snippets', () => {
    const kit = (tenant: string, port: number) =>
      `var cfg={tenant:"${tenant}",port:${port}};function openRecord(id){fetch("/r/"+id+".json").then(show).catch(function(){location.href=cfg.back})}`;
    const counter =
      'var _hmt=_hmt||[];(function(){var hm=document.createElement("script");hm.src="https://hm.baidu.com/hm.js?0123456789abcdef0123456789abcdef";document.head.append(hm)})()';
    const digest = (text: string) =>
      said(pageMarks(capture({ inlineScripts: [text] })), 'script').map((value) => value.split(' ')[0]);
    expect(digest(kit('a', 1))).toHaveLength(1);
    expect(digest(kit('b', 22))).toEqual(digest(kit('a', 1)));
    expect(digest(counter)).toEqual([]);
  });

  it('its form by kinds and control names, from three controls on', () => {
    const fields = [
      field('证件号码', { name: 'sfzh' }),
      field('姓名', { name: 'xm' }),
      field('验证码', { name: 'yzm' }),
    ];
    expect(
      said(pageMarks(capture({ forms: [{ action: null, method: 'get', frame: null }], fields })), 'form')[0],
    ).toContain('sfzh xm yzm');
    expect(said(pageMarks(capture({ fields: fields.slice(0, 2) })), 'form')).toEqual([]);
  });

  it("comments that are no template's, the title, the pattern of its address, odd headers and cookies", () => {
    const html = '<!-- build by laowang 2024-03 kit --><!--[if lt IE 9]>x<![endif]--><!-- header begins here -->';
    const headers = [
      { name: 'X-Kit', value: 'yz7' },
      { name: 'Content-Type', value: 'text/html' },
      { name: 'Server', value: 'nginx' },
      { name: 'Set-Cookie', value: 'kf_uid=1; path=/' },
      { name: 'Set-Cookie', value: 'PHPSESSID=1' },
    ];
    const marks = pageMarks(
      capture({ title: '特种作业证件核验' }, { html, headers, finalUrl: `https://${HOST}/c/8f3ac27d91?sn=2` }),
    );
    expect(said(marks, 'comment')).toEqual(['build by laowang 2024-03 kit']);
    expect(said(marks, 'title')).toEqual(['特种作业证件核验']);
    expect(said(marks, 'url-pattern')).toEqual(['/c/*?sn']);
    expect([...said(marks, 'header'), ...said(marks, 'cookie')]).toEqual(['x-kit: yz7', 'kf_uid']);
  });
});

describe('a site shows', () => {
  it('nothing of an honest page that visitors are sent away to', () => {
    const sent = capture({ text: '微信:honest_1' }, { finalUrl: 'https://honest.example/' });
    const own = capture({ text: '微信:boss_2024' });
    expect(said(siteMarks(facts({ captures: [sent, own] }), CONTEXT).marks, 'wechat')).toEqual(['boss_2024']);
  });

  it('where it leads to, except official, harmless and public hosts', () => {
    const visits = [
      visitOf('https://next.example/', [HOST, 'next.example', 'www.baidu.com', 'cx.works.gov.cn', 'honest.example']),
    ];
    expect(said(siteMarks(facts({ visits }), CONTEXT).marks, 'leads-to')).toEqual(['next.example']);
  });

  it('certificates with the domains they cover, unless they cover very many', () => {
    const certificate = (names: string[]) => ({ fingerprint256: 'AA', subjectAltNames: names }) as never;
    const few = siteMarks(
      facts({ certificates: [certificate([HOST, `*.${HOST}`, 'm.zlaq-one.example'])] }),
      CONTEXT,
    ).marks;
    expect([said(few, 'certificate'), said(few, 'certificate-name')]).toEqual([['AA'], [HOST, 'zlaq-one.example']]);
    const many = siteMarks(
      facts({ certificates: [certificate(Array.from({ length: 40 }, (_, index) => `n-${index}.example`))] }),
      CONTEXT,
    ).marks;
    expect(said(many, 'certificate')).toEqual([]);
  });

  it('registration and name servers, but no masked registrant and no big DNS host', () => {
    const registration = {
      domain: HOST,
      registrar: 'Example Registrar',
      registrant: '李*',
      registrantEmail: 'Boss@Mail.example',
      createdAt: '2026-11-03T00:00:00Z',
      nameServers: ['dns7.rapidhost.example', 'dns8.rapidhost.example', 'dns1.hichina.com', 'a.dnspod.net'],
      outcome: 'found',
    } as never;
    const { marks } = siteMarks(facts({ registration }), CONTEXT);
    expect(said(marks, 'registrant-email')).toEqual(['boss@mail.example']);
    expect(said(marks, 'registrant')).toEqual([]);
    expect(said(marks, 'registered-with')).toEqual(['Example Registrar 2026-11-03']);
    expect(said(marks, 'name-server')).toEqual(['rapidhost.example']);
  });

  it('of a victim only where it leads', () => {
    const visits = [visitOf('https://next.example/', [HOST, 'next.example'])];
    const marked = siteMarks(
      facts({ verdict: 'injected', visits, captures: [capture({ text: '电话 13800000021' }, { html: '<p>' })] }),
      CONTEXT,
    );
    expect(marked.marks).toEqual([{ kind: 'leads-to', value: 'next.example' }]);
    expect(marked.shapes).toEqual([]);
  });
});

it('what a platform is known by is nobody else’s', () => {
  expect(platformMarks([WORKS])).toEqual(
    expect.arrayContaining([
      { kind: 'filing', value: '京ICP备10000001号' },
      { kind: 'analytics', value: 'hm:0123456789abcdef0123456789abcdef' },
    ]),
  );
});

it('a mark is worth its kind when nobody else has it, medium from the first harmless site on, and less with each further one', () => {
  const weights = [0, 1, 3, 10, 40].map((harmless) =>
    markWeight('analytics', { harmless, accused: 2, population: 60 }),
  );
  expect(weights[0]).toBe(8);
  expect(weights[1]).toBeLessThan(6);
  expect(weights).toEqual(weights.toSorted((a, b) => b - a));
  expect(markWeight('address', { harmless: 0, accused: 40, population: 60 })).toBeLessThan(2.5);
});

it('shapes that agree are found by their bands, and text does not count', () => {
  const rows = (count: number, from = 0) =>
    Array.from({ length: count }, (_, index) => `<div class="r${index + from} x y"><span>${index}</span>`).join('');
  const [a, b, c] = [domShape(rows(80)), domShape(rows(76).replaceAll(/>\d+</g, '>text<')), domShape(rows(80, 500))];
  expect(shapeSimilarity(a, b)).toBeGreaterThan(0.9);
  expect(shapeSimilarity(a, c)).toBe(0);
  expect(shapeBands(b).some((band) => shapeBands(a).includes(band))).toBe(true);
  expect(shapeBands(c).some((band) => shapeBands(a).includes(band))).toBe(false);
  expect(shapeSimilarity(domShape(''), domShape(''))).toBe(0);
});

it('a hostile page is read in work that grows with it, not faster', () => {
  const hostile = (count: number) => `${'<!--'.repeat(count)}${'<div class="'.repeat(count)}`;
  expect(growth(3000, hostile, domShape)).toBeLessThan(TOO_MUCH_GROWTH);
  expect(growth(3000, (count) => capture({}, { html: hostile(count) }), pageMarks)).toBeLessThan(TOO_MUCH_GROWTH);
});

describe('a tenant of a hoster', () => {
  const host = 'cx-desk.oss-cn-beijing.aliyuncs.com';
  const hoster = registered(5000, {
    domain: 'aliyuncs.com',
    registrar: 'Registrar of the hoster',
    registrant: '某某云计算公司',
    registrantEmail: 'names@hoster.example',
    nameServers: ['ns1.hoster-dns.example'],
  });
  const zone = {
    outcome: 'live',
    addresses: [],
    records: [{ type: 'NS', value: 'ns1.hoster-dns.example' }],
    host,
    wildcard: null,
    resolver: null,
    reason: null,
    at: '',
  } as unknown as SiteFacts['resolution'];
  const certificate = (...subjectAltNames: string[]) =>
    ({ subjectAltNames, fingerprint256: 'ab'.repeat(32) }) as unknown as SiteFacts['certificates'][number];

  it('is marked by its own name, not by its hoster’s registration, zone and certificate', () => {
    const { marks } = siteMarks(
      facts({
        host,
        registration: hoster,
        resolution: zone,
        certificates: [certificate('*.oss-cn-beijing.aliyuncs.com', 'oss-cn-beijing.aliyuncs.com')],
      }),
      CONTEXT,
    );
    expect(marks).toEqual([{ kind: 'domain', value: host }]);
  });

  it('shows a certificate of its own name, and a host of its own its registration', () => {
    expect(
      said(siteMarks(facts({ host, certificates: [certificate(host)] }), CONTEXT).marks, 'certificate-name'),
    ).toEqual([host]);
    expect(
      said(siteMarks(facts({ registration: hoster, resolution: zone }), CONTEXT).marks, 'registrant-email'),
    ).toEqual(['names@hoster.example']);
  });
});

it('what frames of official or harmless hosts ask for is no mark of the page around them', () => {
  const asked = (frame: string | undefined) => [
    { ...loaded('https://cdn.kit-host.example/lib.js', 'script', 900), frame },
    { ...loaded(`https://${HOST}/shared.js`, 'script', 901), frame },
  ];
  const marksOf = (frame: string | undefined) => {
    const { marks } = siteMarks(facts({ captures: [capture({}, { network: asked(frame) })] }), CONTEXT);
    return [said(marks, 'asset-host'), said(marks, 'asset')];
  };
  for (const frame of [undefined, 'https://kit.example/q', 'about:srcdoc'])
    expect(marksOf(frame)).toEqual([['cdn.kit-host.example'], ['shared.js (901 B)']]);
  for (const frame of ['https://cx.works.gov.cn/', 'https://honest.example/x'])
    expect(marksOf(frame)).toEqual([[], []]);
});
