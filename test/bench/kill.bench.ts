/** Twenty SIGKILLs during one practice sweep: what is lost, what is done twice. */
import { fileURLToPath } from 'node:url';
import { killAndResume } from '../crawler/sweep/kill-and-resume.ts';
import { seededRandom } from '../seeded-random.ts';
import type { BenchResult } from './run.ts';

export async function run(): Promise<BenchResult> {
  const corpus = fileURLToPath(new URL('../corpus/first', import.meta.url));
  const random = seededRandom('the moments of the kills');
  const calm = await killAndResume(corpus, 0, [0, 0], random);
  const { kills, sites, visits, blobs } = await killAndResume(corpus, 20, [1500, 9000], random);
  const verdicts = new Map(calm.sites.map((site) => [site.host, site.verdict]));
  const lost = calm.sites.filter((site) => !sites.some(({ host }) => host === site.host)).length;
  const changed = sites.filter((site) => verdicts.has(site.host) && verdicts.get(site.host) !== site.verdict).length;
  const row = (label: string, value: number, unit: string, ratio?: number) => ({ label, value, unit, ratio });
  return {
    name: 'kill -9 during a sweep',
    rows: [
      row('kills', kills, 'kills'),
      row('sites judged', sites.length, 'sites', sites.length / calm.sites.length),
      row('sites lost', lost, 'sites'),
      row('verdicts that differ from the uninterrupted run', changed, 'sites'),
      row('visits completed', visits.completed, 'visits', visits.completed / calm.visits.completed),
      row('visits interrupted (kept as their own attempts)', visits.interrupted, 'visits'),
      row('visits stored twice', visits.duplicates, 'visits'),
      row('blobs stored', blobs.stored, 'blobs', blobs.stored / calm.blobs.stored),
      row('blobs damaged', blobs.damaged, 'blobs'),
    ],
  };
}
