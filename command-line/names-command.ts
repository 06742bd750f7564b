/**
 * `mingjing names <platform> | scan <list> | eval <list>`: names a forger would register, and names in a list that
 * imitate.
 */
import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import type { Egress } from '../crawler/egress/egress.ts';
import type { NamesEvaluation } from '../crawler/candidates/forged-names/evaluate-names.ts';
import type { NameBatch } from '../crawler/candidates/name-lists/name-stream.ts';
import { RECOGNISED_FROM } from '../detectors/names/recognised-from.ts';
import type { NameHit, ScanCounts } from '../crawler/candidates/name-lists/scan-names.ts';
import type { HostFault } from '../crawler/candidates/name-lists/read-host-line.ts';
import { EXIT_CODES, MingjingError } from '../storage/mingjing-error.ts';
import type { Sentence } from '../storage/vocabulary/sentence.ts';
import { addCommand, RANGE } from './add-command.ts';
import type { Session } from './session.ts';

interface NamesFlags {
  top?: string;
  explain?: boolean;
  from?: string;
}

/** Lists from the network are held in memory; a bigger one is to be fetched to a file first. */
const MOST_FETCHED_BYTES = 512 * 1024 * 1024;
const FETCH_MS = 10 * 60_000;

/** Output is one host a line, host first; with `--json` one object a line (`eval`: one object). */
export function addNamesCommand(root: Command): void {
  const names = root.command('names').description('域名：生成、识别、评测 / names: generate, recognise, measure');
  const generate = addCommand(
    new Command(),
    'generate <platform>',
    '仿冒者会注册哪些域名（可省略 generate） / names a forger would register, likeliest first (`generate` may be left out)',
    generateCommand,
  )
    .option('--top <n>', '前几个，默认与巡查相同 / how many, default as many as a sweep tries')
    .option('--explain', '写出规则与代价 / say which rule made each');
  names.addCommand(generate.copyInheritedSettings(names), { isDefault: true });
  addCommand(
    names,
    'scan <list>',
    '在名单中找仿冒域名：文件、- 或网址 / find imitations in a list: a file, - or a URL',
    scanCommand,
  )
    .option('--from <score>', `分值下限，默认 ${RECOGNISED_FROM} / lowest score shown`)
    .option(...RANGE);
  addCommand(names, 'eval <list>', '用带标注的名单评测 / measure on a labelled list', evaluateCommand);
}

function flagsOf(session: Session): NamesFlags {
  return session.flags as NamesFlags;
}

function numberFlag(
  name: string,
  text: string | undefined,
  fallback: number,
  accept: (value: number) => boolean,
  expected: string,
): number {
  if (text === undefined) return fallback;
  const value = Number(text);
  if (text.trim() !== '' && accept(value)) return value;
  throw new MingjingError('FLAG_INVALID', {
    zh: `${name}：应为 ${expected}，实际为 ${text}`,
    en: `${name}: expected ${expected}, found ${text}`,
  });
}

/** Written at the pipe's pace; a reader that has gone (`| head`) ends the command quietly. */
class Output {
  #gone = false;
  readonly #stop: AbortSignal;

  constructor(stop: AbortSignal) {
    this.#stop = stop;
    process.stdout.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      this.#gone = true;
    });
  }

  get closed(): boolean {
    return this.#gone || this.#stop.aborted;
  }

  async write(lines: readonly string[]): Promise<void> {
    if (this.closed || lines.length === 0 || process.stdout.write(`${lines.join('\n')}\n`)) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        process.stdout.off('drain', done).off('error', done);
        resolve();
      };
      process.stdout.once('drain', done).once('error', done);
    });
  }
}

async function generateCommand(session: Session, id: string): Promise<void> {
  const { generateNames } = await import('../crawler/candidates/forged-names/generate-names.ts');
  const { explainRule } = await import('../crawler/candidates/forged-names/name-rules.ts');
  const { selectPlatforms } = await import('../crawler/world.ts');
  const { isOfficialHost } = await import('../detectors/names/official-hosts.ts');
  const { top, explain } = flagsOf(session);
  const platforms = await session.platforms();
  const [platform] = selectPlatforms(platforms, [id]);
  if (!platform) return;
  const most = numberFlag(
    '--top',
    top,
    session.settings.sources.permutationLimit,
    (value) => Number.isSafeInteger(value) && value >= 0,
    'a whole number, 0 or more / 非负整数',
  );
  const output = new Output(session.stop.signal);
  let lines: string[] = [];
  let count = 0;
  for (const { host, rule, cost } of generateNames(platform)) {
    if (count >= most || output.closed) break;
    if (isOfficialHost(host, platforms)) continue;
    count += 1;
    const because = explainRule(rule);
    lines.push(
      session.flags.json === true
        ? JSON.stringify({ host, rank: count, rule, cost, because })
        : explain === true
          ? `${host}\t${rule}\t${cost}\t${because[session.lang]}`
          : host,
    );
    if (lines.length < BATCH) continue;
    await output.write(lines);
    lines = [];
  }
  await output.write(lines);
}

