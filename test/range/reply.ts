/** What a corpus site answers to a request: the first matching route, else the static file, else 404. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodePath, matchRoute } from './route-match.ts';
import { mediaType, readStaticFile } from './static-file.ts';
import type { CorpusSite } from './corpus.ts';
import type { RouteResponse } from './corpus-schema.ts';
import type { Fault } from './fault.ts';
import type { RequestFacts } from './route-match.ts';

/** Header names are lower-case; several values of one header stay several lines. */
export interface Reply {
  status: number;
  headers: Record<string, string | string[]>;
  body: Buffer;
  fault: Fault | null;
  delayMs: number;
}

const NOT_FOUND = Buffer.from(
  '<html>\r\n<head><title>404 Not Found</title></head>\r\n<body>\r\n<center><h1>404 Not Found</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n',
);
/** What a fault about the body works on when the corpus gives none. */
const FILLER = Buffer.from(`<!doctype html><title>filler</title><p>${'0123456789abcdef'.repeat(4096)}`);

/** Never throws for what a client sends; a file that vanished since the corpus was checked is a 404. */
export async function replyOf(site: CorpusSite, facts: RequestFacts): Promise<Reply> {
  const matched = matchRoute(site.routes, facts);
  if (!matched) return staticReply(site, facts);
  const { respond } = matched.route;
  const base = await contentOf(site, respond, facts);
  const headers: Reply['headers'] = { ...base.headers };
  if (respond.redirect !== null) headers['location'] = locationValue(respond.redirect);
  for (const [name, value] of Object.entries(respond.headers ?? {})) headers[name.toLowerCase()] = headerBytes(value);
  const status = respond.status ?? (respond.redirect === null ? base.status : 302);
  return { status, headers, body: base.body, fault: respond.fault, delayMs: respond.delayMs ?? 0 };
}

/** The body a route speaks of. A route that gives neither content nor status decorates the static file. */
async function contentOf(site: CorpusSite, respond: RouteResponse, facts: RequestFacts): Promise<Reply> {
  if (respond.file !== null) {
    const body = await readFile(join(site.dir, respond.file)).catch(() => null);
    return body ? page(body, mediaType(respond.file)) : notFound();
  }
  if (respond.body !== null) return page(Buffer.from(respond.body), 'text/html');
  if (respond.redirect !== null || (respond.status !== null && respond.fault === null))
    return { ...page(Buffer.alloc(0), ''), headers: {} };
  const found = await staticReply(site, facts);
  return respond.fault !== null && found.status === 404 ? page(FILLER, 'text/html') : found;
}

async function staticReply(site: CorpusSite, facts: RequestFacts): Promise<Reply> {
  const file = await readStaticFile(site.dir, decodePath(facts.path));
  return file ? page(file.body, file.type) : notFound();
}

const notFound = (): Reply => ({ ...page(NOT_FOUND, 'text/html'), status: 404 });

function page(body: Buffer, type: string): Reply {
  return { status: 200, headers: { 'content-type': type }, body, fault: null, delayMs: 0 };
}

/** Location is ASCII on the wire: spaces and other characters go percent-encoded as UTF-8. */
function locationValue(redirect: string): string {
  return redirect.toWellFormed().replace(/[^\u0021-\u007e]+/g, encodeURIComponent);
}

/** Node writes header values as Latin-1, so this sends the UTF-8 bytes that the corpus wrote. */
function headerBytes(value: string | string[]): string | string[] {
  const bytes = (text: string) => Buffer.from(text).toString('latin1');
  return typeof value === 'string' ? bytes(value) : value.map(bytes);
}
