/**
 * Adds a command with the flags that every command takes. Declarations stay cheap: an action imports what it uses when
 * it runs.
 */
import { type Command, Option } from 'commander';
import { parseDatabaseUrl } from '../storage/databases/database-url.ts';
import { MingjingError } from '../storage/mingjing-error.ts';
import { SOURCES, type Source } from '../storage/vocabulary/candidates.ts';
import type { Flags, Session } from './session.ts';

/** Flags that several commands share. */
export const RANGE = ['--range <corpus>', '在演练网络上运行 / run on the practice internet'] as const;
export const SWEEP = ['--sweep <n>', '哪一次巡查，默认最近一次 / which sweep, default the latest'] as const;
export const OUT = ['--out <path>', '写到哪里 / where to write'] as const;
export const SOURCE = [
  '--source <source>',
  `来源，可多次 / source, repeatable: ${SOURCES.join(', ')}`,
  collectSource,
] as const;
export const WITHOUT = [
  '--without <detector>',
  '不计某检测器，可多次 / leave a detector out, repeatable',
  (value: string, previous: string[] = []) => [...previous, value],
] as const;

type Action = (session: Session, ...args: never[]) => Promise<void>;

/** `spec` is commander's, e.g. `show <host>`. The action gets a session of its own, then the arguments in order. */
export function addCommand(parent: Command, spec: string, description: string, action: Action): Command {
  const made = parent.command(spec).description(description);
  return made
    .option('--json', '标准输出只有一个 JSON 对象 / one JSON object on stdout')
    .addOption(new Option('--lang <zh|en>', '界面语言 / interface language').choices(['zh', 'en']))
    .option('--config <file>', '设置文件 / settings file')
    .option('--data <folder>', '数据目录 / data folder')
    .option('--database <url>', 'sqlite:<路径 path> | postgres://…', databaseUrl)
    .action(async (...args: unknown[]) => {
      const values = args.slice(0, -2);
      const { inSession } = await import('./in-session.ts');
      await inSession(made.optsWithGlobals<Flags>(), (session) =>
        (action as (session: Session, ...rest: unknown[]) => Promise<void>)(session, ...values),
      );
    });
}

/** Refused before anything is opened. @throws MingjingError DATABASE_URL_INVALID (usage). */
function databaseUrl(value: string): string {
  parseDatabaseUrl(value, '--database');
  return value;
}

function collectSource(value: string, previous: Source[] = []): Source[] {
  const found = SOURCES.find((source) => source === value);
  if (found) return [...previous, found];
  throw new MingjingError('SOURCE_UNKNOWN', {
    zh: `--source：没有来源 ${value}；可用：${SOURCES.join('、')}`,
    en: `--source: no source ${value}; known: ${SOURCES.join(', ')}`,
  });
}