const BATCH = 500;

async function scanCommand(session: Session, place: string): Promise<void> {
  const { noCounts, scanNames } = await import('../crawler/candidates/name-lists/scan-names.ts');
  const from = numberFlag(
    '--from',
    flagsOf(session).from,
    RECOGNISED_FROM,
    (value) => value >= 0 && value <= 1,
    '0 … 1',
  );
  const platforms = await session.platforms();
  const output = new Output(session.stop.signal);
  const counts = noCounts();
  for await (const hits of scanNames(whileOpen(await openList(session, place), output), platforms, counts, from)) {
    await output.write(
      hits.map((hit) => (session.flags.json === true ? JSON.stringify(hit) : hitText(hit, session.lang))),
    );
    if (output.closed) break;
  }
  // to stderr also with --json: a list that was not read to its end must not look like one without hits
  process.stderr.write(`${summary(counts)[session.lang]}\n`);
  if (session.stop.signal.aborted) process.exitCode = EXIT_CODES.interrupted;
  else if (counts.problems.length > 0 || (counts.names === 0 && !output.closed)) process.exitCode = EXIT_CODES.input;
}

/** Interrupted, or nobody reads any more: the list is not read to its end. */
async function* whileOpen(batches: AsyncIterable<NameBatch>, output: Output): AsyncGenerator<NameBatch> {
  for await (const batch of batches) {
    if (output.closed) return;
    yield batch;
  }
}

function hitText({ host, score, platform, because }: NameHit, lang: 'zh' | 'en'): string {
  return `${host}\t${score.toFixed(2)}\t${platform ?? '-'}\t${because[lang]}`;
}

const FAULT_WORDS: Readonly<Record<HostFault, Sentence>> = {
  empty: { zh: '没有内容', en: 'empty' },
  'not-a-url': { zh: '不是网址', en: 'not a URL' },
  scheme: { zh: '协议不对', en: 'another scheme' },
  'no-dot': { zh: '没有点', en: 'no dot' },
  'bad-name': { zh: '不是域名', en: 'not a name' },
  'too-long': { zh: '过长', en: 'too long' },
  'bad-idn': { zh: '国际化域名有误', en: 'bad IDN' },
};

function summary({ lines, names, hits, faults, examples, problems }: ScanCounts): Sentence {
  const broken = Object.values(faults).reduce((sum, count) => sum + count, 0);
  const kinds = (lang: 'zh' | 'en') =>
    (Object.keys(faults) as HostFault[]).map((fault) => `${FAULT_WORDS[fault][lang]} ${faults[fault]}`);
  const zh = `${lines} 行，${names} 个域名，命中 ${hits} 个${broken > 0 ? `，${broken} 行没有可用的域名（${kinds('zh').join('、')}）：${examples.join('；')}` : ''}`;
  const en = `${lines} lines, ${names} names, ${hits} hits${broken > 0 ? `, ${broken} lines without a usable name (${kinds('en').join(', ')}): ${examples.join('; ')}` : ''}`;
  return {
    zh: [zh, ...problems.map((problem) => problem.zh)].join('\n'),
    en: [en, ...problems.map((problem) => problem.en)].join('\n'),
  };
}

