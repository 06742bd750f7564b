/** The drift alarm against real pages: what sets it off, what does not, and that looking replaces nothing. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { captureReferences, type ReferenceOutcome } from '../../../crawler/references/capture-references.ts';
import { referenceDrift, type ReferenceDrift } from '../../../crawler/references/reference-drift.ts';
import type { Platform } from '../../../storage/vocabulary/platform.ts';
import { openRig, SETTINGS, type CaptureRig } from '../capture/capture-rig.ts';
import { html } from '../capture/loopback-world.ts';

/** A page of twenty lines with a form; `more` goes below it. */
const page = ({
  lines = 20,
  changed = 0,
  fields = '<label>证件号码 <input name="a"></label>',
  more = '',
  colour = '#ffffff',
} = {}) =>
  html(
    `<div style="background:${colour};min-height:2000px"><h1>灯塔证书查询平台</h1><form>${fields}</form>${Array.from({ length: lines }, (_, index) => `<p>第 ${index + 1} 条说明${index < changed ? '，已于今日修订' : ''}</p>`).join('')}${more}</div>`,
  );

/**
 * What each official page shows on the day of the look, by the name of the case; on the day before each showed
 * `page()`.
 */
const TODAY: Record<string, ReturnType<typeof page> | null> = {
  same: page(),
  dated: page({ changed: 1 }),
  rewritten: page({ changed: 8 }),
  asked: page({ fields: '<label>证件号码 <input name="a"></label><label>手机号码 <input name="b"></label>' }),
  unasked: page({ fields: '' }),
  repainted: page({ colour: '#8a1010' }),
  closed: html('<h1>系统维护中</h1>', { status: 503 }),
  gone: null,
};
const NAMES = Object.keys(TODAY);
const platforms: Platform[] = NAMES.map((name) => ({
  id: name,
  name,
  hosts: [`${name}.example`],
  references: [`http://${name}.example/`],
}));

let rig: CaptureRig;
let outcomes: ReferenceOutcome[] = [];
let drifts: ReferenceDrift[] = [];
const options = () => ({
  store: rig.store,
  egress: rig.egress,
  exit: rig.world.exit.name,
  settings: { ...SETTINGS, fullPage: false, maxAttempts: 1 },
  platforms,
  now: () => '2026-11-20T00:00:00.000Z',
});

beforeAll(async () => {
  rig = await openRig();
  for (const name of NAMES) rig.world.sites.set(`${name}.example`, page());
  outcomes = await captureReferences(options());
  for (const [name, today] of Object.entries(TODAY)) {
    if (today) rig.world.sites.set(`${name}.example`, today);
    else rig.world.addresses.set(`${name}.example`, ['127.0.0.1']);
  }
  drifts = await referenceDrift(options());
});
afterAll(() => rig.close());

const of = (name: string) => drifts.filter(({ platform }) => platform === name);

describe('the drift alarm', () => {
  it('has a first version of every page to compare with', () => {
    expect(outcomes.map(({ version, reason }) => [version, reason])).toEqual(
      Array.from({ length: NAMES.length * 2 }, () => [1, null]),
    );
  });

  it('says something of every reference, as desktop and as mobile, against the stored version', () => {
    expect(drifts.map(({ platform, persona, version }) => `${platform} ${persona} ${version}`).sort()).toEqual(
      NAMES.flatMap((name) => [`${name} desktop 1`, `${name} mobile 1`]).sort(),
    );
  });

  it('is quiet about the same page, and about one with a new date', () => {
    for (const drift of of('same'))
      expect(drift).toMatchObject({
        state: 'unchanged',
        sameText: 1,
        differentPixels: 0,
        fieldsAdded: [],
        fieldsRemoved: [],
        reason: null,
      });
    for (const drift of of('dated')) {
      expect(drift.state).toBe('unchanged');
      expect(drift.sameText).toBeLessThan(1);
    }
  });

  it('goes off when the text was rewritten', () => {
    for (const drift of of('rewritten')) {
      expect(drift.state).toBe('changed');
      expect(drift.sameText).toBeGreaterThan(0.5);
      expect(drift.sameText).toBeLessThan(0.9);
      expect(drift.differentPixels).toBeLessThan(0.1);
    }
  });

  it('goes off when the form asks for more or less, and says for what', () => {
    for (const drift of of('asked'))
      expect(drift).toMatchObject({ state: 'changed', fieldsAdded: ['手机号码'], fieldsRemoved: [] });
    for (const drift of of('unasked'))
      expect(drift).toMatchObject({ state: 'changed', fieldsAdded: [], fieldsRemoved: ['证件号码'] });
  });

  it('goes off when only the picture is another one', () => {
    for (const drift of of('repainted')) {
      expect(drift).toMatchObject({ state: 'changed', sameText: 1, fieldsAdded: [], fieldsRemoved: [] });
      expect(drift.differentPixels).toBeGreaterThan(0.5);
    }
  });

  it('concludes nothing from a page that cannot be had today, and says why', () => {
    for (const drift of of('closed'))
      expect(drift).toMatchObject({
        state: 'unreachable',
        sameText: null,
        differentPixels: null,
        reason: 'captured 503',
      });
    for (const drift of of('gone'))
      expect(drift).toMatchObject({
        state: 'unreachable',
        sameText: null,
        reason: expect.stringMatching(/./) as string,
      });
  });

  it('replaces no reference: each still has its one version', async () => {
    expect((await rig.store.references.list()).map(({ version }) => version)).toEqual(
      Array.from({ length: NAMES.length * 2 }, () => 1),
    );
  });

  it('looks at nothing when it is stopped or has no references', async () => {
    const before = rig.world.log.length;
    expect(await referenceDrift({ ...options(), signal: AbortSignal.abort() })).toEqual([]);
    expect(
      await referenceDrift({ ...options(), platforms: [{ id: 'unknown', name: 'x', hosts: ['unknown.example'] }] }),
    ).toEqual([]);
    expect(rig.world.log.length).toBe(before);
  });
});
