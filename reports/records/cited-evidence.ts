/** Which bytes the records about a site name, and in which role: what an export must hold to prove what it says. */
import type { ArtifactKind } from '../../storage/vocabulary/artifacts.ts';
import type { Sentence } from '../../storage/vocabulary/sentence.ts';
import type { ReferenceFacts } from './report-store.ts';
import type { SiteRecord } from './site-record.ts';

export interface Citation {
  digest: string;
  /** Null when the record does not say. */
  kind: ArtifactKind | null;
  /** Who names it. */
  by: Sentence;
}

const DIGEST = /^[0-9a-f]{64}$/u;

/** Every digest that the site's records, its findings and the artefacts themselves name, as often as it is named. */
export function citationsOf(
  { registration, assessment, sightings, artifacts, visits }: SiteRecord,
  references: readonly ReferenceFacts[],
): Citation[] {
  const cited: Citation[] = [];
  const cite = (digest: unknown, kind: ArtifactKind | null, zh: string, en: string): void => {
    if (typeof digest === 'string' && DIGEST.test(digest)) cited.push({ digest, kind, by: { zh, en } });
  };
  for (const kind of ['whois', 'rdap'] as const)
    cite(registration?.[kind], kind, '注册记录', 'the registration record');
  for (const { detector, evidence } of assessment.findings) {
    for (const { digest, reference } of evidence) {
      cite(digest, null, `判定项 ${detector}`, `the finding ${detector}`);
      cite(reference, 'screenshot', `判定项 ${detector} 所比对的参照`, `the finding ${detector}, as its reference`);
    }
  }
  for (const [clue, values] of Object.entries(assessment.clues))
    for (const { seenIn } of values) cite(seenIn, null, `线索 ${clue}`, `the clue ${clue}`);
  for (const { source, detail } of sightings)
    cite(detail['photo'], 'lead-image', `线索来源 ${source}`, `the sighting by ${source}`);
  for (const { kind, derivedFrom } of [
    ...artifacts,
    ...visits.flatMap((visit) => visit.artifacts),
    ...references.flatMap((reference) => reference.artifacts),
  ])
    cite(derivedFrom, null, `由它派生的 ${kind}`, `the ${kind} derived from it`);
  return cited;
}
