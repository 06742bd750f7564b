/** Turns a database's own failures into the sentences a command ends with. */
import { MingjingError } from '../mingjing-error.ts';
import type { ErrorCode } from '../mingjing-error.ts';

interface FailureKind {
  code: ErrorCode;
  zh: string;
  en: string;
}

const UNAVAILABLE: FailureKind = {
  code: 'DATABASE_UNAVAILABLE',
  zh: '无法打开或写入数据库',
  en: 'The database cannot be opened or written',
};
const FULL: FailureKind = {
  code: 'DATABASE_FULL',
  zh: '数据库所在磁盘已满',
  en: 'The disk under the database is full',
};
const BUSY: FailureKind = {
  code: 'DATABASE_BUSY',
  zh: '数据库一直被其他进程占用',
  en: 'The database stayed locked by another process',
};
const DAMAGED: FailureKind = {
  code: 'DATABASE_DAMAGED',
  zh: '数据库文件已损坏',
  en: 'The database file is damaged',
};
const FOREIGN: FailureKind = {
  code: 'DATABASE_INVALID',
  zh: '该文件不是明镜的数据库',
  en: "The file is not one of Mingjing's databases",
};

/**
 * SQLite result codes (sqlite.org/rescode.html), system error codes and PostgreSQL SQLSTATEs we have a sentence for.
 */
const KINDS: Record<string, FailureKind> = {
  SQLITE_CANTOPEN: UNAVAILABLE,
  SQLITE_READONLY: UNAVAILABLE,
  SQLITE_PERM: UNAVAILABLE,
  SQLITE_AUTH: UNAVAILABLE,
  SQLITE_IOERR: UNAVAILABLE,
  SQLITE_FULL: FULL,
  SQLITE_BUSY: BUSY,
  SQLITE_LOCKED: BUSY,
  SQLITE_CORRUPT: DAMAGED,
  SQLITE_NOTADB: FOREIGN,
  '53100': FULL,
  XX001: DAMAGED,
  XX002: DAMAGED,
};

/**
 * The failure of a running statement as a MingjingError where the operator must act; every other error (a bug of ours)
 * unchanged.
 */
export function statementFailure(error: unknown, label: string): unknown {
  const kind = error instanceof MingjingError ? undefined : KINDS[codeOf(error)];
  return kind ? failure(kind, label, error) : error;
}

/** The failure of opening: always a MingjingError, DATABASE_UNAVAILABLE unless something more exact is known. */
export function openingFailure(error: unknown, label: string): MingjingError {
  if (error instanceof MingjingError) return error;
  return failure(KINDS[codeOf(error)] ?? UNAVAILABLE, label, error);
}

/** A database that is well but not ours. */
export function foreignDatabase(label: string, because: string): MingjingError {
  return failure(FOREIGN, label, new Error(because));
}

function failure(kind: FailureKind, label: string, error: unknown): MingjingError {
  const reason = reasonOf(error);
  return new MingjingError(
    kind.code,
    { zh: `${kind.zh}：${label}（${reason}）`, en: `${kind.en}: ${label} (${reason})` },
    { cause: error },
  );
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** node:net reports a refused connection to a name with several addresses as an AggregateError without a message. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message === '' ? codeOf(error) : error.message;
}
