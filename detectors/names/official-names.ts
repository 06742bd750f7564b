/** What a platform calls itself, as pages are searched for it. */
import type { Platform } from '../../storage/vocabulary/platform.ts';
import { compactText } from '../text/normalise-text.ts';

const known = new WeakMap<Platform, string[]>();

/** The platform's name and titles in `compactText` form; remembered per platform object. */
export function officialNames(platform: Platform): string[] {
  const names = known.get(platform) ?? [platform.name, ...(platform.titles ?? [])].map(compactText);
  known.set(platform, names);
  return names;
}
