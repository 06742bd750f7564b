import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { smallCorpus } from './small-corpus.ts';

const mingjing = fileURLToPath(new URL('../mingjing.ts', import.meta.url));
const run = promisify(execFile);

interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

async function cli(...args: string[]): Promise<Outcome> {
  try {
    const { stdout, stderr } = await run(process.execPath, [mingjing, ...args], { maxBuffer: 64 * 1024 * 1024 });
    return { code: 0, stdout, stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as Outcome;
    return { code, stdout, stderr };
  }
}

describe('the command line', () => {
  it('ends with 2 for a wrong command line and names what is known', async () => {
    expect((await cli('sweeep')).code).toBe(2);
    const { code, stderr } = await cli('sweep', '--source', 'dreams');
    expect(code).toBe(2);
    expect(stderr).toMatch(/dreams.*permutations/s);
  });

  it.each(['', ' ', 'undefined', 'sqlite:', 'sqlite:undefined', 'sqlite:data/null.db', 'cases.db'])(
    'ends with 2 for --database %j, which names no database',
    async (url) => {
      const folder = await mkdtemp(join(tmpdir(), 'mingjing-url-'));
      const { code, stdout, stderr } = await cli('lead', 'list', '--data', folder, '--lang', 'en', `--database=${url}`);
      expect({ code, stdout, lines: stderr.trim().split('\n').length }).toEqual({ code: 2, stdout: '', lines: 1 });
      expect(stderr).toContain('(--database)');
      expect(await readdir(folder)).toEqual([]);
    },
  );

  it('ends with 3 for a bad corpus and names file and key', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mingjing-bad-'));
    await writeFile(join(folder, 'corpus.json'), '{"name": "bad", "version": 1, "sed": {}}');
    const { code, stderr, stdout } = await cli('eval', folder, '--lang', 'en', '--data', folder);
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toMatch(/corpus\.json.*sed/s);
  });

  it('ends with 3 for wrong settings, in the language asked for', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mingjing-set-'));
    await writeFile(join(folder, 'm.json'), '{"resolve": {"concurrency": 0}}');
    const { code, stderr } = await cli('doctor', '--config', join(folder, 'm.json'), '--lang', 'en');
    expect(code).toBe(3);
    expect(stderr).toMatch(/m\.json: resolve\.concurrency/);
  });

  it('says in one line that there is no network', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mingjing-net-'));
    const config = join(folder, 'm.json');
    await writeFile(config, '{"resolve": {"resolvers": ["127.0.0.1:1"]}}');
    const { code, stderr } = await cli(
      'sweep',
      'mem-cx',
      '--config',
      config,
      '--data',
      folder,
      '--database',
      `sqlite:${join(folder, 'm.db')}`,
    );
    expect(code).toBe(5);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain('没有网络');
  });
});

