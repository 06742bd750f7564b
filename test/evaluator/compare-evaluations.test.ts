/** Two evaluations of one corpus, host by host; and files that cannot be compared with. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compareEvaluations, comparisonText } from './compare-evaluations.ts';
import { checkSameCorpus, readEvaluation, type ComparedEvaluation, type HostVerdict } from './evaluation-file.ts';

const AT = '2026-11-21T08:00:00.000Z';
const evaluation = (hosts: HostVerdict[], finishedAt: string | null = AT): ComparedEvaluation => ({
  corpus: 'reeds 1',
  sweep: { id: 1, finishedAt },
  hosts,
});
const host = (name: string, verdict: HostVerdict['verdict'], platform: string | null = null): HostVerdict => ({
  host: name,
  verdict,
  platform,
});

describe('two evaluations', () => {
  test('with the same verdicts are equal, in whatever order hosts stand', () => {
    const [a, b] = [host('a.example', 'benign'), host('b.example', 'impersonation', 'reed')];
    const comparison = compareEvaluations(evaluation([a, b]), evaluation([b, a]));
    expect(comparison).toEqual({ hosts: 2, unfinished: false, differences: [] });
    expect(comparisonText(comparison, 'zh')).toBe('与先前的评分相比：2 个主机中 0 个结论不同');
  });

  test('differ in verdicts, in platforms, and in hosts that only one of them judged', () => {
    const comparison = compareEvaluations(
      evaluation([
        host('a.example', 'benign'),
        host('b.example', 'impersonation', 'reed'),
        host('c.example', 'parked'),
        host('same.example', 'undecided'),
      ]),
      evaluation([
        host('a.example', 'undecided'),
        host('b.example', 'impersonation', 'sedge'),
        host('d.example', 'benign'),
        host('same.example', 'undecided'),
      ]),
    );
    expect(comparison.hosts).toBe(5);
    expect(comparison.differences).toEqual([
      {
        host: 'a.example',
        earlier: { verdict: 'benign', platform: null },
        later: { verdict: 'undecided', platform: null },
      },
      {
        host: 'b.example',
        earlier: { verdict: 'impersonation', platform: 'reed' },
        later: { verdict: 'impersonation', platform: 'sedge' },
      },
      { host: 'c.example', earlier: { verdict: 'parked', platform: null }, later: null },
      { host: 'd.example', earlier: null, later: { verdict: 'benign', platform: null } },
    ]);
    expect(comparisonText(comparison, 'en').split('\n')).toEqual([
      'against the earlier evaluation: 4 of 5 hosts are judged differently',
      '  a.example: benign → undecided',
      '  b.example: impersonation (reed) → impersonation (sedge)',
      '  c.example: parked → not judged',
      '  d.example: not judged → benign',
    ]);
  });

  test('of which one is of an unfinished sweep say so', () => {
    expect(comparisonText(compareEvaluations(evaluation([], null), evaluation([])), 'zh')).toContain('未结束');
  });
});

describe('a file', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mingjing-against-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const fileOf = async (content: string) => {
    const file = join(folder, 'earlier.json');
    await writeFile(file, content);
    return file;
  };

  test('with more than is compared is read', async () => {
    const file = await fileOf(JSON.stringify({ ...evaluation([host('a.example', 'benign')]), labels: {} }));
    expect(await readEvaluation(file)).toEqual(evaluation([host('a.example', 'benign')]));
  });

  test.each([
    ['that is no JSON', 'no json', /earlier\.json.*found null/],
    ['of another command', '{"sites": []}', /earlier\.json, corpus: expected .*found undefined/],
    ['without hosts', '{"corpus": "x 1", "sweep": {"id": 1, "finishedAt": null}}', /earlier\.json, hosts/],
    [
      'with a verdict that is none',
      JSON.stringify(evaluation([{ host: 'a.example', verdict: 'evil' as 'benign', platform: null }])),
      /hosts\.0\.verdict.*"evil"/,
    ],
  ])('%s is refused, naming file and field', async (_name, content, message) => {
    const error: unknown = await readEvaluation(await fileOf(content)).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      code: 'EVALUATION_INVALID',
      exit: 'input',
      message: expect.stringMatching(message) as unknown,
    });
  });

  test('that is not there, or speaks of another corpus, is refused', async () => {
    await expect(readEvaluation(join(folder, 'nowhere.json'))).rejects.toMatchObject({
      exit: 'input',
      message: expect.stringContaining('nowhere.json') as unknown,
    });
    expect(() => checkSameCorpus('x.json', evaluation([]), 'sedges 2')).toThrow(
      /x\.json, corpus: expected "sedges 2", found "reeds 1"/,
    );
  });
});
