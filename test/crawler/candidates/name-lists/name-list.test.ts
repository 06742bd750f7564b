import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nameBatches, type NameBatch } from '../../../../crawler/candidates/name-lists/name-stream.ts';
import { HostLines } from '../../../../crawler/candidates/name-lists/read-host-line.ts';
import { noCounts, scanNames, type NameHit } from '../../../../crawler/candidates/name-lists/scan-names.ts';
import { evaluateNames, readLabelled } from '../../../../crawler/candidates/forged-names/evaluate-names.ts';
import { loadPlatforms } from '../../../../crawler/settings/load-platforms.ts';
import { MingjingError } from '../../../../storage/mingjing-error.ts';
import { zipBytes } from './zip-bytes.ts';

const platforms = await loadPlatforms();
let folder = '';
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'mingjing-names-test-'))));
afterAll(() => rmSync(folder, { recursive: true }));

async function scan(batches: AsyncIterable<NameBatch>) {
  const counts = noCounts();
  const hits: NameHit[] = [];
  for await (const some of scanNames(batches, platforms, counts, 0.4)) hits.push(...some);
  return { counts, hits, hosts: hits.map(({ host }) => host) };
}

const ofBytes = (bytes: Buffer) => scan(nameBatches('list', { bytes }));
function ofFile(name: string, bytes: Buffer | string) {
  const file = join(folder, name);
  writeFileSync(file, bytes);
  return scan(nameBatches(name, { file }));
}

const zip = (files: Record<string, Buffer>) =>
  zipBytes(Object.entries(files).map(([name, content]) => ({ name, content })));

const LIST = 'example.com\ncx-mem-gov.cn\nremember.me\nmohurd-zlaq.top\n';
const FOUND = ['cx-mem-gov.cn', 'mohurd-zlaq.top'];

describe('a name list', () => {
  it.each([
    ['text', Buffer.from(LIST)],
    ['text with Windows line ends and a byte order mark', Buffer.from(`\uFEFF${LIST.replaceAll('\n', '\r\n')}`)],
    ['UTF-16', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(LIST, 'utf16le')])],
    ['gzip', gzipSync(LIST)],
    ['gzip in two members', Buffer.concat([gzipSync(LIST.slice(0, 20)), gzipSync(LIST.slice(20))])],
    ['zip', zip({ 'names.txt': Buffer.from(LIST) })],
    ['zip with gzip in it', zip({ 'a/names.txt.gz': gzipSync(LIST) })],
  ])('is read as %s, from a file and from a pipe', async (name, bytes) => {
    expect((await ofBytes(bytes)).hosts).toEqual(FOUND);
    expect((await ofFile(name.replaceAll(' ', '-'), bytes)).hosts).toEqual(FOUND);
    expect(
      (
        await scan(
          nameBatches('-', {
            stdin: Readable.from(
              [...bytes].map((byte) => Buffer.of(byte)),
              { objectMode: false },
            ),
          }),
        )
      ).hosts,
    ).toEqual(FOUND);
  });

  it('may be empty, and says how many names it had', async () => {
    expect((await ofBytes(Buffer.alloc(0))).counts).toMatchObject({ lines: 0, names: 0, hits: 0 });
    expect((await ofBytes(Buffer.from(LIST))).counts).toMatchObject({ lines: 4, names: 4, hits: 2, problems: [] });
  });

  it('cut off in its gzip gives what came before, and a problem', async () => {
    const bytes = gzipSync(
      Buffer.from(LIST + Array.from({ length: 5000 }, (_, index) => `n${index * 7919}.example`).join('\n')),
    );
    const { hosts, counts } = await ofBytes(bytes.subarray(0, bytes.length - 2000));
    expect(hosts).toEqual(FOUND);
    expect(counts.problems[0]?.en).toMatch(/list cannot be read beyond line .*incomplete/);
  });

  it('in a damaged archive gives the files that can be read, and a problem for the rest', async () => {
    const whole = zip({ 'bad.txt': Buffer.from(`${LIST}x`.repeat(50)), 'good.txt': Buffer.from(LIST) });
    whole.fill(0xff, 40, 70);
    const { hosts, counts } = await ofBytes(whole);
    expect(hosts).toEqual(FOUND);
    expect(counts.problems.length).toBeGreaterThan(0);
    const cut = await ofBytes(zip({ 'names.txt': Buffer.from(LIST) }).subarray(0, 60));
    expect(cut.counts.problems[0]?.en).toContain('damaged');
  });

  it('with an endless line skips that line and goes on', async () => {
    const { hosts, counts } = await ofBytes(Buffer.from(`mem-gov.cn\n${'x'.repeat(3_000_000)}\ncx-mem-gov.cn\n`));
    expect(hosts).toEqual(['mem-gov.cn', 'cx-mem-gov.cn']);
    expect(counts.problems[0]?.en).toContain('1 lines longer than');
  });

  it('with broken lines counts and shows them', async () => {
    const { hosts, counts } = await ofBytes(
      Buffer.from('xn--\u0001.com\nnonsense\nxn--a.cn\n-bad-.cn\n..\ncx-mem-gov.cn\n'),
    );
    expect(hosts).toEqual(['cx-mem-gov.cn']);
    expect(Object.values(counts.faults).reduce((sum, count) => sum + count, 0)).toBe(5);
    expect(counts.faults['bad-idn']).toBe(2);
    expect(counts.examples[1]).toBe('list:2 nonsense');
  });

  it('shows a host once', async () => {
    expect((await ofBytes(Buffer.from('cx-mem-gov.cn\nCX-MEM-GOV.CN\ncx-mem-gov.cn.\n'))).hosts).toEqual([
      'cx-mem-gov.cn',
    ]);
  });

  it('that is not there is refused by name', async () => {
    await expect(scan(nameBatches('nowhere.txt', { file: join(folder, 'nowhere.txt') }))).rejects.toThrow(
      /cannot read the list nowhere.txt/,
    );
  });

  it('of 60 million bytes passes in constant memory', () => {
    const program = fileURLToPath(new URL('scan-endless.ts', import.meta.url));
    const { names, peak } = JSON.parse(
      execFileSync(process.execPath, ['--max-old-space-size=80', program], { encoding: 'utf8' }),
    ) as { names: number; peak: number };
    expect(names).toBe(2_880_000);
    expect(peak).toBeLessThan(260_000);
  });
});

