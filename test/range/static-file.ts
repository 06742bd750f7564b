/** Reads a site's static files: never from outside `www/`, bytes as they are, type by extension. */
import { readFile, realpath, stat } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';

/** No charset is added: pages are GBK, GB2312 or UTF-8 as they say. A name without extension is a page. */
const TYPES: Record<string, string> = {
  '': 'text/html',
  '.html': 'text/html',
  '.htm': 'text/html',
  '.shtml': 'text/html',
  '.php': 'text/html',
  '.asp': 'text/html',
  '.aspx': 'text/html',
  '.jsp': 'text/html',
  '.do': 'text/html',
  '.action': 'text/html',
  '.xhtml': 'application/xhtml+xml',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.json': 'application/json',
  '.map': 'application/json',
  '.xml': 'text/xml',
  '.txt': 'text/plain',
  '.csv': 'text/csv',
  '.md': 'text/markdown',
  '.webmanifest': 'application/manifest+json',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.svg': 'image/svg+xml',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.bmp': 'image/bmp',
  '.avif': 'image/avif',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.otf': 'font/otf',
  '.mp4': 'video/mp4',
  '.webm': 'video/webm',
  '.mp3': 'audio/mpeg',
  '.wasm': 'application/wasm',
  '.pdf': 'application/pdf',
  '.zip': 'application/zip',
  '.rar': 'application/vnd.rar',
  '.apk': 'application/vnd.android.package-archive',
  '.exe': 'application/vnd.microsoft.portable-executable',
  '.doc': 'application/msword',
  '.docx': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  '.xls': 'application/vnd.ms-excel',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** Media type of a file name; unknown extensions are `application/octet-stream`. */
export function mediaType(file: string): string {
  return TYPES[extname(file).toLowerCase()] ?? 'application/octet-stream';
}

export interface StaticFile {
  body: Buffer;
  type: string;
}

/** The file behind a decoded path (`/` and directories = index.html); null when there is none. */
export async function readStaticFile(siteDir: string, path: string): Promise<StaticFile | null> {
  if (path.includes('\0')) return null;
  try {
    const root = await realpath(join(siteDir, 'www'));
    const asked = await realpath(join(root, path));
    const file = (await stat(asked)).isDirectory() ? await realpath(join(asked, 'index.html')) : asked;
    // After symbolic links: what counts is where the bytes lie.
    if (!file.startsWith(root + sep)) return null;
    return { body: await readFile(file), type: mediaType(file) };
  } catch {
    return null;
  }
}
