/** Names of exported files: ASCII, from closed lists and counters only, never from anything a page or a server said. */
import type { ArtifactKind } from '../../storage/vocabulary/artifacts.ts';
import type { Persona } from '../../storage/vocabulary/personas.ts';
import { ARTIFACT_KINDS } from '../../storage/vocabulary/artifacts.ts';
import { PERSONAS } from '../../storage/vocabulary/personas.ts';

/**
 * Captured HTML ends in `.txt` as well, so that a double click shows it instead of running it (and instead of telling
 * the site that somebody looks); a download is `.bin`. The manifest has the true media type.
 */
const EXTENSION_BY_KIND: Readonly<Record<ArtifactKind, string>> = {
  html: 'html.txt',
  'response-body': 'bin',
  screenshot: 'png',
  'screenshot-full': 'png',
  raster: 'png',
  'page-model': 'json',
  'picture-text': 'json',
  headers: 'json',
  network: 'json',
  connections: 'json',
  tls: 'json',
  dns: 'json',
  whois: 'txt',
  rdap: 'json',
  download: 'bin',
  'lead-image': 'bin',
  'document-paper': 'bin',
};
/** Kinds whose bytes come in several types; only these are told apart by media type. */
const EXTENSION_BY_MEDIA_TYPE: Readonly<Partial<Record<ArtifactKind, Readonly<Record<string, string>>>>> = {
  'response-body': {
    'text/html': 'html.txt',
    'application/xhtml+xml': 'html.txt',
    'text/plain': 'txt',
    'application/json': 'json',
  },
  tls: { 'application/x-pem-file': 'pem', 'application/pem-certificate-chain': 'pem' },
  'lead-image': { 'image/png': 'png', 'image/jpeg': 'jpg', 'image/webp': 'webp' },
};

/**
 * `kind.ext`, and `kind-2.ext` for the second of that name in a folder. `taken` is the folder's names so far; the new
 * one is added.
 */
export function artifactFileName(artifact: { kind: string; mediaType: string }, taken: Set<string>): string {
  const kind = ARTIFACT_KINDS.find((known) => known === artifact.kind);
  const essence = (artifact.mediaType.split(';')[0] ?? '').trim().toLowerCase();
  const byType = kind === undefined ? undefined : EXTENSION_BY_MEDIA_TYPE[kind];
  const extension =
    byType !== undefined && Object.hasOwn(byType, essence)
      ? byType[essence]
      : kind === undefined
        ? 'bin'
        : EXTENSION_BY_KIND[kind];
  for (let count = 1; ; count += 1) {
    const name = `${kind ?? 'artifact'}${count === 1 ? '' : `-${count}`}.${extension}`;
    if (taken.has(name)) continue;
    taken.add(name);
    return name;
  }
}

/** Folder of the `index`-th visit (from 0): `visits/001-wechat-attempt-1`. */
export function visitFolder(index: number, visit: { persona: Persona; attempt: number }): string {
  return `visits/${counter(index)}-${knownPersona(visit.persona)}-attempt-${Math.max(1, Math.trunc(visit.attempt))}`;
}

/** Folder of the `index`-th reference page (from 0): `references/001-desktop-version-3`. */
export function referenceFolder(index: number, reference: { persona: Persona; version: number }): string {
  return `references/${counter(index)}-${knownPersona(reference.persona)}-version-${Math.trunc(reference.version)}`;
}

function counter(index: number): string {
  return String(index + 1).padStart(3, '0');
}

function knownPersona(persona: string): string {
  return PERSONAS.find((known) => known === persona) ?? 'visitor';
}
