import { describe, expect, it } from 'vitest';
import { interception } from '../../../detectors/reading/interception-page.ts';
import { seenIn } from '../../../detectors/reading/seen.ts';
import { INTERCEPTED, INTERCEPTED_TOO, type ShownPage } from './interception-pages.ts';
import { NOT_INTERCEPTED, NOT_INTERCEPTED_TOO } from './not-interception-pages.ts';
import { capture, context, page, hostView } from '../page-fixtures.ts';

const shown = ({ page: model, host, status }: ShownPage) =>
  capture(model, { url: `http://${host}/`, visit: { status: status ?? 200 } });
const named = (pages: readonly ShownPage[]) => pages.map((each): [string, ShownPage] => [each.kind, each]);

describe('a page that somebody else put before the address', () => {
  it.each(named([...INTERCEPTED, ...INTERCEPTED_TOO]))('%s', (_kind, each) => {
    const view = shown(each);
    const { seen, because } = seenIn(view, hostView(each.host, [view]), context());
    expect(seen).toBe('intercepted');
    expect(because?.zh).toMatch(/^被拦截，后面的内容未知：/);
    expect(because?.en).toMatch(/^Intercepted, what stands behind is unknown:/);
  });
});

describe('a page that only sounds like one', () => {
  it.each(named([...NOT_INTERCEPTED, ...NOT_INTERCEPTED_TOO]))('%s', (_kind, each) => {
    const view = shown(each);
    expect(seenIn(view, hostView(each.host, [view]), context()).seen).not.toBe('intercepted');
  });
});

it('names who intercepts, as the page spells it, and where the page stands', () => {
  const told = (kind: string) => {
    const each = [...INTERCEPTED, ...INTERCEPTED_TOO].find((one) => one.kind === kind)!;
    return interception(shown(each), each.host)!;
  };
  expect(told('police, in place, address printed').by.zh).toBe('公安机关（“国家反诈中心”）');
  expect(told('operator').by).toEqual({ zh: '电信运营商（“中国移动”）', en: 'a network operator ("中国移动")' });
  expect(told('seized by a court').by.zh).toBe('司法机关（“云山市临水区人民法院”）');
  expect(told('school gateway').because.zh).toContain('（在 10.9.9.9）');
  expect(told('cloud, no filing').because.zh).not.toContain('（在 ');
});

it('is read in time on a hostile page', () => {
  const long = page({ title: '您访问的网站'.repeat(20_000), text: '该网站已被'.repeat(40_000) });
  expect(interception(capture(long), 'long.example')).toBeNull();
  const dense = page({ title: '提示', text: '您访问'.repeat(220) });
  expect(interception(capture(dense), 'dense.example')).toBeNull();
});
