/** Which stored bytes stand for a page where several of one kind were kept. */
import type { Artifact, ArtifactKind } from '../../storage/vocabulary/artifacts.ts';

/** The last of each kind (what was made up for comes last), but of a page pictured in pieces the first: its top. */
export function digestsByKind(artifacts: readonly Artifact[]): Partial<Record<ArtifactKind, string>> {
  const top = artifacts.find(({ kind }) => kind === 'screenshot-full');
  return Object.fromEntries([...artifacts, ...(top ? [top] : [])].map((artifact) => [artifact.kind, artifact.digest]));
}
