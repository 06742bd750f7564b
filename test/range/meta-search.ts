/** The practice SearXNG: what all practice engines show, as its JSON API answers. */
import { jsonReply, textReply } from './services.ts';
import type { SearchEngine } from './search-engine.ts';
import type { ServiceReply, ServiceRequest } from './services.ts';

/** `/search?q=…&format=json&pageno=1`; another format is refused, as an instance does that does not allow it. */
export async function metaSearch(engine: SearchEngine, { path, query }: ServiceRequest): Promise<ServiceReply> {
  if (path !== '/search') return textReply('Not found\n', undefined, 404);
  if (query.get('format') !== 'json') return textReply('Forbidden\n', undefined, 403);
  const asked = query.get('q') ?? '';
  const page = Math.max(1, Math.floor(Number(query.get('pageno') ?? 1)) || 1);
  const results = await engine.gathered(asked, page);
  return jsonReply({
    query: asked,
    number_of_results: 0,
    results,
    answers: [],
    corrections: [],
    infoboxes: [],
    suggestions: [],
    unresponsive_engines: [],
  });
}
