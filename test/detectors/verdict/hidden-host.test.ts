/** Hosts that answer and show themselves to nobody: what is said of them, and of hosts that are not like that. */
import { describe, expect, it } from 'vitest';
import { assess } from '../../../detectors/assess.ts';
import type { CaptureView } from '../../../detectors/host-view.ts';
import type { Persona } from '../../../storage/vocabulary/personas.ts';
import { capture, context, OFFICIAL_HOME, page, hostView } from '../page-fixtures.ts';

const URL = 'http://verify-hall.example/';
const judge = (captures: CaptureView[]) => assess(hostView('verify-hall.example', captures), context());
const as = (persona: Persona, text: string, title = '', visit: Partial<CaptureView['visit']> = {}) =>
  capture(page({ url: URL, title, text }), { persona, url: URL, visit });

describe('a host that answers but shows itself to none of the visitors', () => {
  it.each([
    ['an invented 404 with status 200', (persona: Persona) => as(persona, '404 Not Found', '404')],
    ['nothing at all', (persona: Persona) => capture(null, { persona, url: URL, visit: { outcome: 'blank' } })],
    ['a gate', (persona: Persona) => as(persona, '请在微信客户端打开链接', '抱歉，出错了')],
    ['a refusal', (persona: Persona) => as(persona, '访问被拒绝', '', { status: 403 })],
    ['a white page with a script that decides', (persona: Persona) => as(persona, '')],
  ])('is undecided and said to hide likely, with who was tried and who was not: %s', (_name, visitedAs) => {
    const { verdict, because, score } = judge((['desktop', 'wechat'] as const).map(visitedAs));
    expect(verdict).toBe('undecided');
    expect(score).toBeLessThan(50);
    expect(because[0]?.zh).toMatch(
      /有应答.*2 种访客（桌面、微信）都没有看到内容.*未试：手机、搜索引擎来访；很可能对访客隐藏；没有看到不等于没有问题/,
    );
    expect(because[0]?.en).toMatch(
      /answers but showed itself to none.*desktop, WeChat.*not tried: mobile, from a search engine; it likely hides.*not seen does not mean clean/,
    );
  });

  it('is said to have been tried by everyone when it was, counting what each got', () => {
    const { because } = judge([
      as('desktop', '404 Not Found', '404'),
      as('mobile', '404 Not Found', '404'),
      as('wechat', ''),
      capture(null, { persona: 'search', url: URL, visit: { outcome: 'timeout', status: null } }),
    ]);
    expect(because[0]?.zh).toMatch(/4 种访客.*出错页 2 次、空白页 1 次、无应答 1 次.*各种访客均已试过/);
  });

  it('may simply be out of order when its server said so every time', () => {
    const { because } = judge([
      as('desktop', '502 Bad Gateway', '', { status: 502 }),
      as('wechat', '502 Bad Gateway', '', { status: 502 }),
    ]);
    expect(because[0]?.zh).toContain('也可能只是故障');
  });
});

describe('no host is said to hide', () => {
  it.each([
    [
      'that answered nobody',
      [capture(null, { url: URL, visit: { outcome: 'unreachable', status: null } })],
      'unreachable',
    ],
    ['whose visits broke on our side', [capture(null, { url: URL, visit: { outcome: 'crashed' } })], 'undecided'],
    ['that was never visited', [], 'undecided'],
    [
      'that showed one visitor a page',
      [as('desktop', '404 Not Found', '404'), as('mobile', '今日天气晴，适合晾晒与散步。'.repeat(30), '天气')],
      'benign',
    ],
  ])('%s', (_name, captures, verdict) => {
    const judged = judge(captures);
    expect(judged.verdict).toBe(verdict);
    expect(judged.because.map(({ zh }) => zh).join()).not.toContain('隐藏');
  });

  it('whose visitors were all sent to an official site', () => {
    const judged = judge([capture(OFFICIAL_HOME, { url: URL })]);
    expect(judged.because.map(({ zh }) => zh).join()).not.toContain('有应答');
  });
});
