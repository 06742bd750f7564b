/** References get a new version when, and only when, the page has changed. */
import { expect, test } from 'vitest';
import type { NewReference } from '../../../storage/sweeps/reference-repository.ts';
import { onBothDatabases } from '../databases.ts';
import { artifact, AT, LATER } from '../samples.ts';

/** Every load of a page is different somewhere. */
let loads = 0;
const page = (html: string, changes: Partial<NewReference> = {}): NewReference => ({
  platform: 'mem',
  url: 'https://cx.example/',
  persona: 'desktop',
  capturedAt: AT,
  artifacts: [
    artifact('html', html),
    artifact('screenshot', `picture of ${html}`),
    artifact('network', html + String((loads += 1))),
  ],
  ...changes,
});

onBothDatabases((databases) => {
  test('the same content is the same version, whatever else differed', async () => {
    const { references } = await databases.store();
    expect(await references.save(page('one'))).toEqual({ version: 1, changed: true });
    expect(await references.save(page('one', { capturedAt: LATER }))).toEqual({ version: 1, changed: false });
    expect(await references.save(page('two', { capturedAt: LATER }))).toEqual({ version: 2, changed: true });
    expect(await references.save(page('one', { capturedAt: LATER }))).toEqual({ version: 3, changed: true });
    expect((await references.list()).map(({ version, capturedAt }) => [version, capturedAt])).toEqual([
      [1, AT],
      [2, LATER],
      [3, LATER],
    ]);
    const [latest, ...others] = await references.latest();
    expect(others).toEqual([]);
    expect(latest).toMatchObject({
      platform: 'mem',
      url: 'https://cx.example/',
      persona: 'desktop',
      version: 3,
      capturedAt: LATER,
    });
    expect(latest?.artifacts.map(({ kind, bytes }) => [kind, bytes]).slice(0, 2)).toEqual([
      ['html', 3],
      ['screenshot', 14],
    ]);
  });

  test('damaged content that is captured again is mended in its version', async () => {
    const url = await databases.newUrl();
    const { references, evidence } = await databases.store(url);
    await references.save(page('one'));
    const [stored] = await references.latest();
    const digest = stored?.artifacts.find(({ kind }) => kind === 'screenshot')?.digest ?? '';
    await databases.query(
      url,
      `delete from blob_data where blob_id = (select id from blob where digest = '${digest}')`,
    );
    expect(await references.save(page('one'))).toEqual({ version: 1, changed: false });
    expect((await evidence.read(digest)).toString()).toBe('picture of one');
  });

  test('where more than the content is damaged, the same content is a new, whole version', async () => {
    const url = await databases.newUrl();
    const { references, evidence } = await databases.store(url);
    await references.save(page('one'));
    const [stored] = await references.latest();
    const digest = stored?.artifacts.find(({ kind }) => kind === 'network')?.digest ?? '';
    await databases.query(
      url,
      `delete from blob_data where blob_id = (select id from blob where digest = '${digest}')`,
    );
    expect(await references.save(page('one'))).toEqual({ version: 2, changed: true });
    expect(await references.save(page('one'))).toEqual({ version: 2, changed: false });
    for (const artefact of (await references.latest())[0]?.artifacts ?? [])
      expect(await evidence.damage(artefact.digest)).toBeNull();
  });

  test('two processes that save the same page at once make one version', async () => {
    const url = await databases.newUrl();
    const stores = [await databases.store(url), await databases.store(url), await databases.store(url)];
    const saved = await Promise.all(stores.map(async ({ references }) => references.save(page('one'))));
    expect(saved.map(({ version }) => version)).toEqual([1, 1, 1]);
    expect(saved.filter(({ changed }) => changed)).toHaveLength(1);
  });

  test('personas, URLs and platforms have versions of their own', async () => {
    const { references } = await databases.store();
    await references.save(page('one'));
    expect(await references.save(page('one', { persona: 'mobile' }))).toEqual({ version: 1, changed: true });
    expect(await references.save(page('one', { url: 'https://cx.example/m' }))).toEqual({ version: 1, changed: true });
    expect(await references.save(page('one', { platform: 'other', artifacts: [] }))).toEqual({
      version: 1,
      changed: true,
    });
    expect(await references.latest()).toHaveLength(4);
    expect(
      (await references.latest(['other', 'none'])).map(({ platform, artifacts }) => [platform, artifacts]),
    ).toEqual([['other', []]]);
    expect(await references.latest([])).toEqual([]);
  });
});
