/** Reads the setting that names the database. */
import { resolve } from 'node:path';
import { MingjingError } from './mingjing-error.ts';

export type DatabaseTarget = { dialect: 'sqlite'; path: string; label: string } | { dialect: 'postgres'; url: string; /** The URL without its password. */ label: string };

/**
 * `sqlite:<path>` (relative to the working directory) or `postgres://user:password@host:port/database`.
 * Throws DATABASE_URL_INVALID on anything else; the sentence never contains a password.
 */
export function parseDatabaseUrl(url: string): DatabaseTarget {
  if (url.startsWith('sqlite:')) return sqliteTarget(url.slice('sqlite:'.length));
  if (/^postgres(?:ql)?:\/\//.test(url)) return postgresTarget(url);
  throw invalid(`${url.slice(0, Math.max(0, url.indexOf(':')))}:…`);
}

function sqliteTarget(rest: string): DatabaseTarget {
  // `sqlite:///var/x.db` is the spelling other tools use for an absolute path.
  const path = rest.replace(/^\/\/(?=\/)/, '');
  // Memory databases are private to one connection: our readers would see another, empty one.
  if (path === '' || path.startsWith(':') || path.includes('\0')) throw invalid(`sqlite:${rest}`);
  return { dialect: 'sqlite', path: resolve(path), label: resolve(path) };
}

function postgresTarget(url: string): DatabaseTarget {
  const parsed = URL.parse(url);
  // Without a name the driver would quietly take the machine's user name as database.
  if (!parsed || parsed.pathname.length < 2) throw invalid('postgres://…');
  return { dialect: 'postgres', url, label: `postgres://${parsed.host}${parsed.pathname}` };
}

function invalid(found: string): MingjingError {
  return new MingjingError('DATABASE_URL_INVALID', 'usage', {
    zh: `数据库地址（database）应写作 sqlite:<文件路径> 或 postgres://<用户>:<口令>@<主机>/<库名>，实际为 ${found}`,
    en: `The database setting must be sqlite:<file path> or postgres://<user>:<password>@<host>/<database>, found ${found}`,
  });
}