describe('a practice sweep', () => {
  let folder: string;
  let corpus: string;
  let outcome: Outcome;
  let config: string;
  const flags = () => ['--range', corpus, '--data', folder, '--config', config];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mingjing-sweep-'));
    corpus = await smallCorpus();
    config = join(folder, 'settings.json');
    await writeFile(
      config,
      '{"capture": {"visitTimeoutMs": 120000, "navigationTimeoutMs": 60000, "settleMaxMs": 4000}}',
    );
    outcome = await cli('sweep', ...flags(), '--json');
  });

  it('prints one JSON object, and its progress as plain lines beside it', () => {
    expect(outcome.stderr).toMatch(/^(?:\P{Cc}+，已用 [\dhms]+\n)+$/u);
    expect(outcome.stderr).toMatch(/^采集 0\/\d+/m);
    expect(outcome.code).toBe(0);
    expect(JSON.parse(outcome.stdout)).toMatchObject({ resumed: false });
  });

  it('judges every kind of site as an analyst would', async () => {
    const { stdout } = await cli('site', 'list', ...flags(), '--json');
    const { sites } = JSON.parse(stdout) as { sites: { host: string; verdict: string; platform: string | null }[] };
    const verdicts = Object.fromEntries(sites.map(({ host, verdict }) => [host, verdict]));
    expect(verdicts).toMatchObject({
      'cx-yhsb-gov.example': 'impersonation',
      'yhsb-cx.example': 'impersonation',
      'qinghe-school.example': 'benign',
      'gone-cx.example': 'unreachable',
    });
    expect(sites.find(({ host }) => host === 'cx-yhsb-gov.example')?.platform).toBe('demo-lift');
  });

  it('writes a report that names the fakes and carries their pictures', async () => {
    const { report } = JSON.parse(outcome.stdout) as { report: string };
    const html = await readFile(report, 'utf8');
    expect(html).toContain('cx-yhsb-gov[.]example');
    expect(html).toMatch(/data:image\/webp;base64,/);
    expect(html).not.toMatch(/<script|src="http/);
  });

  it('exports evidence that sha256sum accepts', async () => {
    const out = join(folder, 'evidence');
    expect((await cli('evidence', 'export', 'cx-yhsb-gov.example', ...flags(), '--out', out)).code).toBe(0);
    const { stdout } = await run('sha256sum', ['-c', 'SHA256SUMS'], { cwd: out });
    expect(
      stdout
        .trim()
        .split('\n')
        .every((line) => line.endsWith(': OK')),
    ).toBe(true);
    const again = await cli('evidence', 'export', 'cx-yhsb-gov.example', ...flags(), '--out', out);
    expect(again.code).not.toBe(0);
  });

  it('finds its references unchanged while the official page stands still', async () => {
    const { stdout } = await cli('reference', 'drift', ...flags(), '--json');
    const { drift } = JSON.parse(stdout) as { drift: { state: string; platform: string }[] };
    expect(drift.length).toBeGreaterThan(0);
    expect(drift.every(({ state, platform }) => state === 'unchanged' && platform === 'demo-lift')).toBe(true);
  });

  interface Rescore {
    judged: number;
    changed: {
      host: string;
      before: { score: number };
      after: { score: number; verdict: string };
      findings: { detector: string; after: number }[];
    }[];
  }

  it('comes to the same numbers again from what is stored, by the references the verdict names', async () => {
    const { stdout, code } = await cli('site', 'rescore', ...flags(), '--pinned', '--json');
    expect(code).toBe(0);
    const { judged, changed } = JSON.parse(stdout) as Rescore;
    expect(judged).toBeGreaterThan(4);
    expect(changed).toEqual([]);
  });

  it('shows what a change would do without keeping it, and keeps it when told to', async () => {
    const fake = 'cx-yhsb-gov.example';
    const score = async (...more: string[]) =>
      JSON.parse((await cli('site', 'rescore', fake, ...flags(), ...more, '--json')).stdout) as Rescore;
    const tried = await score('--without', 'words', '--dry-run');
    expect(tried.changed[0]).toMatchObject({
      host: fake,
      findings: expect.arrayContaining([expect.objectContaining({ detector: 'words', after: 0 })]) as unknown,
    });
    expect(tried.changed[0]?.after.score).toBeLessThan(tried.changed[0]?.before.score ?? 0);
    expect((await score('--dry-run')).changed).toEqual([]);
    await score('--without', 'words');
    expect((await score()).changed[0]?.after.score).toBe(tried.changed[0]?.before.score);
  });

  it('says which detectors and hosts there are when asked for another', async () => {
    const detector = await cli('site', 'rescore', ...flags(), '--without', 'dreams', '--lang', 'en');
    expect([detector.code, detector.stderr]).toEqual([
      2,
      expect.stringMatching(/dreams.*screenshot-comparison/s) as unknown,
    ]);
    const host = await cli('site', 'rescore', 'nobody.example', ...flags(), '--lang', 'en');
    expect([host.code, host.stderr]).toEqual([2, expect.stringContaining('nobody.example') as unknown]);
  });

  it('finds that its two fakes are one gang, by the contact that both show', async () => {
    const { code, stdout } = await cli('gang', 'list', ...flags(), '--json');
    expect(code).toBe(0);
    const { gangs } = JSON.parse(stdout) as { gangs: { id: string; members: number; hosts: string[] }[] };
    expect(gangs.map(({ members, hosts }) => [members, hosts.toSorted()])).toEqual([
      [2, ['cx-yhsb-gov.example', 'yhsb-cx.example']],
    ]);
    const shown = await cli('gang', 'show', String(gangs[0]?.id), ...flags());
    expect([shown.code, shown.stdout]).toEqual([0, expect.stringContaining('yhsb_kefu2026') as unknown]);
  });

  it('is scored by the evaluator, which skips a seed platform that has no profile', async () => {
    const { code, stdout } = await cli('eval', corpus, '--data', folder, '--config', config, '--json');
    expect(code).toBe(0);
    const evaluation = JSON.parse(stdout) as Record<string, never> & {
      impersonation: { truePositives: number; falsePositives: number };
      unusable: string[];
      clusters: object;
      hostile: { survived: boolean }[];
    };
    expect(evaluation.impersonation).toMatchObject({ truePositives: 2, falsePositives: 0 });
    expect(evaluation.clusters).toMatchObject({ expected: 1, whole: 1, pairs: { expected: 1, found: 1, wrong: 0 } });
    expect(evaluation.unusable).toEqual(['no-such-platform']);
    expect(evaluation.hostile.map(({ survived }) => survived)).toEqual([true]);
    for (const key of [
      'visited',
      'sale',
      'injected',
      'discovery',
      'labels',
      'brands',
      'detectors',
      'leaveOneOut',
      'cloaking',
      'clues',
      'clusters',
      'contested',
      'cost',
      'misses',
      'honestUndecided',
      'hosts',
      'sweep',
    ])
      expect(evaluation).toHaveProperty(key);
  });

  it('calibrates the weights on what was swept, and changes nothing unless told to', async () => {
    const weights = new URL('../detectors/weights.json', import.meta.url);
    const before = await readFile(weights, 'utf8');
    const { code, stdout } = await cli('eval', 'calibrate', corpus, '--data', folder, '--config', config, '--json');
    expect(code).toBe(0);
    const {
      sites,
      positives,
      fit,
      before: reliability,
    } = JSON.parse(stdout) as {
      sites: number;
      positives: number;
      fit: { weights: unknown[] };
      before: { brier: number };
    };
    expect([sites > positives, positives]).toEqual([true, 2]);
    expect(fit.weights.length).toBeGreaterThan(3);
    expect(reliability.brier).toBeLessThan(0.25);
    expect(await readFile(weights, 'utf8')).toBe(before);
  });
});
