/** Writes fitted weights into detectors/weights.json: numbers change, sources stay, one line per entry. */
import { readFile, writeFile } from 'node:fs/promises';
import { SIGNALS } from '../../detectors/signals.ts';
import type { Fit } from './fit-weights.ts';

const FILE = new URL('../../detectors/weights.json', import.meta.url);

interface Entry {
  weight: number;
  sd: number;
  /** What the number rested on before the first fit, and its source. */
  judged?: number;
  [key: string]: unknown;
}

interface WeightsFile {
  version: string;
  about: string;
  fitted?: string;
  prior: Entry;
  families: Record<string, { cap: number | null }>;
  signals: Record<string, Entry>;
}

/** @param fitted what the numbers were fitted to, in words; `version` names the new set. */
export async function writeWeights(fit: Fit, version: string, fitted: string): Promise<void> {
  const file = JSON.parse(await readFile(FILE, 'utf8')) as WeightsFile;
  file.version = version;
  file.fitted = fitted;
  update(file.prior, fit.prior.after, fit.prior.sd);
  for (const { signal, after, sd } of fit.weights) {
    const entry = file.signals[signal];
    if (!entry) continue;
    update(entry, after, sd);
    const family = file.families[SIGNALS[signal].family];
    if (family?.cap) family.cap = Math.max(family.cap, rounded(Math.abs(after)));
  }
  await writeFile(FILE, inLines(file));
}

function update(entry: Entry, weight: number, sd: number): void {
  entry.judged ??= entry.weight;
  entry.weight = rounded(weight);
  entry.sd = rounded(sd);
}

const rounded = (value: number) => Math.round(value * 100) / 100;

function inLines(file: object): string {
  const inner = (value: unknown) => JSON.stringify(value, null, 1).replaceAll(/\n\s*/g, ' ');
  const block = (entries: object) =>
    `{\n${Object.entries(entries)
      .map(([key, value]) => `    ${JSON.stringify(key)}: ${inner(value)}`)
      .join(',\n')}\n  }`;
  const lines = Object.entries(file).map(
    ([key, value]) =>
      `  ${JSON.stringify(key)}: ${key === 'families' || key === 'signals' || key === 'thresholds' ? block(value as object) : inner(value)}`,
  );
  return `{\n${lines.join(',\n')}\n}\n`;
}
