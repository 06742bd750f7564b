/** Runs one command: settings resolved, signals heeded, everything opened closed again. */
import { loadSettings } from '../crawler/settings/settings.ts';
import { EXIT_CODES } from '../storage/mingjing-error.ts';
import { Session, type Flags } from './session.ts';

/** Flags win over the environment. The first SIGINT or SIGTERM asks the action to stop, the second ends the process. */
export async function inSession(flags: Flags, action: (session: Session) => Promise<void>): Promise<void> {
  const environment = { ...process.env };
  if (flags.data !== undefined) environment['MINGJING_DATA'] = flags.data;
  if (flags.database !== undefined) environment['MINGJING_DATABASE'] = flags.database;
  const session = new Session(flags, await loadSettings(flags.config ?? null, environment));
  let signals = 0;
  const stop = () => {
    signals++;
    if (signals > 1) process.exit(EXIT_CODES.interrupted);
    session.say({ zh: '正在停止…（再按一次立即退出）', en: 'stopping… (once more to quit at once)' });
    session.stop.abort();
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  try {
    await action(session);
  } finally {
    await session.close();
  }
}
