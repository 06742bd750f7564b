/** Changes stored bytes behind the store's back, as a failing disk or an older version would. */
import sqlite3 from 'sqlite3';

/** Runs one statement on the SQLite file. @returns how many rows it changed. */
async function change(databaseFile: string, statement: string, values: unknown[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const database = new sqlite3.Database(databaseFile, (openError) => {
      if (openError !== null) return reject(openError);
      // a sweep may be writing
      database.configure('busyTimeout', 10_000);
      database.run(statement, values, function done(this: { changes: number }, error) {
        const { changes } = this;
        database.close(() => (error === null ? resolve(changes) : reject(error)));
      });
      return undefined;
    });
  });
}

/** Overwrites the blob of `digest`. Rejects when there is none. */
export async function damageBlob(databaseFile: string, digest: string): Promise<void> {
  const changed = await change(
    databaseFile,
    'UPDATE blob_data SET data = ? WHERE blob_id = (SELECT id FROM blob WHERE digest = ?)',
    [Buffer.from('spoilt'), digest],
  );
  if (changed !== 1) throw new Error(`no blob ${digest}`);
}

/** Changes the stored records of a table of host records, e.g. so that they cite bytes nobody holds. */
export async function changeRecord(
  databaseFile: string,
  table: 'registration',
  how: (record: object) => object,
): Promise<void> {
  const rows = await new Promise<{ rowid: number; record: string }[]>((resolve, reject) => {
    const database = new sqlite3.Database(databaseFile);
    database.all<{ rowid: number; record: string }>(`SELECT rowid, record FROM ${table}`, (error, found) =>
      database.close(() => (error === null ? resolve(found) : reject(error))),
    );
  });
  for (const { rowid, record } of rows)
    await change(databaseFile, `UPDATE ${table} SET record = ? WHERE rowid = ?`, [
      JSON.stringify(how(JSON.parse(record) as object)),
      rowid,
    ]);
}
