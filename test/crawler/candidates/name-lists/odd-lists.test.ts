/**
 * Lists in the encodings, line ends, tables and archives that offices and feeds really save: no name of them is lost
 * without a word.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nameRows } from '../../../../crawler/candidates/name-lists/name-rows.ts';
import { nameBatches } from '../../../../crawler/candidates/name-lists/name-stream.ts';
import { gbkBytes } from './gbk-bytes.ts';
import { zipBytes, type ZipEntry } from './zip-bytes.ts';

let folder = '';
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'mingjing-odd-lists-'))));
afterAll(() => rmSync(folder, { recursive: true }));

async function read(source: { bytes: Buffer } | { file: string }) {
  const [hosts, faults, problems]: [string[], string[], string[]] = [[], [], []];
  for await (const batch of nameRows(nameBatches('list', source))) {
    hosts.push(...batch.names.map(({ host }) => host));
    faults.push(...batch.faults.map(({ line, fault }) => `${line} ${fault}`));
    if (batch.problem) problems.push(batch.problem.en);
  }
  return { hosts, faults, problems };
}
const readText = (text: string) => read({ bytes: Buffer.from(text) });
const utf16 = (text: string, big: boolean) =>
  big ? Buffer.from(text, 'utf16le').swap16() : Buffer.from(text, 'utf16le');

const WORDS = '灯塔查询.中国';
const PUNYCODE = new URL(`http://${WORDS}/`).hostname;
const NAMES = `${WORDS}\nqr-lantern.example\n`;

describe('the encoding of a list', () => {
  it.each([
    ['GBK', gbkBytes(NAMES)],
    ['GBK with Windows line ends', gbkBytes(NAMES.replaceAll('\n', '\r\n'))],
    ['GBK in gzip', gzipSync(gbkBytes(NAMES))],
    ['GBK in a zip', zipBytes([{ name: 'a.txt', content: gbkBytes(NAMES) }])],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${NAMES}`)],
    ['UTF-16 with a mark', utf16(`\uFEFF${NAMES}`, false)],
    ['big-endian UTF-16 with a mark', utf16(`\uFEFF${NAMES}`, true)],
    ['UTF-16 without a mark', utf16(NAMES, false)],
    ['big-endian UTF-16 without a mark', utf16(NAMES, true)],
    ['UTF-16 in gzip', gzipSync(utf16(`\uFEFF${NAMES}`, false))],
  ])('may be %s', async (_name, bytes) => {
    expect(await read({ bytes })).toEqual({ hosts: [PUNYCODE, 'qr-lantern.example'], faults: [], problems: [] });
  });

  it('is told where GBK looks like UTF-8: 目录 is C4 BF C2 BC', async () => {
    const { hosts } = await read({ bytes: gbkBytes(`备注,域名\n网站,${WORDS}\n,目录.example\n`) });
    expect(hosts[1]).toBe(new URL('http://目录.example/').hostname);
  });

  it('of one line may be broken without harm to the others', async () => {
    const { hosts, faults } = await read({
      bytes: Buffer.concat([
        Buffer.from(`${WORDS}\ncaf`),
        Buffer.of(0xe9),
        Buffer.from(`.example\nzoë.example\n${WORDS}\n`),
      ]),
    });
    expect(hosts).toEqual([PUNYCODE, new URL('http://zoë.example/').hostname, PUNYCODE]);
    expect(faults).toEqual(['2 bad-idn']);
  });
});

describe('the line ends of a list', () => {
  it.each([
    ['lone CR', 'a.example\rb.example\rc.example\r'],
    ['lone CR, none at the end', 'a.example\rb.example\rc.example'],
    ['every kind at once', 'a.example\r\nb.example\rc.example\n'],
  ])('may be %s, however the bytes arrive', async (_name, text) => {
    expect((await readText(text)).hosts).toEqual(['a.example', 'b.example', 'c.example']);
    expect((await read({ bytes: utf16(`\uFEFF${text}`, true) })).hosts).toEqual([
      'a.example',
      'b.example',
      'c.example',
    ]);
  });

  it('are counted right across chunks of a large list', async () => {
    const names = Array.from({ length: 60_000 }, (_, index) => `n${index}.example`);
    for (const end of ['\r', '\r\n', '\n']) {
      const { hosts, faults } = await readText(
        names.map((name, index) => (index === 59_000 ? 'broken' : name)).join(end),
      );
      expect(hosts).toHaveLength(59_999);
      expect(faults).toEqual(['59001 no-dot']);
    }
  });
});

describe('a table', () => {
  it.each([
    ['commas within quotes', 'when,mail,domain\n1,"x, y@a.test",one.example\n2,"p, q",two.example\n'],
    ['doubled quotes', 'owner,domain name\n"The ""b.test"", Inc.",one.example\n"""",two.example\n'],
    ['semicolons, with commas in its fields', 'Registrar;Domain\nA, B;one.example\n"C; D, E";two.example\n'],
    ['tabs', '备注\t网址\n甲,乙\thttps://one.example/x\n"丙\t丁"\thttp://two.example:81/\n'],
    ['full-width commas', '1，one.example\n2，two.example\n'],
    ['what Excel says about its separator', 'sep=;\ndomain;seen\none.example;1,5\ntwo.example;2,5\n'],
    ['a title above its header', '"十一月","新增"\n编号,可疑域名\n1,one.example\n2,two.example\n'],
    [
      'no header, and dates, addresses and mail before the name',
      '2026.11.01,192.0.2.1,"J. Doe",a.b@c.test,one.example\n2026.11.02,192.0.2.2,"R, R",d@e.test,two.example\n',
    ],
    ['a field over two lines', 'street,domain\n"1 Some Street\nSomewhere",one.example\nx,two.example\n'],
    ['a quote that is never closed', 'note,domain\n"left open,one.example\nx,two.example\n'],
  ])('may have %s', async (_name, text) => {
    const { hosts } = await readText(text);
    expect(hosts).toEqual(['one.example', 'two.example']);
  });

  it('with a quote closed many rows later still gives each of them', async () => {
    for (const [count, close] of [8, 30].flatMap((length) =>
      ['"y",last.example', 'y",last.example'].map((end) => [length, end] as const),
    )) {
      const rows = Array.from({ length: count }, (_, index) => `x,n${index}.example`);
      const { hosts } = await readText(['note,domain', '"left open,first.example', ...rows, close].join('\n'));
      expect(hosts).toEqual(['first.example', ...rows.map((row) => row.slice(2)), 'last.example']);
    }
  });

  it('says which row has no name in its column instead of taking a name from beside it', async () => {
    expect(
      await readText('domain,registrar\nnone,registrar.example\n,registrar.example\nok.example,registrar.example\n'),
    ).toMatchObject({
      hosts: ['ok.example'],
      faults: ['2 no-dot', '3 empty'],
    });
  });

  it('without columns may name several in a line', async () => {
    expect(
      (await readText('a.example, b.example\nc.example d.example\n0.0.0.0 e.example f.example\n||g.example^$popup\n'))
        .hosts,
    ).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((label) => `${label}.example`));
  });

  it('is not confused with a zone file: words are no record', async () => {
    expect(await readText('not a name\nx.example. NS ns.example.\n\t3600 IN A 192.0.2.1\n  y.example\n')).toMatchObject(
      {
        hosts: ['x.example', 'y.example'],
        faults: ['1 bad-name'],
      },
    );
  });
});

const good = (name: string): ZipEntry => ({ name, content: Buffer.from(`${name.replace(/\W/g, '-')}.example\n`) });
const bad: ZipEntry = { name: 'bad.txt', content: Buffer.from('lost.example\n'.repeat(20)) };

describe('an odd entry of a zip', () => {
  it.each<[string, ZipEntry, RegExp]>([
    ['encrypted', { ...bad, flags: 1 }, /encrypted/],
    ['strongly encrypted', { ...bad, flags: 0x41 }, /encrypted/],
    ['packed by a method nobody reads', { ...bad, method: 14 }, /lzma is not supported/],
    ['with a wrong check value', { ...bad, crc: 1 }, /check value/],
    ['longer than it says', { ...bad, length: 3 }, /3 bytes/],
    ['shorter than it says', { ...bad, length: 300_000 }, /300000 bytes/],
    ['with damaged bytes', { ...bad, packed: Buffer.alloc(30, 0xff) }, /cannot be unpacked/],
    [
      'with a broken extra field',
      { ...bad, length: 0xffffffff, extra: Buffer.from([1, 0, 200, 0]) },
      /cannot be unpacked/,
    ],
    ['that is an archive itself', { ...bad, content: zipBytes([good('inner.txt')]) }, /an archive within an archive/],
    ['packed twice', { ...bad, content: gzipSync(gzipSync('lost.example')) }, /packed twice/],
    ['of another archive format', { ...bad, content: Buffer.from('377abcaf271c0004', 'hex') }, /7z/],
    ['that is no text', { ...bad, content: Buffer.from('89504e470d0a1a0a0000000d', 'hex') }, /binary/],
  ])('%s is left out by name, and nothing else', async (_name, entry, reason) => {
    const bytes = zipBytes([good('first.txt'), entry, good('last.txt')]);
    const file = join(folder, 'odd.zip');
    writeFileSync(file, bytes);
    for (const source of [{ bytes }, { file }]) {
      const { hosts, problems } = await read(source);
      expect(hosts).toEqual(['first-txt.example', 'last-txt.example']);
      expect(problems).toHaveLength(1);
      expect(problems[0]).toContain('list!bad.txt');
      expect(problems[0]).toMatch(reason);
    }
  });

  it.each([
    ['../up.txt', '../up.txt'],
    ['/abs.txt', '/abs.txt'],
    ['C:\\win.txt', 'C:\\win.txt'],
    ['a\\b.txt', 'a\\b.txt'],
    ['', ''],
    [gbkBytes('名单.txt'), '名单.txt'],
    ['\u001b[31mred.txt', '\uFFFD[31mred.txt'],
  ])('may have the name %j: it is read', async (name, shown) => {
    const lists: string[] = [];
    for await (const batch of nameBatches('list', {
      bytes: zipBytes([good('first.txt'), { name, content: Buffer.from('odd.example\n') }, good('last.txt')]),
    }))
      lists.push(batch.list);
    expect(lists).toEqual(['list!first.txt', `list!${shown}`, 'list!last.txt']);
  });

  it('that macOS put there, or a folder, is passed over without a word', async () => {
    const noise = ['__MACOSX/._a.txt', 'folder/', '.DS_Store'].map((name) => ({
      name,
      content: Buffer.from([0, 5, 22, 7, 0]),
    }));
    expect(await read({ bytes: zipBytes([...noise, good('a.txt')]) })).toEqual({
      hosts: ['a-txt.example'],
      faults: [],
      problems: [],
    });
  });
});

describe('what is no list', () => {
  it.each<[string, Buffer, RegExp]>([
    [
      'a workbook',
      zipBytes([{ name: '[Content_Types].xml', content: Buffer.from('<x/>') }, good('xl/a.xml')]),
      /Office file/,
    ],
    ['an old workbook', Buffer.from('d0cf11e0a1b11ae10000', 'hex'), /old Office file/],
    ['bzip2', Buffer.from('BZh91AY&SY'), /bzip2/],
    [
      'a tar archive in gzip',
      gzipSync(Buffer.concat([Buffer.from('a.txt'), Buffer.alloc(252), Buffer.from('ustar\0'), Buffer.alloc(300)])),
      /tar archive/,
    ],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), /binary/],
  ])('is named for what it is: %s', async (_name, bytes, what) => {
    const { hosts, problems } = await read({ bytes });
    expect(hosts).toEqual([]);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(what);
  });
});

describe('gzip', () => {
  const members = [gzipSync('a.example\n'), gzipSync('b.example\n'), gzipSync('c.example\n')];
  it('may have several members', async () => {
    expect((await read({ bytes: Buffer.concat(members) })).hosts).toEqual(['a.example', 'b.example', 'c.example']);
  });

  it.each<[string, Buffer]>([
    ['cut within its last member', Buffer.concat(members).subarray(0, -12)],
    ['followed by something else', Buffer.concat([...members, Buffer.from('garbage that is no gzip')])],
    [
      'with a wrong check value',
      Buffer.concat([...members.slice(0, 2), members[2]?.subarray(0, -8) ?? Buffer.alloc(0), Buffer.alloc(8, 1)]),
    ],
    ['cut within its header', members[0]?.subarray(0, 5) ?? Buffer.alloc(0)],
  ])('%s says that it was not read to its end', async (_name, bytes) => {
    const { problems } = await read({ bytes });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/incomplete/);
  });
});
