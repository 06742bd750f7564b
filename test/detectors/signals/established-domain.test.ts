import { describe, expect, it } from 'vitest';
import { ownerAgeDays } from '../../../detectors/reading/registration-age.ts';
import { hostFindings } from '../../../detectors/run-detectors.ts';
import type { Registration } from '../../../storage/vocabulary/probe.ts';
import { context, hostView, NOW, registered } from '../page-fixtures.ts';

const found = (host: string, registration: Registration | null) =>
  hostFindings(hostView(host, [], { registration }), context(), [], []).map(({ detector }) => detector);
const YEARS = 365;

describe('a name of its own', () => {
  it('is established when old and young when new', () => {
    expect(found('cx.query-desk.cn', registered(9 * YEARS, { domain: 'query-desk.cn' }))).toEqual([
      'established-domain',
    ]);
    expect(found('query-desk.cn', registered(12, { domain: 'query-desk.cn' }))).toEqual(['young-domain']);
    expect(ownerAgeDays({ host: 'query-desk.cn', registration: registered(12) }, NOW)).toBe(12);
  });

  it('of an organ speaks for the organ', () => {
    expect(found('cx.any-centre.cn', registered(2 * YEARS, { registrant: '某某省建设执业资格注册中心' }))).toContain(
      'registrant-organ',
    );
  });
});
