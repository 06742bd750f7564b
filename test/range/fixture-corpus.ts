/** Small corpora in temporary folders, and ways to visit the range that serves them. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { loadCorpus } from './corpus.ts';
import { startRange } from './range.ts';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Range } from './range.ts';

export const NOW = '2026-11-21';
export const CORPUS_JSON = {
  name: 'fixture',
  version: '1',
  description: 'a fixture',
  now: NOW,
  seed: { brands: [], keywords: ['证书查询'], sources: ['search'] },
  references: {},
};

/** Path in the corpus → content; objects are written as JSON. */
export type CorpusFiles = Record<string, string | Buffer | object>;

/** A corpus folder that is removed with the test; corpus.json is there unless given. */
export async function writeCorpus(files: CorpusFiles): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'mingjing-corpus-'));
  onTestFinished(async () => rm(dir, { recursive: true, force: true }));
  for (const [path, content] of Object.entries({ 'corpus.json': CORPUS_JSON, ...files })) {
    await mkdir(dirname(join(dir, path)), { recursive: true });
    await writeFile(
      join(dir, path),
      typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content),
    );
  }
  return dir;
}

/**
 * A running range that is closed with the test. `sites`: site name → site.json (label `benign` and one host are filled
 * in).
 */
export async function rangeOf(sites: Record<string, object>, files: CorpusFiles = {}): Promise<Range> {
  const written = Object.entries(sites).map(([name, site]) => [
    `sites/${name}/site.json`,
    { hosts: [`${name}.example`], label: 'benign', ...site },
  ]);
  const range = await startRange(
    await loadCorpus(await writeCorpus({ ...(Object.fromEntries(written) as CorpusFiles), ...files })),
  );
  onTestFinished(() => range.close());
  return range;
}

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
  text: string;
  message: IncomingMessage;
}

export interface Visit {
  headers?: Record<string, string>;
  method?: string;
  exit?: string;
  /** Path on the wire, when it must not be normalised. */ path?: string;
}

/** Where the exit connects for a URL; throws where it would be refused. */
export function mapped(range: Range, url: string, exit = 'range'): { host: string; port: number } {
  const { protocol, hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const address = /^[\d.]+$|:/.test(host) ? host : range.addressOf(host);
  const target = range.exits
    .find(({ name }) => name === exit)
    ?.map(address ?? '', Number(port) || (protocol === 'https:' ? 443 : 80));
  if (!target) throw new Error(`nothing listens for ${url}`);
  return target;
}

/** One request on a connection of its own; rejects as the connection does. */
export async function visit(
  range: Range,
  url: string,
  { headers = {}, method = 'GET', exit, path }: Visit = {},
): Promise<Answer> {
  const { protocol, host, hostname, pathname, search } = new URL(url);
  const target = mapped(range, url, exit);
  const send = protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const request = send(
      {
        ...target,
        servername: hostname,
        rejectUnauthorized: false,
        agent: false,
        method,
        path: path ?? `${pathname}${search}`,
        headers: { host, ...headers },
      },
      (message) => {
        const chunks: Buffer[] = [];
        message.on('data', (chunk: Buffer) => chunks.push(chunk));
        message.on('error', reject);
        message.on('end', () => {
          const body = Buffer.concat(chunks);
          resolve({ status: message.statusCode ?? 0, headers: message.headers, body, text: body.toString(), message });
        });
      },
    );
    request.on('error', reject);
    request.end();
  });
}

/** Sends bytes, gives everything that came back until the end. */
export async function rawExchange(target: { host: string; port: number }, sent: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(target, () => socket.write(sent));
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', reject);
    socket.on('close', () => resolve(Buffer.concat(chunks)));
  });
}

export const AGENTS = {
  desktop:
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/153.0.0.0 Safari/537.36',
  mobile:
    'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/153.0.0.0 Mobile Safari/537.36',
  wechat:
    'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/153.0.0.0 Mobile Safari/537.36 MicroMessenger/8.0.50',
} as const;

/** Headers of a page navigation over plain HTTP (no Sec-Fetch there). */
export function navigation(agent: keyof typeof AGENTS, more: Record<string, string> = {}): Record<string, string> {
  return { 'user-agent': AGENTS[agent], accept: 'text/html,application/xhtml+xml,*/*;q=0.8', ...more };
}
