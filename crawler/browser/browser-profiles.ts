/**
 * Profile folders of the browsers we start, named by process id so that a dead browser's folder can be told and
 * removed.
 */
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

export const profilesFolder = (cacheDir: string): string => join(cacheDir, 'profiles');

/**
 * Removes the profile and artefact folders whose process is gone (`<pid>` or `<pid>-anything`). Never fails.
 * @returns how many were removed.
 */
export async function reapProfiles(cacheDir: string): Promise<number> {
  const folder = profilesFolder(cacheDir);
  let removed = 0;
  for (const name of await readdir(folder).catch(() => [])) {
    const pid = /^(\d+)(?:-|$)/.exec(name)?.[1];
    const path = join(folder, name);
    if (!pid || (await isInUse(pid, path))) continue;
    await rm(path, { recursive: true, force: true }).then(
      () => removed++,
      () => {},
    );
  }
  return removed;
}

/**
 * A process id can be given again: the folder is in use only while that process is a crawler of ours or names it on its
 * command line.
 */
async function isInUse(pid: string, path: string): Promise<boolean> {
  if (Number(pid) === process.pid) return true;
  try {
    process.kill(Number(pid), 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => null);
  if (command === null) return true;
  return command.includes(path) || command.includes('node') || command.includes('/bin/sh');
}
