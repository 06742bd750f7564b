/** Room and write permission where data goes. */
import { access, constants, statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { failing, fine, warning, type DoctorFinding } from './doctor-check.ts';

const GIB = 1024 ** 3;

/**
 * Fails below `failBelow` bytes (default 1 GiB), warns below `warnBelow` (default 10 GiB: some thousand captures). The
 * folder may not exist yet.
 */
export async function checkDisk(
  directory: string,
  { failBelow = GIB, warnBelow = 10 * GIB }: { failBelow?: number; warnBelow?: number } = {},
): Promise<DoctorFinding> {
  const folder = await nearestExisting(resolve(directory));
  const writable = await access(folder, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!writable)
    return failing(
      { zh: `不能写入 ${folder}`, en: `${folder} cannot be written to` },
      {
        zh: '更改权限，或用 dataDirectory 指定别处',
        en: 'change its permissions, or name another place in dataDirectory',
      },
    );
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const sentence = {
    zh: `${folder} 可用 ${(free / GIB).toFixed(1)} GiB`,
    en: `${(free / GIB).toFixed(1)} GiB free at ${folder}`,
  };
  const mend = {
    zh: '清理磁盘，或用 dataDirectory 指定别处',
    en: 'free some space, or name another place in dataDirectory',
  };
  if (free < failBelow) return failing(sentence, mend);
  return free < warnBelow ? warning(sentence, mend) : fine(sentence.zh, sentence.en);
}

async function nearestExisting(path: string): Promise<string> {
  const exists = await access(path).then(
    () => true,
    () => false,
  );
  return exists || dirname(path) === path ? path : nearestExisting(dirname(path));
}
