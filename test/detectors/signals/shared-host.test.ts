/** On a hoster's name age, registrant and expiry are a fact without weight. */
import { describe, expect, it } from 'vitest';
import { assess } from '../../../detectors/assess.ts';
import { ownerAgeDays } from '../../../detectors/reading/registration-age.ts';
import { hostFindings } from '../../../detectors/run-detectors.ts';
import type { Registration } from '../../../storage/vocabulary/probe.ts';
import {
  capture,
  context,
  NOW,
  OFFICIAL_FORM,
  page,
  queryForm,
  REFERENCES,
  registered,
  hostView,
} from '../page-fixtures.ts';

const YEARS = 365;

describe.each([
  ['static pages', 'cx-works.github.io', 'github.io'],
  ['static pages not on the public suffix list', 'cx-works.gitee.io', 'gitee.io'],
  ['a bucket', 'cx-works.oss-cn-beijing.aliyuncs.com', 'oss-cn-beijing.aliyuncs.com'],
  ['an application platform', 'cx-works-7g.tcloudbaseapp.com', 'tcloudbaseapp.com'],
  ['a tunnel', '51f2.r3.cpolar.cn', 'r3.cpolar.cn'],
  ['a path of a site builder', 'sites.google.com', 'sites.google.com'],
])('a host that stands on %s', (_what, host, shared) => {
  it.each([3, 9 * YEARS])(
    'is neither young nor established after %i days of its hoster’s name, and whose name it is is said',
    (days) => {
      const registration = registered(days, { registrant: '某某信息研究院', expiresAt: NOW });
      const findings = hostFindings(hostView(host, [], { registration }), context(), [], []);
      expect(findings.map(({ detector, weight }) => ({ detector, weight }))).toEqual([
        { detector: 'shared-host', weight: 0 },
      ]);
      expect(findings[0]?.because[0]?.zh).toContain(`托管在“${shared}”`);
      expect(ownerAgeDays({ host, registration }, NOW)).toBeNull();
    },
  );

  it('scores as if nothing were known of the registration', () => {
    const fake = page({ ...OFFICIAL_FORM, url: `https://${host}/`, ...queryForm() });
    const judged = (registration: Registration | null) =>
      assess(hostView(host, [capture(fake)], { registration }), context({ references: REFERENCES }));
    const [hosted, unknown] = [judged(registered(14 * YEARS)), judged(null)];
    expect(hosted.verdict).toBe('impersonation');
    expect(hosted.score).toBe(unknown.score);
    expect(hosted.findings.map(({ detector }) => detector)).toContain('shared-host');
    expect(hosted.wouldChange.map(({ zh }) => zh)).not.toContain('域名注册日期未知');
  });
});
