import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CandidateContext, SourceOutcome } from '../../../../crawler/candidates/candidate-context.ts';
import { importLeadFile } from '../../../../crawler/candidates/leads/import-leads.ts';
import { leads } from '../../../../crawler/candidates/leads/leads.ts';
import { leadBook } from './lead-book.ts';
import { nameList } from '../../../../crawler/candidates/name-lists/name-list.ts';
import { gbkBytes } from '../name-lists/gbk-bytes.ts';
import { zipBytes } from '../name-lists/zip-bytes.ts';
import { collect, drops, startSourceWorld, type SourceWorld } from '../source-world.ts';

let world: SourceWorld;
let folder: string;
const LIST =
  '\uFEFF# 名单\r\nA.Fake.TEST\n\n*.b.fake.test # wildcard\nnot a name\nhttps://c.fake.test/q#/x\ncx.lantern.gov.cn\na.fake.test.\nlocalhost\n';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingjing-lists-'));
  world = await startSourceWorld((request, response) => {
    if (request.url === '/names.txt') response.end(LIST);
    else response.writeHead(500).end();
  });
});
afterAll(async () => {
  await world.close();
  await rm(folder, { recursive: true });
});

async function file(name: string, content: string | Buffer): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}
const endpoints = (more: { nameLists?: string[]; leads?: string | null }) => ({
  searchEngines: [],
  certificateLogs: [],
  qrImages: [],
  nameLists: [],
  leads: null,
  ...more,
});