async function openList(session: Session, place: string): Promise<AsyncIterable<NameBatch>> {
  const { nameBatches } = await import('../crawler/candidates/name-lists/name-stream.ts');
  if (place === '-') return nameBatches('-', { stdin: process.stdin });
  if (!/^https?:\/\//i.test(place)) return nameBatches(place, { file: place });
  return nameBatches(place, { bytes: await fetchList(session, place) });
}

/** Through the egress like everything else. @throws MingjingError NAME_LIST_UNREACHABLE (network). */
async function fetchList(session: Session, url: string): Promise<Buffer> {
  const { egress, exit } = await openEgress(session);
  const visit = await egress.open({ exit, maxBytes: MOST_FETCHED_BYTES + 1024 * 1024, deadlineMs: FETCH_MS });
  try {
    const answer = await visit.fetch(url, { maxBytes: MOST_FETCHED_BYTES, timeoutMs: FETCH_MS, redirect: 5 });
    const reason = !answer.ok
      ? answer.reason
      : answer.status !== 200
        ? `HTTP ${answer.status}`
        : answer.truncated
          ? 'truncated / 不完整'
          : null;
    if (answer.ok && reason === null) return answer.body;
    throw new MingjingError('NAME_LIST_UNREACHABLE', {
      zh: `无法取得名单 ${url}：${reason}`,
      en: `cannot fetch the list ${url}: ${reason}`,
    });
  } finally {
    await visit.close();
  }
}

async function openEgress(session: Session): Promise<{ egress: Egress; exit: string }> {
  const { createEgress } = await import('../crawler/egress/egress.ts');
  const { checkNetwork } = await import('../crawler/egress/check-network.ts');
  const { liveWorld } = await import('../crawler/world.ts');
  const world =
    session.flags.range === undefined
      ? liveWorld(session.settings, await session.platforms(), [])
      : (await session.world([])).world;
  if (session.flags.range === undefined) await checkNetwork(world.exits[0], world.targets);
  const egress = createEgress({
    exits: world.exits,
    deny: [...session.settings.egress.deny],
    maxBytesPerVisit: MOST_FETCHED_BYTES + 1024 * 1024,
  });
  session.onClose(() => egress.close());
  return { egress, exit: world.exit };
}

async function evaluateCommand(session: Session, place: string): Promise<void> {
  const { evaluateNames, readLabelled } = await import('../crawler/candidates/forged-names/evaluate-names.ts');
  const { decodeText } = await import('../crawler/reading/decode-text.ts');
  const bytes = await readFile(place).catch((error: Error) => {
    throw new MingjingError(
      'NAME_LIST_UNREADABLE',
      { zh: `无法读取名单 ${place}：${error.message}`, en: `cannot read the list ${place}: ${error.message}` },
      { cause: error },
    );
  });
  const { rows, unreadable } = readLabelled(decodeText(bytes, null).text, place);
  const result = evaluateNames(rows, unreadable, await session.platforms());
  session.print(result, () => evaluationText(result, session.lang));
}

const percent = (share: number | null): string => (share === null ? '-' : `${(share * 100).toFixed(1)} %`);

function evaluationText(
  { imitations, honest, unreadable, recogniser, generator }: NamesEvaluation,
  lang: 'zh' | 'en',
): string {
  const list = (hosts: readonly string[]) =>
    hosts.length === 0
      ? ''
      : `${lang === 'zh' ? '：' : ': '}${hosts.slice(0, 20).join(' ')}${hosts.length > 20 ? ' …' : ''}`;
  const curve = generator.curve.map(
    ({ names, found, recall }) => `  ${String(names).padStart(6)}  ${String(found).padStart(5)}  ${percent(recall)}`,
  );
  if (lang === 'en') {
    return [
      `rows: ${imitations} imitations, ${honest} honest, ${unreadable} unreadable`,
      `recogniser: ${recogniser.found} of ${imitations} found (recall ${percent(recogniser.recall)}), ${recogniser.falseAlarms} false alarms (precision ${percent(recogniser.precision)})`,
      ...(recogniser.missed.length > 0 ? [`  missed${list(recogniser.missed)}`] : []),
      ...(recogniser.alarms.length > 0 ? [`  false alarms${list(recogniser.alarms)}`] : []),
      `generator: names per platform, imitations found, recall (of ${generator.registrable} that an outsider can register; ${generator.closed} lie below a closed suffix)`,
      ...curve,
      ...(generator.missed.length > 0 ? [`  missed${list(generator.missed)}`] : []),
    ].join('\n');
  }
  return [
    `名单：仿冒 ${imitations} 行，正当 ${honest} 行，无法识别 ${unreadable} 行`,
    `识别：${imitations} 个中找到 ${recogniser.found} 个（召回率 ${percent(recogniser.recall)}），误报 ${recogniser.falseAlarms} 个（精确率 ${percent(recogniser.precision)}）`,
    ...(recogniser.missed.length > 0 ? [`  漏报${list(recogniser.missed)}`] : []),
    ...(recogniser.alarms.length > 0 ? [`  误报${list(recogniser.alarms)}`] : []),
    `生成：每个平台的域名数、找到的仿冒数、召回率（分母为外人可注册的 ${generator.registrable} 个；另有 ${generator.closed} 个位于封闭后缀之下）`,
    ...curve,
    ...(generator.missed.length > 0 ? [`  未生成${list(generator.missed)}`] : []),
  ].join('\n');
}
