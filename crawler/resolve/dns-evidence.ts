/** What the resolver said of a name, as evidence of its host. */
import type { NewArtifact } from '../../storage/vocabulary/artifacts.ts';
import type { Resolution } from '../../storage/vocabulary/resolve.ts';

/** Nothing for a name that does not exist: a sweep asks for thousands of invented ones. */
export function dnsEvidence(resolution: Resolution): NewArtifact[] {
  const { host, outcome, resolver, at } = resolution;
  if (outcome === 'absent') return [];
  const data = Buffer.from(JSON.stringify(resolution, null, 2));
  const method = `DNS ${resolver ?? ''}`.trim();
  return [
    {
      kind: 'dns',
      mediaType: 'application/json',
      sourceUrl: `dns:${host}`,
      at,
      method,
      peerAddress: resolver,
      derivedFrom: null,
      data,
    },
  ];
}
