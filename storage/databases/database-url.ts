/** Reads the setting that names the database. */
import { resolve } from 'node:path';
import { MingjingError } from '../mingjing-error.ts';

/** What the setting names. `label` is how sentences call the database; it never holds a password. */
export type DatabaseTarget =
  | { dialect: 'sqlite'; path: string; label: string }
  | { dialect: 'postgres'; url: string; /** The URL without its password. */ label: string };

/**
 * `sqlite:<path>` (relative to the working directory) or `postgres://user:password@host:port/database`.
 * `origin` is the flag, variable or setting the URL was read from; the sentence names it.
 * Throws DATABASE_URL_INVALID on anything else; the sentence never contains a password.
 */
export function parseDatabaseUrl(url: string | null | undefined, origin = 'database'): DatabaseTarget {
  const text = String(url);
  const target = namesNothing(text)
    ? null
    : text.startsWith('sqlite:')
      ? sqliteTarget(text.slice('sqlite:'.length))
      : postgresTarget(text);
  if (target) return target;
  const found = shownDatabaseUrl(text);
  throw new MingjingError('DATABASE_URL_INVALID', {
    zh: `数据库地址（${origin}）应写作 sqlite:<文件路径> 或 postgres://<用户>:<口令>@<主机>/<库名>，实际为 ${found}`,
    en: `The database URL (${origin}) must be sqlite:<file path> or postgres://<user>:<password>@<host>/<database>, found ${found}`,
  });
}

/**
 * Whether the URL is one of a value that nobody gave: empty, blank, without a path, or with an `undefined` or `null`
 * that a script wrote in the place of a name. Opening such a file would quietly start a second, empty database.
 */
export function namesNothing(url: string): boolean {
  const text = url.trim();
  const sqlite = /^sqlite:(.*)$/s.exec(text)?.[1];
  if (sqlite !== undefined) return /^[\s/]*$/.test(sqlite) || sqlite.split('/').some(isUnset);
  const postgres = URL.parse(text);
  if (postgres && /^postgres(?:ql)?:$/.test(postgres.protocol))
    return [postgres.username, postgres.hostname, ...postgres.pathname.split('/')].some(isUnset);
  return text === '' || isUnset(text);
}

/** `undefined`, and `undefined.db`, which is the same one step later. */
function isUnset(name: string): boolean {
  return /^(?:undefined|null)(?:\.[a-z0-9]+)*$/.test(name.trim());
}

function sqliteTarget(rest: string): DatabaseTarget | null {
  // `sqlite:///var/x.db` is the spelling other tools use for an absolute path.
  const path = rest.replace(/^\/\/(?=\/)/, '');
  // Memory databases are private to one connection: our readers would see another, empty one.
  if (path.startsWith(':') || path.includes('\0')) return null;
  return { dialect: 'sqlite', path: resolve(path), label: resolve(path) };
}

function postgresTarget(url: string): DatabaseTarget | null {
  const parsed = /^postgres(?:ql)?:\/\//.test(url) ? URL.parse(url) : null;
  // Without a name the driver would quietly take the machine's user name as database.
  if (!parsed || parsed.pathname.length < 2) return null;
  return { dialect: 'postgres', url, label: `postgres://${parsed.host}${parsed.pathname}` };
}

/**
 * What may be repeated to the reader: a file's path is no secret, of anything else that has a scheme only the scheme.
 */
export function shownDatabaseUrl(url: string): string {
  if (url.startsWith('sqlite:') || !url.includes(':')) return JSON.stringify(url.slice(0, 200));
  return `${url.slice(0, url.indexOf(':'))}:…`;
}
