/** Made-up records for storage tests. */
import type { NewCandidate } from '../../storage/sweeps/candidate-repository.ts';
import type { NewArtifact } from '../../storage/vocabulary/artifacts.ts';
import type { CaptureJob, Visit } from '../../storage/vocabulary/capture.ts';
import type { Assessment, Finding } from '../../storage/vocabulary/detect.ts';
import type { ProbeResult, Registration } from '../../storage/vocabulary/probe.ts';
import type { Resolution } from '../../storage/vocabulary/resolve.ts';

export const AT = '2026-11-21T08:00:00.000Z';
export const LATER = '2026-11-21T09:00:00.000Z';

export function nameCandidate(
  host: string,
  detail: NewCandidate['sighting']['detail'] = { rule: 'omission' },
): NewCandidate {
  return { kind: 'name', target: host, host, sighting: { source: 'permutations', at: AT, detail } };
}

export function entryCandidate(url: string, detail: NewCandidate['sighting']['detail'] = { rank: 1 }): NewCandidate {
  return { kind: 'entry', target: url, host: new URL(url).hostname, sighting: { source: 'search', at: AT, detail } };
}

export function resolution(host: string, outcome: Resolution['outcome'] = 'live'): Resolution {
  const addresses = outcome === 'live' ? ['192.0.2.7'] : [];
  const records = addresses.map((value) => ({ type: 'A' as const, value, ttl: 60 }));
  return {
    host,
    outcome,
    wildcard: false,
    addresses,
    records,
    resolver: '198.51.100.1:53',
    reason: outcome === 'live' ? null : 'NXDOMAIN',
    at: AT,
  };
}

export function probe(host: string): ProbeResult {
  const url = `https://${host}/`;
  return {
    host,
    outcome: 'web',
    url,
    status: 200,
    headers: { server: 'nginx' },
    title: '证书查询\0',
    redirects: [],
    tls: null,
    peerAddress: '192.0.2.7:443',
    reason: null,
    at: AT,
  };
}

export function registration(domain: string): Registration {
  const nothing = {
    registrant: null,
    registrantEmail: null,
    updatedAt: null,
    expiresAt: null,
    whois: null,
    rdap: null,
  };
  return {
    ...nothing,
    domain,
    registrar: 'Example Registrar',
    createdAt: AT,
    status: ['ok'],
    nameServers: ['ns1.example'],
    outcome: 'found',
  };
}

export function visitOf(job: CaptureJob, changes: Partial<Visit> = {}): Visit {
  const { host, url, persona, vantage, attempt } = job;
  const ended = {
    startedAt: AT,
    endedAt: LATER,
    outcome: 'captured' as const,
    reason: null,
    finalUrl: url,
    status: 200,
    title: '证书查询 \0',
  };
  const seen = {
    redirects: [],
    hosts: [host],
    peerAddress: '192.0.2.7:443',
    hazards: [],
    userAgent: 'Example/1',
    browser: 'test',
    bytesReceived: 10,
  };
  return { host, url, persona, vantage, attempt, ...ended, ...seen, ...changes };
}

export function artifact(
  kind: NewArtifact['kind'],
  data: Buffer | string,
  changes: Partial<NewArtifact> = {},
): NewArtifact {
  const mediaType =
    kind.startsWith('screenshot') || kind === 'raster'
      ? 'image/png'
      : kind === 'html'
        ? 'text/html; charset=utf-8'
        : 'application/json';
  const origin = {
    sourceUrl: 'https://cx.example/',
    at: AT,
    method: 'test',
    peerAddress: '192.0.2.7:443',
    derivedFrom: null,
  };
  return { kind, mediaType, ...origin, data: Buffer.from(data), ...changes };
}

export function assessment(host: string, changes: Partial<Assessment> = {}): Assessment {
  const versions = { code: '1', weights: '1', profiles: {}, references: {} };
  const because = [{ zh: '标题相同', en: 'same title' }];
  return {
    host,
    url: `https://${host}/`,
    verdict: 'impersonation',
    platform: 'mem',
    score: 97.5,
    because,
    wouldChange: [],
    findings: [],
    clues: {},
    confidence: { low: 80, high: 99 },
    asOf: AT,
    off: [],
    versions,
    ...changes,
  };
}

/** The columns that every row of a sweep has alike. */
export const SWEEP = { kind: 'sweep', legal_mode: 'public-view', purpose: null, actor_id: null } as const;

/** Findings whose weight says of which assessment they are. */
export const findings = (weight: number, count = 3): Finding[] =>
  Array.from({ length: count }, (_, index) => ({
    detector: `signal-${index}`,
    version: 1,
    platform: index === 0 ? 'mem-cx' : null,
    value: 0.5,
    weight,
    because: [{ zh: '标题相同\0', en: 'same title' }],
    evidence: [{ digest: null, text: '证书查询' }],
  }));
