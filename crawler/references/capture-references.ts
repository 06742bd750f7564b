/**
 * Captures the official pages as references, one version per change of content. Rare, logged, and never more than the
 * listed pages.
 */
import type { Store } from '../../storage/open-store.ts';
import type { Persona } from '../../storage/vocabulary/personas.ts';
import type { Platform } from '../../storage/vocabulary/platform.ts';
import type { Egress } from '../egress/egress.ts';
import { inParallel } from '../in-parallel.ts';
import { withReferenceBrowser, type TakeReference } from '../capture/with-reference-browser.ts';
import type { CaptureSettings } from '../capture/capture-settings.ts';

/** References are few, and the official hosts are spared: no more than this many visits at once. */
const AT_ONCE = 3;

/** The visitors a reference is captured as: the two layouts an official page may have. */
export const REFERENCE_PERSONAS: readonly Persona[] = ['desktop', 'mobile'];

export interface ReferenceOutcome {
  platform: string;
  url: string;
  persona: Persona;
  /** Null when the page could not be captured; see `reason`. */
  version: number | null;
  changed: boolean;
  reason: string | null;
}

export interface ReferenceCaptureOptions {
  store: Store;
  egress: Egress;
  exit: string;
  settings: CaptureSettings;
  platforms: readonly Platform[];
  /** Pages by platform id in place of the profiles' own `references`; a platform without pages is skipped. */
  pages?: Readonly<Record<string, readonly string[]>> | undefined;
  now(): string;
  signal?: AbortSignal | undefined;
  onOutcome?(outcome: ReferenceOutcome, done: number, total: number): void;
}

/** @returns one outcome per page and persona; a page that fails is an outcome, never the end of the run. */
export async function captureReferences(options: ReferenceCaptureOptions): Promise<ReferenceOutcome[]> {
  const wanted = options.platforms.flatMap((platform) =>
    (options.pages?.[platform.id] ?? (options.pages ? [] : platform.references) ?? []).flatMap((url) =>
      REFERENCE_PERSONAS.map((persona) => ({ platform: platform.id, url, persona })),
    ),
  );
  const outcomes: ReferenceOutcome[] = [];
  const signal = options.signal ?? new AbortController().signal;
  if (wanted.length === 0) return outcomes;
  await withReferenceBrowser(options.settings, (take) =>
    inParallel(wanted, AT_ONCE, signal, async ({ platform, url, persona }) => {
      const outcome = await captureOne(options, take, platform, url, persona);
      outcomes.push(outcome);
      options.onOutcome?.(outcome, outcomes.length, wanted.length);
    }),
  );
  return outcomes;
}

async function captureOne(
  options: ReferenceCaptureOptions,
  take: TakeReference,
  platform: string,
  url: string,
  persona: Persona,
): Promise<ReferenceOutcome> {
  const { store, egress, exit, settings } = options;
  const { visit, artifacts } = await take({ url, persona, egress, exit, settings });
  const usable = visit.outcome === 'captured' && (visit.status ?? 200) < 400;
  if (!usable)
    return {
      platform,
      url,
      persona,
      version: null,
      changed: false,
      reason: visit.reason ?? `${visit.outcome} ${visit.status ?? ''}`.trim(),
    };
  const { version, changed } = await store.references.save({
    platform,
    url,
    persona,
    capturedAt: options.now(),
    artifacts,
  });
  return { platform, url, persona, version, changed, reason: null };
}