describe('a line', () => {
  const read = (...lines: string[]) => {
    const reader = new HostLines();
    return lines.map((line) => {
      const found = reader.read(line);
      return found.kind === 'host' ? found.host : found.kind;
    });
  };

  it('may be a name, a URL, a wildcard or a comment', () => {
    expect(
      read('A.Example.', 'http://user@b.example:8080/p?q=c.example#x', '*.d.example', '# e.example', '', '例子.中国'),
    ).toEqual(['a.example', 'b.example', 'd.example', 'skip', 'skip', 'xn--fsqu00a.xn--fiqs8s']);
  });

  it('may be a row of a table: the host column, or the first field that looks like a name', () => {
    expect(read('date,domain,registrar', '2026-01-02,"a.example",X.Y Ltd', '2026-01-03,b.example,')).toEqual([
      'skip',
      'a.example',
      'b.example',
    ]);
    expect(read('1\tc.example\t2026', '7;d.example;x')).toEqual(['c.example', 'd.example']);
  });

  it('may be a zone file record; each owner once, relative names below $ORIGIN', () => {
    expect(
      read(
        '$ORIGIN top.',
        '$TTL 3600',
        '@ IN SOA ns.nic.top. x.nic.top. 1 2 3 4 5',
        'abc 3600 IN NS ns1.host.example.',
        'abc 3600 IN NS ns2.host.example.',
        '  IN NS ns3.host.example.',
        'def.top. 3600 in a 192.0.2.1',
        'GHI NS NS1.HOST.EXAMPLE.',
      ),
    ).toEqual(['skip', 'skip', 'skip', 'abc.top', 'skip', 'skip', 'def.top', 'ghi.top']);
  });
});

describe('an evaluation', () => {
  it('counts imitations, traps and what lies below closed suffixes', () => {
    const { rows, unreadable } = readLabelled(
      'host,kind\ncx-mem-gov.cn,look-alike\ncx-mem.gov.cn,look-alike\nremember.me,trap: chance\n,\n@@,x\n',
      'x.csv',
    );
    const result = evaluateNames(rows, unreadable, platforms);
    expect(result).toMatchObject({
      imitations: 2,
      honest: 1,
      unreadable: 1,
      recogniser: { found: 1, recall: 0.5, falseAlarms: 0, precision: 1, missed: ['cx-mem.gov.cn'] },
      generator: { registrable: 1, closed: 1, missed: [] },
    });
    expect(result.generator.curve[0]).toEqual({ names: 100, found: 1, recall: 1 });
  });

  it('takes a plain list as imitations, and refuses one without names', () => {
    expect(readLabelled('# list\nmemgov.cn\n\n', 'x').rows).toMatchObject([{ host: 'memgov.cn', imitation: true }]);
    expect(() => readLabelled('\n\n', 'x.csv')).toThrow(MingjingError);
  });
});
