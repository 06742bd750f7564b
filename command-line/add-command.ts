/** Adds a command with the flags that every command takes, and runs its action in a session of its own. */
import { type Command, Option } from 'commander';
import { loadSettings } from '../crawler/settings.ts';
import { PICTURE_TEXT } from '../detectors/picture-text.ts';
import { isSignal, SIGNALS } from '../detectors/weights.ts';
import { EXIT_CODES, MingjingError } from '../storage/mingjing-error.ts';
import { SOURCES, type Source } from '../storage/vocabulary.ts';
import { Session, type Flags } from './session.ts';

/** Flags that several commands share. */
export const RANGE = ['--range <corpus>', '在演练网络上运行 / run on the practice internet'] as const;
export const SWEEP = ['--sweep <n>', '哪一次扫描,默认最近一次 / which sweep, default the latest'] as const;
export const OUT = ['--out <path>', '写到哪里 / where to write'] as const;
export const SOURCE = ['--source <source>', `来源,可多次 / source, repeatable: ${SOURCES.join(', ')}`, collectSource] as const;
export const WITHOUT = ['--without <detector>', '不计某检测器,可多次 / leave a detector out, repeatable', collectDetector] as const;

type Action = (session: Session, ...args: never[]) => Promise<void>;

/** `spec` is commander's, e.g. `show <host>`. The action gets the session, then the arguments in order. */
export function addCommand(parent: Command, spec: string, description: string, action: Action): Command {
  const made = parent.command(spec).description(description);
  return made
    .option('--json', '标准输出只有一个 JSON 对象 / one JSON object on stdout')
    .addOption(new Option('--lang <zh|en>', '界面语言 / interface language').choices(['zh', 'en']))
    .option('--config <file>', '设置文件 / settings file')
    .option('--data <folder>', '数据文件夹 / data folder')
    .option('--database <url>', 'sqlite:<路径 path> | postgres://…')
    .action(async (...args: unknown[]) => {
      const values = args.slice(0, -2);
      await inSession(made.optsWithGlobals<Flags>(), (session) => (action as (session: Session, ...rest: unknown[]) => Promise<void>)(session, ...values));
    });
}

async function inSession(flags: Flags, action: (session: Session) => Promise<void>): Promise<void> {
  const environment = { ...process.env };
  if (flags.data !== undefined) environment['MINGJING_DATA'] = flags.data;
  if (flags.database !== undefined) environment['MINGJING_DATABASE'] = flags.database;
  const session = new Session(flags, await loadSettings(flags.config ?? null, environment));
  let signals = 0;
  const stop = () => {
    signals++;
    if (signals > 1) process.exit(EXIT_CODES.interrupted);
    session.say({ zh: '正在停止…(再按一次立即退出)', en: 'stopping… (once more to quit at once)' });
    session.stop.abort();
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  try {
    await action(session);
  } finally {
    await session.close();
  }
}

function collectDetector(value: string, previous: string[] = []): string[] {
  if (isSignal(value) || value === PICTURE_TEXT) return [...previous, value];
  throw new MingjingError('DETECTOR_UNKNOWN', 'usage', {
    zh: `--without:没有检测器 ${value};可用:${[...SIGNALS, PICTURE_TEXT].join('、')}`,
    en: `--without: no detector ${value}; known: ${[...SIGNALS, PICTURE_TEXT].join(', ')}`,
  });
}

function collectSource(value: string, previous: Source[] = []): Source[] {
  const found = SOURCES.find((source) => source === value);
  if (found) return [...previous, found];
  throw new MingjingError('SOURCE_UNKNOWN', 'usage', {
    zh: `--source:没有来源 ${value};可用:${SOURCES.join('、')}`,
    en: `--source: no source ${value}; known: ${SOURCES.join(', ')}`,
  });
}
