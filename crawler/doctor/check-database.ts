/** The database: opened as a sweep opens it, and asked something. */
import { parseDatabaseUrl } from '../../storage/databases/database-url.ts';
import { openStore } from '../../storage/open-store.ts';
import { fine, type DoctorFinding } from './doctor-check.ts';

/** @throws what `openStore` throws, in its own words. */
export async function checkDatabase(url: string): Promise<DoctorFinding> {
  const store = await openStore({ url });
  try {
    const started = performance.now();
    const sweeps = await store.sweeps.list();
    const took = Math.max(1, Math.round(performance.now() - started));
    const { label } = parseDatabaseUrl(url);
    const name = { sqlite: 'SQLite', postgres: 'PostgreSQL' }[store.dialect];
    return fine(
      `${name} ${label}，已有 ${sweeps.length} 次巡查，往返 ${took} 毫秒`,
      `${name} ${label}, ${sweeps.length} sweeps, round trip ${took} ms`,
    );
  } finally {
    await store.close();
  }
}
