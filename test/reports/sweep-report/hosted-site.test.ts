/**
 * A site below a hoster's name keeps the registration that was looked up, shown with the name it belongs to: console,
 * report, export.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportEvidence } from '../../../reports/evidence-folder/evidence-export.ts';
import { siteDetail, siteText } from '../../../reports/terminal/site-show.ts';
import { sweepReport } from '../../../reports/sweep-report/sweep-report.ts';
import type { Registration } from '../../../storage/vocabulary/probe.ts';
import { assessment, NOW, PLATFORM } from '../fixture-records.ts';
import type { Fixture } from '../fixture-store.ts';
import { openFixture } from '../fixture-store.ts';

const SITES = [
  { host: 'a.query-desk.github.io', registered: 'github.io', holder: 'query-desk.github.io', hostedOn: 'github.io' },
  {
    host: 'query-desk.bj.bcebos.com',
    registered: 'bcebos.com',
    holder: 'query-desk.bj.bcebos.com',
    hostedOn: 'bj.bcebos.com',
  },
  { host: 'cx.query-desk.cn', registered: 'query-desk.cn', holder: 'query-desk.cn', hostedOn: null },
];
/** Without a dot: pages show names defanged. */
const registrarOf = (domain: string): string => `Registrar of ${domain.split('.', 1)[0]}`;
let fixture: Fixture;

beforeAll(async () => {
  fixture = await openFixture();
  const { store, sweepId } = fixture;
  for (const { host, registered } of SITES) {
    await store.candidates.saveRegistration(
      sweepId,
      { ...EMPTY, domain: registered, registrar: registrarOf(registered), createdAt: '2013-03-08T00:00:00.000Z' },
      [],
    );
    await store.assessments.save(sweepId, assessment(host, 'impersonation', 90, `https://${host}/`));
  }
});
afterAll(() => fixture.close());

const EMPTY: Registration = {
  domain: '',
  registrar: null,
  registrant: null,
  registrantEmail: null,
  createdAt: null,
  updatedAt: null,
  expiresAt: null,
  status: [],
  nameServers: [],
  outcome: 'found',
  whois: null,
  rdap: null,
};

describe.each(SITES)('$host', ({ host, registered, holder, hostedOn }) => {
  it('is shown with its holder’s name, what it is hosted on and the registration', async () => {
    const detail = await siteDetail({ ...fixture, host, platforms: [] });
    expect(detail).toMatchObject({
      registrableDomain: holder,
      hostedOn,
      registration: { domain: registered, registrar: registrarOf(registered) },
    });
    const [zh, en] = [siteText(detail, 'zh'), siteText(detail, 'en')];
    for (const text of [zh, en]) expect(text).toContain(registrarOf(registered));
    expect([zh.includes('其注册信息与网站运营者无关'), en.includes("says nothing of the site's owner")]).toEqual([
      hostedOn !== null,
      hostedOn !== null,
    ]);
  });

  it('is exported with the registration and the name it belongs to', async () => {
    const directory = path.join(fixture.folder, host);
    const manifest = await exportEvidence({ ...fixture, host, directory });
    expect(manifest).toMatchObject({ registrableDomain: holder, hostedOn, registration: { domain: registered } });
    expect(JSON.parse(await readFile(path.join(directory, 'site/registration-record.json'), 'utf8'))).toMatchObject({
      domain: registered,
    });
  });
});

it('the report shows every registration, and of hosted sites whose it is', async () => {
  const html = await sweepReport({
    store: fixture.store,
    sweepId: fixture.sweepId,
    platforms: [PLATFORM],
    lang: 'zh',
    generatedAt: NOW,
  });
  for (const { registered } of SITES) expect(html).toContain(registrarOf(registered));
  expect(html.match(/其注册信息与网站运营者无关/g)).toHaveLength(2);
});
