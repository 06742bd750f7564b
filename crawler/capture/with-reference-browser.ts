/** Captures one official page for comparison: one visit outside the job queue, with a browser of its own. */
import type { NewArtifact } from '../../storage/vocabulary/artifacts.ts';
import type { Visit } from '../../storage/vocabulary/capture.ts';
import type { Persona } from '../../storage/vocabulary/personas.ts';
import { launchBrowser, prepareBrowser } from '../browser/prepare-browser.ts';
import type { Egress } from '../egress/egress.ts';
import { patientSettings, type CaptureSettings } from './capture-settings.ts';
import { openDenyingProxy } from './denying-proxy.ts';
import { finishVisit } from './finish-visit.ts';
import { contextOptions, personaProfile } from './personas/personas.ts';
import { QrReader } from '../reading/qr-codes/qr-reader.ts';
import { visitOmission } from './visit-omission.ts';
import { mayPass } from './visit-outcome.ts';
import { visitPage } from './visit-page.ts';

export interface TakeReferenceOptions {
  url: string;
  persona: Persona;
  egress: Egress;
  /** Name of the exit. */
  exit: string;
  settings: CaptureSettings;
  signal?: AbortSignal | undefined;
}

/**
 * Takes one reference: up to `maxAttempts` visits until the page is captured, at least two more patient ones until it
 * is seen to the end; a failure is a visit with its outcome.
 */
export type TakeReference = (options: TakeReferenceOptions) => Promise<{ visit: Visit; artifacts: NewArtifact[] }>;

/** Every verdict leans on the references: from the second attempt on a page has this many times the time. */
const REFERENCE_PATIENCE = 2.5;

/**
 * Runs `work` with one browser for all its references, and closes it afterwards.
 * @throws MingjingError BROWSER_MISSING, SANDBOX_UNAVAILABLE, EXIT_UNKNOWN.
 */
export async function withReferenceBrowser<T>(
  settings: CaptureSettings,
  work: (take: TakeReference) => Promise<T>,
): Promise<T> {
  const prepared = await prepareBrowser(settings);
  const denying = await openDenyingProxy();
  const qrReader = new QrReader();
  const browser = await launchBrowser(prepared, denying.url);
  try {
    return await work(async (options) => {
      for (let attempt = 1; ; attempt++) {
        const settings = attempt === 1 ? options.settings : patientSettings(options.settings, REFERENCE_PATIENCE);
        const result = await visitOnce({ ...options, settings }, browser, qrReader, attempt);
        const most = visitOmission(result.visit, false)
          ? Math.max(3, settings.maxAttempts)
          : mayPass(result.visit)
            ? settings.maxAttempts
            : 1;
        if (attempt >= most || options.signal?.aborted) return result;
      }
    });
  } finally {
    await browser.close();
    await Promise.all([qrReader.close(), denying.close()]);
  }
}

/** One reference with a browser of its own. @throws as withReferenceBrowser. */
export function takeReference(options: TakeReferenceOptions): Promise<{ visit: Visit; artifacts: NewArtifact[] }> {
  return withReferenceBrowser(options.settings, (take) => take(options));
}

async function visitOnce(
  options: TakeReferenceOptions,
  browser: Awaited<ReturnType<typeof launchBrowser>>,
  qrReader: QrReader,
  attempt: number,
): Promise<{ visit: Visit; artifacts: NewArtifact[] }> {
  const { url, persona, exit, settings } = options;
  const egress = await options.egress.open({ exit, deadlineMs: settings.visitTimeoutMs + 30_000 });
  const context = await browser.newContext(contextOptions(personaProfile(persona, browser.version()), egress.proxyUrl));
  try {
    const target = { host: URL.canParse(url) ? new URL(url).hostname : url, url, persona, vantage: exit, attempt };
    const raw = await visitPage(target, {
      page: await context.newPage(),
      egress,
      browserVersion: browser.version(),
      settings,
      tlsMemory: new Map(),
      ahead: false,
      signal: options.signal ?? null,
    });
    return await finishVisit(raw, qrReader, null);
  } finally {
    await context.close();
    await egress.close();
  }
}
