import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { gbkBytes } from '../crawler/candidates/name-lists/gbk-bytes.ts';
import { zipBytes } from '../crawler/candidates/name-lists/zip-bytes.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const MINGJING = fileURLToPath(new URL('../../mingjing.ts', import.meta.url));
let folder = '';
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'mingjing-names-command-'))));
afterAll(() => rmSync(folder, { recursive: true }));

async function mingjing(...words: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  try {
    return {
      code: 0,
      ...(await promisify(execFile)(process.execPath, [MINGJING, ...words], {
        env: { ...process.env, MINGJING_DATA: folder },
      })),
    };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, stdout, stderr };
  }
}

describe('mingjing names', () => {
  it('prints one host a line, host first, likeliest first', async () => {
    const { code, stdout } = await mingjing('names', 'mem-cx', '--top', '50');
    const lines = stdout.trimEnd().split('\n');
    expect(code).toBe(0);
    expect(lines).toHaveLength(50);
    expect(lines[0]).toBe('cx-mem-gov.cn');
    const explained = await mingjing('names', 'mem-cx', '--top', '3', '--explain', '--lang', 'en');
    expect(explained.stdout.split('\n')[0]).toBe(
      'cx-mem-gov.cn\tsuffix-folding\t0\tthe labels of the official host joined anew, its government suffix folded into the name',
    );
  });

  it('refuses an unknown platform and a bad number with the usage code', async () => {
    expect(await mingjing('names', 'nobody', '--lang', 'en')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('no platform with id nobody') as string,
    });
    expect(await mingjing('names', 'mem-cx', '--top', 'many', '--lang', 'en')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--top') as string,
    });
  });

  it('ends quietly when the reader has gone', async () => {
    const child = spawn(process.execPath, [MINGJING, 'names', 'mem-cx', '--top', '300000'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let complaint = '';
    child.stderr.on('data', (text: Buffer) => void (complaint += text.toString()));
    await new Promise((resolve) => child.stdout.once('data', resolve));
    child.stdout.destroy();
    const code = await new Promise((resolve) => child.once('exit', resolve));
    expect({ code, complaint }).toEqual({ code: 0, complaint: '' });
  });
});

describe('mingjing names scan', () => {
  it('prints hits only, as JSON lines when asked, and counts on stderr', async () => {
    const file = join(folder, 'nrd.txt.gz');
    writeFileSync(file, gzipSync('example.com\ncx.mem.gov.cn.a1.top\nremember.me\n'));
    const { code, stdout, stderr } = await mingjing('names', 'scan', file, '--json', '--lang', 'en');
    expect(code).toBe(0);
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toMatchObject([{ host: 'cx.mem.gov.cn.a1.top', platform: 'mem-cx', shape: 'official-prefix', line: 2 }]);
    expect(stderr).toContain('3 lines, 3 names, 1 hits');
  });

  it('reads standard input', async () => {
    const child = execFile(process.execPath, [MINGJING, 'names', 'scan', '-', '--lang', 'en']);
    let text = '';
    child.stdout?.on('data', (chunk: string) => void (text += chunk));
    child.stdin?.end('a.example\nmohurd-zlaq.top\n');
    await new Promise((resolve) => child.once('close', resolve));
    expect(text.split('\t')[0]).toBe('mohurd-zlaq.top');
  });

  it('ends with the input code when a list was not read to its end or held no names', async () => {
    const cut = join(folder, 'cut.gz');
    writeFileSync(
      cut,
      gzipSync(Array.from({ length: 20_000 }, (_, index) => `n${index * 7919}.example`).join('\n')).subarray(0, 20_000),
    );
    expect(await mingjing('names', 'scan', cut, '--lang', 'en')).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('incomplete') as string,
    });
    const empty = join(folder, 'empty.txt');
    writeFileSync(empty, '');
    expect((await mingjing('names', 'scan', empty)).code).toBe(3);
    expect((await mingjing('names', 'scan', join(folder, 'missing.txt'))).code).toBe(3);
  });
});

describe('mingjing names scan, of what offices save', () => {
  it('says in words what it could not use', async () => {
    const sheet = join(folder, 'gbk.csv');
    writeFileSync(sheet, gbkBytes('序号,域名\r1,应急证书查询.中国\r2,没有域名\r'));
    const { code, stdout, stderr } = await mingjing('names', 'scan', sheet);
    expect({ code, host: stdout.split('\t')[0] }).toEqual({
      code: 0,
      host: new URL('http://应急证书查询.中国/').hostname,
    });
    expect(stderr).toContain('1 行没有可用的域名（没有点 1）：');
    expect(stderr).toContain('gbk.csv:3 2,没有域名');
  });

  it('ends with the input code when an entry of an archive was left out, and names it', async () => {
    const archive = join(folder, 'two.zip');
    writeFileSync(
      archive,
      zipBytes([
        { name: '../odd.txt', content: Buffer.from('x.example'), crc: 5 },
        { name: 'good.txt', content: Buffer.from('mohurd-zlaq.top') },
      ]),
    );
    const { code, stdout, stderr } = await mingjing('names', 'scan', archive);
    expect({ code, host: stdout.split('\t')[0] }).toEqual({ code: 3, host: 'mohurd-zlaq.top' });
    expect(stderr).toContain('two.zip!../odd.txt 无法解压（校验值不符），已略过');
  });
});

describe('mingjing names eval', () => {
  it('prints recall, precision and the curve', async () => {
    const file = join(folder, 'list.csv');
    writeFileSync(file, 'host,kind\ncx-mem-gov.cn,look-alike\nremember.me,trap: chance\n');
    const { code, stdout } = await mingjing('names', 'eval', file, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      imitations: 1,
      honest: 1,
      recogniser: { recall: 1, precision: 1 },
      generator: { registrable: 1 },
    });
    expect((await mingjing('names', 'eval', file, '--lang', 'en')).stdout).toContain('recall 100.0 %');
  });
});
