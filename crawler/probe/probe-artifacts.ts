/**
 * What a probe leaves as evidence: headers of the whole chain, the body, the certificate, the connections, the DNS
 * answer.
 */
import type { NewArtifact } from '../../storage/vocabulary/artifacts.ts';
import type { Connection } from '../../storage/vocabulary/capture.ts';
import type { ProbeResult } from '../../storage/vocabulary/probe.ts';
import type { Resolution } from '../../storage/vocabulary/resolve.ts';
import type { FetchResult } from '../egress/egress.ts';

export function probeArtifacts(
  result: ProbeResult,
  answer: FetchResult,
  connections: Connection[],
  resolution: Resolution | null,
): NewArtifact[] {
  const { at, peerAddress } = result;
  const json = (kind: NewArtifact['kind'], value: unknown, method: string, sourceUrl = result.url): NewArtifact => ({
    kind,
    mediaType: 'application/json',
    sourceUrl,
    at,
    method,
    peerAddress,
    derivedFrom: null,
    data: Buffer.from(JSON.stringify(value, null, 2)),
  });
  const artifacts: NewArtifact[] = [];
  const last = answer.ok
    ? [{ url: answer.url, status: answer.status, headers: answer.headers, peerAddress: answer.peerAddress }]
    : [];
  const hops = [...answer.redirects, ...last];
  if (hops.length > 0) artifacts.push(json('headers', hops, 'probe GET, headers of every hop'));
  if (answer.ok && answer.body.length > 0) {
    artifacts.push({
      kind: 'response-body',
      mediaType: answer.headers['content-type'] ?? 'application/octet-stream',
      sourceUrl: answer.url,
      at,
      method: answer.truncated
        ? 'probe GET, content-encoding decoded, cut at the cap'
        : 'probe GET, content-encoding decoded',
      peerAddress: answer.peerAddress,
      derivedFrom: null,
      data: answer.body,
    });
  }
  if (result.tls !== null)
    artifacts.push(json('tls', result.tls, 'TLS handshake of the probe, chain verified against the system store'));
  if (connections.length > 0)
    artifacts.push(
      json('connections', connections, 'egress record of the probe', result.url ?? `https://${result.host}/`),
    );
  if (resolution !== null)
    artifacts.push(json('dns', resolution, `DNS ${resolution.resolver ?? ''}`.trim(), `dns:${resolution.host}`));
  return artifacts;
}
