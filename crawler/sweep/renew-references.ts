/** Before anything is judged: captures the official pages that this world wants fresh, and those that were lost. */
import { noteDamage } from '../../storage/evidence/damaged-evidence.ts';
import type { Platform } from '../../storage/vocabulary/platform.ts';
import { captureReferences } from '../references/capture-references.ts';
import { lostPages } from '../references/lost-pages.ts';
import { captureSettings } from '../settings/settings.ts';
import { tellBegin, type SweepRun } from './sweep-run.ts';

const now = () => new Date().toISOString();

/** A page that could not be captured is one line among the sweep's issues. @param resumed what is stored is not asked for again. */
export async function renewReferences(run: SweepRun, resumed: boolean): Promise<void> {
  const { store, world, settings, id: sweepId } = run;
  const pages = await pagesToCapture(run, resumed);
  tellBegin(run, 'references', Object.values(pages).every((urls) => urls.length === 0) ? 0 : null);
  const outcomes = await captureReferences({
    store,
    egress: run.egress,
    exit: world.exit,
    settings: captureSettings(settings),
    platforms: world.platforms,
    pages,
    now,
    signal: run.signal,
    onOutcome: (_outcome, done, total) => run.onProgress?.({ stage: 'references', done, total }),
  });
  for (const { platform, url, persona, version, reason } of outcomes) {
    if (version !== null) continue;
    const sentence = {
      zh: `参照页未能采集（${platform}，${persona}）：${reason ?? ''}`,
      en: `reference not captured (${platform}, ${persona}): ${reason ?? ''}`,
    };
    await store.sweeps.noteIssue(sweepId, { stage: 'candidates', subject: url, sentence, at: now() });
  }
}

/** Addresses by platform id. */
async function pagesToCapture(
  { store, world, id: sweepId }: SweepRun,
  resumed: boolean,
): Promise<Record<string, string[]>> {
  const { platforms, referencePages } = world;
  const stored = new Set((await store.references.latest()).map((reference) => reference.platform));
  const lost = await lostPages(store, platforms, noteDamage(store, sweepId));
  const pagesOf = ({ id, references = [] }: Platform): string[] => {
    const listed = referencePages ? (referencePages[id] ?? []) : references;
    const fresh = referencePages !== null && !(resumed && stored.has(id));
    return fresh ? [...listed] : listed.filter((url) => lost.get(id)?.has(url));
  };
  return Object.fromEntries(platforms.map((platform) => [platform.id, pagesOf(platform)]));
}
