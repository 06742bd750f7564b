/** A folder that appears complete or not at all: written under a temporary name beside its place, then renamed. */
import { mkdir, mkdtemp, readdir, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { MingjingError } from '../../storage/mingjing-error.ts';

export interface FolderWriter {
  /** Writes one file; `name` is a relative path with `/`, every name at most once. */
  write(name: string, data: Buffer | string): Promise<void>;
}

/**
 * Runs `fill` on a temporary folder and puts the result at `directory`. When `fill` throws, nothing is left behind and
 * the error goes on. Throws `EXPORT_DIRECTORY_NOT_EMPTY`, `EXPORT_DIRECTORY_INVALID` (exit `input`) or
 * `EXPORT_UNWRITABLE` (exit `environment`). An existing empty directory is accepted.
 */
export async function writeFolder<T>(directory: string, fill: (folder: FolderWriter) => Promise<T>): Promise<T> {
  const target = path.resolve(directory);
  await refuseOccupied(target);
  const temporary = await writable(target, async () => {
    await mkdir(path.dirname(target), { recursive: true });
    return mkdtemp(path.join(path.dirname(target), '.mingjing-export-'));
  });
  try {
    const result = await fill({ write: (name, data) => writable(target, () => writeInside(temporary, name, data)) });
    await refuseOccupied(target);
    await writable(target, () => moveInto(temporary, target));
    return result;
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

async function writeInside(root: string, name: string, data: Buffer | string): Promise<void> {
  const file = path.join(root, ...name.split('/'));
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, data, { flag: 'wx' });
}

async function moveInto(temporary: string, target: string): Promise<void> {
  await rmdir(target).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  await rename(temporary, target);
}

async function refuseOccupied(target: string): Promise<void> {
  const found = await stat(target).catch(() => null);
  if (found === null) return;
  if (!found.isDirectory()) {
    throw new MingjingError('EXPORT_DIRECTORY_INVALID', {
      zh: `导出位置 ${target} 应为目录，现为文件；请另选一个尚不存在或为空的目录。`,
      en: `the export place ${target} should be a directory but is a file; choose one that does not exist yet or is empty.`,
    });
  }
  const count = (await writable(target, () => readdir(target))).length;
  if (count === 0) return;
  throw new MingjingError('EXPORT_DIRECTORY_NOT_EMPTY', {
    zh: `导出目录 ${target} 不为空（已有 ${count} 项）；为免与旧证据混淆，请另选一个尚不存在或为空的目录。`,
    en: `the export directory ${target} is not empty (${count} entries); choose one that does not exist yet or is empty, so that evidence is never mixed.`,
  });
}

async function writable<T>(target: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (typeof code !== 'string') throw error;
    throw new MingjingError(
      'EXPORT_UNWRITABLE',
      { zh: `无法写入导出目录 ${target}（${code}）。`, en: `cannot write the export directory ${target} (${code}).` },
      { cause: error },
    );
  }
}
