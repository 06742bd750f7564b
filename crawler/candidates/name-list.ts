/** Source `list`: the operator's own lists of names or URLs, one a line; all of them are candidates. */
import { canonicalHost, canonicalUrl } from './canonical-target.ts';
import type { CandidateContext, FoundCandidate } from './candidate-context.ts';
import { isOfficial } from './is-official.ts';
import { SourceRun } from './source-run.ts';
import { readTextSource } from './text-source.ts';

const PROGRESS_EVERY = 1000;

/**
 * One scope a list. Blank lines and what follows `#` are comments (in a URL only after a space). A line with a path or a scheme is an entry
 * URL, any other a name; `*.x` means `x`. Bad lines are counted and named.
 */
export async function* nameList(context: CandidateContext): AsyncGenerator<FoundCandidate, void, void> {
  for (const list of context.endpoints.nameLists) {
    const run = await SourceRun.open(context, 'list', list);
    if (run.alreadyDone) continue;
    const source = await readTextSource(context, list);
    if (!source.ok) {
      await run.failed(source.failure, source.note);
      continue;
    }
    const at = new Date().toISOString();
    const seen = new Set<string>();
    let line = 0;
    for (const text of source.text.split(/\r\n|\r|\n/)) {
      line += 1;
      if (line <= (run.startAt ?? 0)) continue;
      if (context.signal.aborted) return;
      const found = readLine(context, run, { text, line, list, at });
      if (found && seen.has(found.target)) run.drop('repeated');
      else if (found) {
        seen.add(found.target);
        run.found();
        yield found;
      }
      if (line % PROGRESS_EVERY === 0) await run.advance(line);
    }
    await run.done();
  }
}

function readLine(context: CandidateContext, run: SourceRun, { text, line, list, at }: { text: string; line: number; list: string; at: string }): FoundCandidate | null {
  const bare = text
    .replace(/^\uFEFF/, '')
    .replace(/(^|\s)#.*$/, '')
    .trim();
  if (bare === '') return null;
  const isUrl = /^[a-z][a-z0-9+.*-]*:\/\/|\//i.test(bare);
  const target = isUrl ? canonicalUrl(bare) : canonicalHost(bare);
  if (!target.ok) {
    run.dropNamed(`bad-line ${target.fault}`, `${list}:${line} ${bare.slice(0, 60)}`);
    return null;
  }
  if (isOfficial(context, target.host)) {
    run.drop('official');
    return null;
  }
  const url = 'url' in target ? String(target.url) : null;
  return { kind: url === null ? 'name' : 'entry', target: url ?? target.host, host: target.host, sighting: { source: 'list', at, detail: { list, line } } };
}
