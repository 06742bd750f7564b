/**
 * Takes over a registration that an earlier sweep looked up: registries limit questions, and registrations change
 * slowly.
 */
import type { Store } from '../../storage/open-store.ts';
import type { NewArtifact } from '../../storage/vocabulary/artifacts.ts';
import type { Registration } from '../../storage/vocabulary/probe.ts';

const DAY_MS = 86_400_000;
const ANSWERS = ['rdap', 'whois'] as const;

/** A registration and the sweep that keeps it. */
export interface KeptRegistration {
  occasionId: number;
  registration: Registration;
}

/**
 * False when there is nothing young enough (`reuseDays` 0 = never) whose raw answers are intact. Otherwise the
 * registration is saved for this sweep with the time it was really asked for, and with its raw answers.
 */
export async function reuseRegistration(
  store: Store,
  place: { sweepId: number; domain: string },
  reuseDays: number,
  now = Date.now(),
): Promise<boolean> {
  if (reuseDays <= 0) return false;
  const { sweepId, domain } = place;
  for (const earlier of await store.candidates.recentRegistrations(
    domain,
    new Date(now - reuseDays * DAY_MS).toISOString(),
    sweepId,
  )) {
    if (!(await answersIntact(store, sweepId, earlier))) continue;
    await store.candidates.saveRegistration(sweepId, earlier.registration, await answersOf(store, domain, earlier));
    return true;
  }
  return false;
}

/**
 * Whether the store holds every raw answer that the registration cites; each one that is not as it was is an issue of
 * `sweepId`.
 */
export async function answersIntact(
  store: Store,
  sweepId: number,
  { occasionId: keptBy, registration }: KeptRegistration,
): Promise<boolean> {
  let intact = true;
  for (const kind of ANSWERS) {
    const digest = registration[kind];
    const damage = digest === null ? null : await store.evidence.damage(digest);
    if (damage === null) continue;
    intact = false;
    const name = kind.toUpperCase();
    const sentence = {
      zh: `第 ${keptBy} 次巡查引用的 ${name} 原文 ${digest} 已损坏或缺失（${damage.zh}），改用其他答复或重新查询`,
      en: `the raw ${name} answer ${digest} that sweep ${keptBy} cites is damaged or missing (${damage.en}): another answer is used, or the registry is asked again`,
    };
    await store.sweeps.noteIssue(sweepId, {
      stage: 'probe',
      subject: registration.domain,
      sentence,
      at: new Date().toISOString(),
    });
  }
  return intact;
}

async function answersOf(
  store: Store,
  domain: string,
  { occasionId, registration }: KeptRegistration,
): Promise<NewArtifact[]> {
  const answers: NewArtifact[] = [];
  for (const kind of ANSWERS) {
    const digest = registration[kind];
    if (digest === null) continue;
    answers.push({
      kind,
      data: await store.evidence.read(digest),
      mediaType: (await store.evidence.describe(digest))?.mediaType ?? 'text/plain',
      sourceUrl: `${kind}:${domain}`,
      at: registration.at ?? new Date().toISOString(),
      method: `${kind.toUpperCase()}, asked by sweep ${String(occasionId)}`,
      peerAddress: null,
      derivedFrom: null,
    });
  }
  return answers;
}
