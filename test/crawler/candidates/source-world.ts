/**
 * What the source tests share: loopback servers behind a real egress, a context, and a collector of finds and outcomes.
 */
import type { RequestListener } from 'node:http';
import {
  DEFAULT_LIMITS,
  type CandidateContext,
  type CandidateSource,
  type FoundCandidate,
  type SourceOutcome,
} from '../../../crawler/candidates/candidate-context.ts';
import { createEgress, type Egress } from '../../../crawler/egress/egress.ts';
import type { Platform } from '../../../storage/vocabulary/platform.ts';
import { startNameServer, startWeb, testExit, type Listener, type NameServer } from '../egress/test-internet.ts';

/** An invented platform below a closed suffix, as rich as a shipped profile. */
export const LANTERN: Platform = {
  id: 'lantern',
  name: '特种作业证书查询平台',
  owner: '应急管理部',
  hosts: ['cx.lantern.gov.cn', '.lantern.gov.cn'],
  domainTokens: { agency: ['lantern'], service: ['cx', 'zscx', 'chaxun'], topic: ['tzzy'] },
  sections: ['特种作业操作证查询'],
};
/** An invented platform whose label anyone can squat. */
export const OPEN_LANTERN: Platform = { id: 'open', name: '设备查询', hosts: ['cnsb.e-dls.cn'] };

const ADDRESS = '198.51.100.7';

export interface SourceWorld {
  web: Listener;
  egress: Egress;
  context(more?: Partial<CandidateContext>): CandidateContext;
  close(): Promise<void>;
}

/** Every name below `engine.test` reaches `handler`; nothing else resolves. */
export async function startSourceWorld(handler: RequestListener): Promise<SourceWorld> {
  const web = await startWeb(handler);
  const names: NameServer = await startNameServer({
    'engine.test': { addresses: [ADDRESS] },
    '*.engine.test': { addresses: [ADDRESS] },
  });
  const egress = createEgress({ exits: [testExit([names.address], { [`${ADDRESS}:80`]: web.port })] });
  return {
    web,
    egress,
    context: (more = {}) => ({
      platforms: [LANTERN],
      keywords: ['操作证查询'],
      egress,
      exit: 'test',
      endpoints: { searchEngines: [], nameLists: [], certificateLogs: [], leads: null, qrImages: [] },
      limits: { ...DEFAULT_LIMITS, searchIntervalMs: 0, fetchTimeoutMs: 120_000 },
      signal: new AbortController().signal,
      report: () => {},
      ...more,
    }),
    close: async () => {
      await egress.close();
      await Promise.all([web.close(), names.close()]);
    },
  };
}

export interface Collected {
  found: FoundCandidate[];
  /** Final outcomes, in order. */
  outcomes: SourceOutcome[];
  /** Outcomes reported on the way. */
  progress: SourceOutcome[];
}

/** Runs a source to its end, or until `stopAfter` finds, as a killed process would. */
export async function collect(
  source: CandidateSource,
  context: CandidateContext,
  stopAfter = Infinity,
): Promise<Collected> {
  const collected: Collected = { found: [], outcomes: [], progress: [] };
  const report = (outcome: SourceOutcome) =>
    void (outcome.status === 'running' ? collected.progress : collected.outcomes).push(outcome);
  for await (const found of source({ ...context, report })) {
    collected.found.push(found);
    if (collected.found.length >= stopAfter) break;
  }
  return collected;
}

/** `reason count` of one outcome, sorted. */
export const drops = (outcome: SourceOutcome | undefined): string[] =>
  (outcome?.dropped ?? []).map(({ reason, count }) => `${reason} ${count}`).sort();