describe('nameList', () => {
  it.each(['file', 'URL'])(
    'takes every usable line of a %s, recognised or not, and names the bad ones',
    async (kind) => {
      const list = kind === 'URL' ? 'http://lists.engine.test/names.txt' : await file('names.txt', LIST);
      const { found, outcomes } = await collect(
        nameList,
        world.context({ endpoints: endpoints({ nameLists: [list] }) }),
      );
      expect(found.map((each) => [each.kind, each.target, each.sighting.detail['line']])).toEqual([
        ['name', 'a.fake.test', 2],
        ['name', 'b.fake.test', 4],
        ['entry', 'https://c.fake.test/q#/x', 6],
      ]);
      expect(drops(outcomes[0])).toEqual(['bad-line bad-name 1', 'bad-line no-dot 1', 'official 1', 'repeated 1']);
      expect(outcomes[0]?.note?.en).toContain(':5 not a name');
    },
  );

  it('records a missing file and a dead server as failed, and reads the next list all the same', async () => {
    const lists = [
      join(folder, 'missing.txt'),
      'http://lists.engine.test/other',
      'http://nowhere.test/',
      await file('one.txt', 'z.fake.test'),
    ];
    const { found, outcomes } = await collect(nameList, world.context({ endpoints: endpoints({ nameLists: lists }) }));
    expect(outcomes.map(({ status, failure }) => [status, failure])).toEqual([
      ['failed', 'unreadable'],
      ['failed', 'dead'],
      ['failed', 'dead'],
      ['done', null],
    ]);
    expect(outcomes[1]?.note?.zh).toContain('500');
    expect(found).toHaveLength(1);
  });

  it('reads what `names scan` reads: encodings, tables, archives; an odd entry is left out and named, and the list is not called done', async () => {
    const table = await file(
      'gbk.csv',
      gbkBytes('备注,网址\r\n"甲, 乙",http://shop.fake.test:8080/q?a=1\r\n"丙 ""丁""",证书.fake.test\r\n无,没有\r\n'),
    );
    const packed = await file(
      'lists.zip',
      zipBytes([
        { name: 'one.txt', content: Buffer.from('one.fake.test\rtwo.fake.test\r') },
        { name: 'locked.txt', content: Buffer.from('lost.fake.test'), flags: 1 },
        { name: 'three.txt', content: Buffer.from('three.fake.test\n') },
      ]),
    );
    const { found, outcomes } = await collect(
      nameList,
      world.context({ endpoints: endpoints({ nameLists: [table, packed] }) }),
    );
    expect(
      found.map(({ kind, target, sighting }) => [
        kind,
        target,
        String(sighting.detail['list']).replace(/^.*\//, ''),
        sighting.detail['line'],
      ]),
    ).toEqual([
      ['entry', 'http://shop.fake.test:8080/q?a=1', 'gbk.csv', 2],
      ['name', new URL('http://证书.fake.test/').hostname, 'gbk.csv', 3],
      ['name', 'one.fake.test', 'lists.zip!one.txt', 1],
      ['name', 'two.fake.test', 'lists.zip!one.txt', 2],
      ['name', 'three.fake.test', 'lists.zip!three.txt', 1],
    ]);
    expect(outcomes).toMatchObject([
      { status: 'done', found: 2, dropped: [{ reason: 'bad-line no-dot', count: 1 }] },
      { status: 'failed', failure: 'unreadable', found: 3, dropped: [{ reason: 'unreadable-entry', count: 1 }] },
    ]);
    expect(outcomes[1]?.note?.zh).toContain('locked.txt 无法解压（已加密），已略过');
  });

  const rows = (name: string, count: number) =>
    Array.from({ length: count }, (_, index) => `x,${name}${index}.fake.test`).join('\n');
  const openRow = Buffer.from(`note,domain\n${rows('a', 998)}\n"over\nlines",open.fake.test\n${rows('c', 999)}`);
  const packed = [
    { name: 'a.csv', content: openRow },
    { name: 'b.csv', content: Buffer.from(`note,domain\n${rows('b', 1500)}`) },
  ];
  it.each([
    ['a file with a row over two lines', openRow, 1998],
    ['an archive', zipBytes(packed), 3498],
  ])('goes on where it was stopped, in %s', async (name, bytes, count) => {
    const context = world.context({ endpoints: endpoints({ nameLists: [await file(name, bytes)] }) });
    const { found, progress } = await collect(nameList, context);
    const whole = found.map(({ target }) => target);
    expect(whole).toHaveLength(count);
    expect(progress.length).toBeGreaterThan(0);
    for (const { cursor, found: before } of progress) {
      const { found: after, outcomes } = await collect(nameList, {
        ...context,
        resume: () => ({ status: 'running', cursor }),
      });
      expect([...whole.slice(0, before), ...after.map(({ target }) => target)]).toEqual(whole);
      expect(outcomes[0]).toMatchObject({ status: 'done', found: count, dropped: [] });
    }
  });

  it('refuses a list above the size limit instead of reading part of it', async () => {
    const list = await file('large.txt', 'a.fake.test\n'.repeat(1000));
    const limits = { ...world.context().limits, fetchMaxBytes: 1000 };
    const { found, outcomes } = await collect(
      nameList,
      world.context({ limits, endpoints: endpoints({ nameLists: [list] }) }),
    );
    expect(found).toEqual([]);
    expect(outcomes[0]).toMatchObject({ status: 'failed', failure: 'unreadable' });
  });
});

/** What the file of the context brought into the table, and what the source then takes from there. */
async function imported(context: CandidateContext) {
  const book = leadBook();
  const outcomes: SourceOutcome[] = [];
  const report = (outcome: SourceOutcome) => void outcomes.push(outcome);
  if (context.endpoints.leads !== null) await importLeadFile({ ...context, report }, book, context.endpoints.leads);
  const source = await collect(leads, { ...context, leadBook: book });
  return { found: source.found, outcomes: outcomes.filter(({ status }) => status !== 'running'), source };
}

describe('leads', () => {
  it('takes the rows with an address, adds a missing scheme, and names the bad rows by line', async () => {
    const csv =
      'url,channel,received_at,note\nshop.fake.test/q?id=1#/a,12350,2026-11-02,"来电,群众"\nhttps://cx.lantern.gov.cn/,12350,,\n听不清,12377,,\nhxxps://b[.]fake[.]test/,,,\n"open,12350\n';
    const { found, outcomes, source } = await imported(
      world.context({ endpoints: endpoints({ leads: await file('leads.csv', csv) }) }),
    );
    expect(
      found.map(({ target, sighting: { detail } }) => [
        target,
        detail['channel'],
        detail['receivedAt'],
        detail['note'],
      ]),
    ).toEqual([
      ['http://shop.fake.test/q?id=1#/a', '12350', '2026-11-02', '来电,群众'],
      ['https://b.fake.test/', null, null, null],
    ]);
    expect(found[0]?.sighting.detail['reported']).toBe('shop.fake.test/q?id=1#/a');
    expect(drops(outcomes[0])).toEqual(['bad-row no-dot 2']);
    expect(drops(source.outcomes[0])).toEqual(['official 1']);
    for (const words of ['line 4 听不清', 'line 6 "open', 'line 6 has a quotation mark that nothing closes'])
      expect(outcomes[0]?.note?.en).toContain(words);
  });

  it('reads GB18030 and Chinese column names, as spreadsheets save them', async () => {
    // 网址,备注 / http://a.fake.test/,证书 in GBK
    const bytes = Buffer.concat([
      Buffer.from('cdf8d6b72cb1b8d7a20d0a', 'hex'),
      Buffer.from('http://a.fake.test/,'),
      Buffer.from('d6a4cae90d0a', 'hex'),
    ]);
    const { found } = await imported(world.context({ endpoints: endpoints({ leads: await file('gbk.csv', bytes) }) }));
    expect(found.map(({ target, sighting }) => [target, sighting.detail['note']])).toEqual([
      ['http://a.fake.test/', '证书'],
    ]);
  });

  it('records a file without a url column and a missing file as failed, and no file as nothing', async () => {
    const wrong = await imported(
      world.context({ endpoints: endpoints({ leads: await file('wrong.csv', 'name,note\na,b\n') }) }),
    );
    expect(wrong.outcomes).toMatchObject([{ status: 'failed', failure: 'unreadable', found: 0 }]);
    const missing = await imported(world.context({ endpoints: endpoints({ leads: join(folder, 'none.csv') }) }));
    expect(missing.outcomes).toMatchObject([{ status: 'failed', failure: 'unreadable' }]);
    expect((await imported(world.context())).outcomes).toEqual([]);
  });
});
