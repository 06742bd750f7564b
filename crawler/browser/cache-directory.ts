/**
 * The folder that holds the unpacked browser, the fonts and the browsers' profile folders; readable by an unprivileged
 * user.
 */
import { chmod, mkdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { MingjingError } from '../../storage/mingjing-error.ts';

/**
 * `MINGJING_CACHE`, else `/var/cache/mingjing` for root (whose home is closed to other users), else
 * `~/.cache/mingjing`.
 */
export function defaultCacheDirectory(environment: NodeJS.ProcessEnv = process.env): string {
  if (environment['MINGJING_CACHE']) return resolve(environment['MINGJING_CACHE']);
  if (process.getuid?.() === 0) return '/var/cache/mingjing';
  return join(environment['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'mingjing');
}

/**
 * Makes a folder with mode 0755, whatever the umask. An existing folder is left as it is.
 * @throws MingjingError CACHE_UNUSABLE (environment) when it cannot be made.
 */
export async function makeReadableFolder(folder: string): Promise<string> {
  try {
    const first = await mkdir(folder, { recursive: true, mode: 0o755 });
    for (let path = folder; first !== undefined && path.length >= first.length; path = dirname(path))
      await chmod(path, 0o755);
  } catch (error) {
    throw new MingjingError(
      'CACHE_UNUSABLE',
      {
        zh: `无法建立缓存目录 ${folder}：${(error as Error).message}；请用 MINGJING_CACHE 或设置 browser.cacheDirectory 指定可写的目录`,
        en: `cannot make the cache folder ${folder}: ${(error as Error).message}; name a writable one in MINGJING_CACHE or the setting browser.cacheDirectory`,
      },
      { cause: error },
    );
  }
  return folder;
}

/** The first folder on the way to `path` that other users may not pass through; null when all may be passed. */
export async function closedFolderOnTheWay(path: string): Promise<string | null> {
  const folders: string[] = [];
  for (let folder = resolve(path); folder !== dirname(folder); folder = dirname(folder)) folders.unshift(folder);
  for (const folder of folders) {
    const { mode } = await stat(folder);
    if ((mode & 0o001) === 0) return folder;
  }
  return null;
}
