/**
 * Gangs as people read them: every link with its reasons, nothing that can be clicked, numbers of persons masked,
 * victims and possible members told apart.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gangRows, gangTable } from '../../../reports/terminal/gang-list.ts';
import { gangRecord } from '../../../reports/records/gang-record.ts';
import { gangText } from '../../../reports/terminal/gang-show.ts';
import { sweepReport } from '../../../reports/sweep-report/sweep-report.ts';
import { FAKE, INJECTED, NOW, PHONE, PLATFORM } from '../fixture-records.ts';
import type { Fixture } from '../fixture-store.ts';
import { openFixture } from '../fixture-store.ts';

const HOSTILE = '<svg onload=alert(9)>';
let fixture: Fixture;
let before: string;
const report = (lang: 'zh' | 'en') =>
  sweepReport({ store: fixture.store, sweepId: fixture.sweepId, platforms: [PLATFORM], lang, generatedAt: NOW });

beforeAll(async () => {
  fixture = await openFixture();
  before = await report('zh');
  const marks = [
    { kind: 'mobile', value: PHONE, weight: 7.5 },
    { kind: 'registrant', value: '张三丰', weight: 4.5 },
    { kind: 'comment', value: `made for http://kit.example ${HOSTILE}`, weight: 4 },
  ];
  const links = [
    {
      hosts: [FAKE, 'cx2-mem.example'] as [string, string],
      weight: 17,
      marks,
      because: { zh: `同一手机号 ${PHONE}`, en: `same mobile number ${PHONE}` },
    },
  ];
  await fixture.store.gangs.save(
    fixture.sweepId,
    [
      {
        known: [],
        sites: [
          { host: FAKE, role: 'member' },
          { host: 'cx2-mem.example', role: 'member' },
          { host: INJECTED, role: 'victim' },
          { host: 'gone.example', role: 'possible' },
        ],
        links,
        marks: [FAKE, 'cx2-mem.example'].flatMap((host) => marks.map((mark) => ({ ...mark, host }))),
      },
    ],
    NOW,
  );
});
afterAll(() => fixture.close());

describe('a gang', () => {
  it('is listed with its counts, and one line says when there is none', async () => {
    const rows = await gangRows({ store: fixture.store });
    expect(rows).toEqual([
      {
        id: 'G-0001',
        members: 2,
        victims: 1,
        possible: 1,
        firstSweep: 1,
        lastSweep: 1,
        merged: [],
        hosts: [FAKE, 'cx2-mem.example'],
      },
    ]);
    expect(gangTable(rows, 'en')).toContain('cx2-mem[.]example');
    expect(gangTable([], 'zh')).toBe('没有归并出团伙。');
    expect(await gangRows({ store: fixture.store, sweepId: 99 })).toEqual([]);
  });

  it('is shown with members by role, marks and explained links in both languages, masked and disarmed', async () => {
    const gang = await gangRecord({ store: fixture.store, id: 'g1' });
    const [zh, en] = [gangText(gang, 'zh'), gangText(gang, 'en')];
    expect(zh).toContain('受害方');
    expect(zh).toContain('同一手机号 138****0000（权重 7.5）');
    expect(en).toContain('same mobile number 138****0000 (weight 7.5)');
    expect(en).toContain('in all 17.0');
    for (const text of [zh, en, JSON.stringify(gang)]) {
      expect(text).not.toContain(PHONE);
      expect(text).not.toContain('张三丰');
      expect(text).not.toContain('http://kit.example');
    }
    expect(en).not.toContain(FAKE);
  });

  it('that does not exist is an error that names what was asked', async () => {
    await expect(gangRecord({ store: fixture.store, id: 'G-0007' })).rejects.toMatchObject({
      code: 'GANG_UNKNOWN',
      exit: 'usage',
    });
    await expect(gangRecord({ store: fixture.store, id: "1'; drop" })).rejects.toMatchObject({ code: 'GANG_UNKNOWN' });
  });
});

describe('the sweep report', () => {
  it('has a block of gangs when there are any, and hostile text in it is escaped', async () => {
    expect(before).not.toContain('疑似团伙');
    const [zh, en] = [await report('zh'), await report('en')];
    expect(zh).toContain('疑似团伙');
    expect(en).toContain('Suspected gangs');
    const block = en.slice(en.indexOf('Suspected gangs'), en.indexOf('Platforms and references'));
    expect(block).toContain('possibly related (not judged, to be checked)');
    expect(block).toContain('&lt;svg onload=alert(9)&gt;');
    expect(block).not.toContain(HOSTILE);
    expect(block).not.toContain(PHONE);
    expect(block).not.toContain('cx2-mem.example');
  });
});
