/** Changes stored bytes behind the store's back, as a failing disk would. */
import sqlite3 from 'sqlite3';

/** Overwrites the blob of `digest` in the SQLite file. Rejects when there is none. */
export async function damageBlob(databaseFile: string, digest: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const database = new sqlite3.Database(databaseFile, (openError) => {
      if (openError !== null) return reject(openError);
      database.run(
        'UPDATE blob_data SET data = ? WHERE blob_id = (SELECT id FROM blob WHERE digest = ?)',
        [Buffer.from('spoilt'), digest],
        function done(this: { changes: number }, error) {
          const { changes } = this;
          database.close(() => (error === null && changes === 1 ? resolve() : reject(error ?? new Error(`no blob ${digest}`))));
        },
      );
      return undefined;
    });
  });
}
