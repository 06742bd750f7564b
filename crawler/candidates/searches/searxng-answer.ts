/** Reads one answer of SearXNG's search API (`/search?q=…&format=json`), and what its engines said about themselves. */
import { z } from 'zod';
import type { ResultPage } from './result-page.ts';

const answer = z.object({
  results: z.array(z.object({ url: z.string(), title: z.string().nullish() })),
  /** Pairs of engine and reason, e.g. `["baidu", "CAPTCHA"]`; forks write plain strings. */
  unresponsive_engines: z.array(z.union([z.array(z.string()), z.string()])).default([]),
});

/** Whether this engine answers in JSON: its template asks for it. */
export function isSearxng(urlTemplate: string): boolean {
  return /[?&]format=json(?:&|$)/.test(urlTemplate);
}

/**
 * An answer without results in which engines did not respond is `blocked`, with their reasons: nothing was found out.
 * With results, the silent engines stand in `silent`. There is no link to a next page: it ends where an answer is
 * empty.
 */
export function readSearxngAnswer(body: Buffer): ResultPage {
  let read: z.infer<typeof answer>;
  try {
    read = answer.parse(JSON.parse(body.toString('utf8')));
  } catch {
    return { kind: 'odd', title: body.toString('utf8', 0, 120).replaceAll(/\s+/g, ' ').trim() };
  }
  const silent = read.unresponsive_engines.map((engine) =>
    (typeof engine === 'string' ? engine : engine.join(': ')).slice(0, 120),
  );
  if (read.results.length === 0 && silent.length > 0) return { kind: 'blocked', mark: silent.join(', ') };
  const results = read.results
    .filter(({ url }) => URL.canParse(url))
    .map(({ url, title }) => ({
      href: url,
      target: url,
      title: (title ?? '').replaceAll(/\s+/g, ' ').trim().slice(0, 200),
    }));
  return { kind: 'results', results, next: null, silent };
}
