/** What a page says of evidence that cannot be read back: in its place, and the page is written all the same. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { siteDetail, siteText } from '../../../reports/terminal/site-show.ts';
import { sweepReport } from '../../../reports/sweep-report/sweep-report.ts';
import { changeRecord, damageBlob } from '../damage-blob.ts';
import { FAKE } from '../fixture-records.ts';
import { openFixture, type Fixture } from '../fixture-store.ts';

const NEVER_KEPT = 'c3'.repeat(32);
let fixture: Fixture;
let screenshot: string;
let model: string;

beforeAll(async () => {
  fixture = await openFixture();
  const artifacts = await fixture.store.evidence.artifacts(fixture.sweepId, FAKE);
  const digestOf = (kind: string) => artifacts.find((artifact) => artifact.kind === kind)?.digest ?? '';
  [screenshot, model] = [digestOf('screenshot'), digestOf('page-model')];
  await changeRecord(fixture.databaseFile, 'registration', (record) => ({ ...record, rdap: NEVER_KEPT }));
});
afterAll(() => fixture.close());

const detail = () => siteDetail({ store: fixture.store, sweepId: fixture.sweepId, platforms: [], host: FAKE });
const report = () =>
  sweepReport({
    store: fixture.store,
    sweepId: fixture.sweepId,
    platforms: [],
    lang: 'en',
    generatedAt: '2026-11-22T00:00:00.000Z',
  });

it('an answer that the registration cites and nobody holds is named by the page of the site and by the report', async () => {
  const shown = await detail();
  expect(shown.damaged).toMatchObject([{ digest: NEVER_KEPT, kind: 'rdap', by: [{ en: 'the registration record' }] }]);
  expect(siteText(shown, 'zh')).toContain(`- ${NEVER_KEPT}（rdap，见于 注册记录）：库中没有该内容`);
  const document = await report();
  expect(document).toContain('MISSING: the store holds no such bytes');
  expect(document.slice(document.indexOf('notice alarm'), document.indexOf('notice alarm') + 400)).toContain(
    NEVER_KEPT,
  );
});

it('a damaged picture is marked where it is listed, and in its place in the report', async () => {
  await damageBlob(fixture.databaseFile, screenshot);
  const shown = await detail();
  expect(shown.damaged.find(({ digest }) => digest === screenshot)?.by.map(({ en }) => en)).toEqual(
    expect.arrayContaining(['the list of evidence', 'the finding visual-similarity']),
  );
  const lines = siteText(shown, 'en').split('\n');
  expect(lines.filter((line) => line.includes(screenshot) && line.includes('DAMAGED'))).toHaveLength(1);
  expect(await report()).toContain('evidence damaged: it fails its digest');
});

it('the picture of a page whose model is damaged is illegible: nobody can tell whether it shows personal data', async () => {
  expect(await report()).not.toContain('whether the page shows personal data is not known');
  const [reference] = await fixture.store.references.latest();
  const ofReference = reference?.artifacts.find(({ kind }) => kind === 'page-model')?.digest ?? '';
  for (const digest of [model, ofReference]) await damageBlob(fixture.databaseFile, digest);
  expect(await report()).toContain('whether the page shows personal data is not known');
});
