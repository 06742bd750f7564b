/**
 * Loads protected platforms: the shipped profiles, then any further folders; a later profile with the same id replaces
 * an earlier one.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parsePlatform } from '../../detectors/brands/platform-schema.ts';
import { MingjingError } from '../../storage/mingjing-error.ts';
import type { Platform } from '../../storage/vocabulary/platform.ts';
import { readUserJson } from './read-user-json.ts';

/** The folder of the platforms that ship with the product. */
export const SHIPPED_PLATFORMS = fileURLToPath(new URL('../../detectors/brands/', import.meta.url));

/**
 * @param directories folders holding `<id>/profile.json`, read in order after the shipped ones.
 * @throws MingjingError PLATFORM_INVALID (input) naming the file and key, or PLATFORM_FOLDER (input) when a folder
 * cannot be read.
 */
export async function loadPlatforms(directories: readonly string[] = []): Promise<Platform[]> {
  const platforms = new Map<string, Platform>();
  for (const directory of [SHIPPED_PLATFORMS, ...directories]) {
    for (const id of await profileFolders(directory)) {
      const platform = await loadPlatform(directory, id);
      if (platform) platforms.set(platform.id, platform);
    }
  }
  return [...platforms.values()];
}

async function profileFolders(directory: string): Promise<string[]> {
  try {
    const entries = await readdir(directory, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort();
  } catch (error) {
    throw new MingjingError(
      'PLATFORM_FOLDER',
      {
        zh: `无法读取平台目录 ${directory}：应为含 <平台编号>/profile.json 的目录`,
        en: `cannot read platform folder ${directory}: expected a folder of <id>/profile.json`,
      },
      { cause: error },
    );
  }
}

async function loadPlatform(directory: string, id: string): Promise<Platform | null> {
  const file = join(directory, id, 'profile.json');
  const read = await readUserJson(file);
  if (read.kind === 'read') return parsePlatform(read.value, file);
  const { code, message } =
    read.kind === 'missing' ? (read.cause as NodeJS.ErrnoException) : { code: null, message: '' };
  // a folder without a profile is none of ours
  if (code === 'ENOENT') return null;
  const found =
    read.kind === 'unreadable' ? read.found : { zh: `无法读取（${message}）`, en: `it cannot be read (${message})` };
  throw new MingjingError('PLATFORM_INVALID', { zh: `${file}：${found.zh}`, en: `${file}: ${found.en}` });
}
