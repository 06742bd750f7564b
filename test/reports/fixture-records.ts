/**
 * Records for report fixtures: the names, platform, artefacts, assessments and findings that every fixture store holds.
 */
import type { NewArtifact } from '../../storage/vocabulary/artifacts.ts';
import type { Assessment } from '../../storage/vocabulary/detect.ts';
import type { Platform } from '../../storage/vocabulary/platform.ts';
import type { DrawnPage } from './drawn-page.ts';

export const NOW = '2026-11-21T04:00:00.000Z';
export const FAKE = 'cx-mem-gov.query.example';
export const INJECTED = 'www.county-school.example';
export const OFFICIAL = 'cx.mem.example';
/** ID number with a wrong check character, and a phone from an unassigned range of people's examples. */
export const ID_NUMBER = '110101190001010010';
export const PHONE = '13800000000';
export const HOSTILE_TITLE = '<script>alert(1)</script>"><img src=x onerror=alert(2)>\u202Egnp.exe\u0007\u001B[31m';

export const PLATFORM: Platform = {
  id: 'mem-cx',
  name: '特种作业操作证及安全生产知识和管理能力考核合格信息查询平台',
  owner: '应急管理部',
  version: 3,
  hosts: [OFFICIAL],
  fields: [
    { label: '证件类型', kind: 'id-type' },
    { label: '证件号码', kind: 'id-number' },
    { label: '姓名', kind: 'person-name' },
    { label: '验证码', kind: 'captcha' },
  ],
};

export function pageArtifacts({ png, page }: DrawnPage, at: string, peerAddress: string): NewArtifact[] {
  const facts = { at, peerAddress, sourceUrl: page.url };
  return [
    artifact('screenshot', png, 'image/png', { ...facts, method: 'playwright page.screenshot viewport' }),
    artifact('html', Buffer.from(`<!doctype html><title>${HOSTILE_TITLE}</title><p>${page.text}`), 'text/html', {
      ...facts,
      method: 'playwright page.content',
    }),
    artifact('page-model', Buffer.from(JSON.stringify(page)), 'application/json', { ...facts, method: 'page model' }),
    artifact('headers', Buffer.from('[]'), 'application/json', facts),
    artifact('network', Buffer.from('[]'), 'application/json', facts),
    artifact('connections', Buffer.from('[]'), 'application/json', facts),
  ];
}

export function artifact(
  kind: NewArtifact['kind'],
  data: Buffer,
  mediaType: string,
  facts: Partial<NewArtifact> = {},
): NewArtifact {
  return {
    kind,
    data,
    mediaType,
    sourceUrl: null,
    at: NOW,
    method: 'fixture',
    peerAddress: null,
    derivedFrom: null,
    ...facts,
  };
}

export function assessment(
  host: string,
  verdict: Assessment['verdict'],
  score: number,
  url: string | null,
): Assessment {
  return {
    host,
    url,
    verdict,
    platform: null,
    score,
    because: [],
    wouldChange: [],
    findings: [],
    clues: {},
    confidence: { low: 88, high: 99 },
    asOf: '2026-11-21T00:00:00Z',
    off: [],
    versions: { code: '0.1.0', weights: 'w1', profiles: { 'mem-cx': 3 }, references: { 'mem-cx': 1 } },
  };
}

export function finding(
  detector: string,
  weight: number,
  value: number,
  zh: string,
  evidence: Assessment['findings'][number]['evidence'],
): Assessment['findings'][number] {
  return {
    detector,
    version: 1,
    platform: 'mem-cx',
    value,
    weight,
    because: [{ zh, en: `${detector}: ${zh}` }],
    evidence,
  };
}
