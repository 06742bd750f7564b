import { describe, expect, it } from 'vitest';
import { firstRound, secondRound, thirdRound, urlsOf, type HostState } from '../../../crawler/sweep/plan-visits.ts';
import type { Candidate, CandidateKind, Source } from '../../../storage/vocabulary/candidates.ts';
import type { Visit, VisitOutcome } from '../../../storage/vocabulary/capture.ts';
import type { ProbeResult } from '../../../storage/vocabulary/probe.ts';

const candidate = (kind: CandidateKind, target: string): Candidate => ({
  id: 1,
  occasionId: 1,
  kind,
  target,
  host: 'a.example',
  stage: 'probe',
  outcome: 'web',
});
const visit = (url: string, outcome: VisitOutcome, persona: Visit['persona'] = 'desktop') =>
  ({
    url,
    persona,
    vantage: 'range',
    outcome,
    status: outcome === 'captured' ? 200 : null,
    hazards: [] as Visit['hazards'],
  }) as Visit;
const state = (parts: Partial<HostState>, source: Source = 'leads'): HostState => ({
  host: 'a.example',
  candidates: [candidate('entry', 'https://a.example/q?id=1')],
  sightings: [{ source, at: '', detail: {} }],
  probe: null,
  visits: [],
  verdict: null,
  ...parts,
});

describe('the visit plan', () => {
  it('visits the entry URL before the root, because some fakes answer only once', () => {
    const candidates = [candidate('name', 'a.example'), candidate('entry', 'https://a.example/q?id=1')];
    expect(urlsOf(state({ candidates }))).toEqual(['https://a.example/q?id=1', 'https://a.example/']);
  });

  it('starts a bulk name where the probe got an answer', () => {
    expect(
      urlsOf(
        state({ candidates: [candidate('name', 'a.example')], probe: { url: 'http://a.example/' } as ProbeResult }),
      ),
    ).toEqual(['http://a.example/']);
  });

  it('sends the WeChat visitor first to a scanned code and the desktop to anything else', () => {
    expect(firstRound(state({}, 'qr'), 'range').map(({ persona }) => persona)).toEqual(['wechat']);
    expect(firstRound(state({}), 'range').map(({ persona }) => persona)).toEqual(['desktop']);
  });

  it('sends the other everyday visitors only where something answered', () => {
    const url = 'https://a.example/q?id=1';
    expect(
      secondRound(state({ visits: [visit(url, 'captured')] }), 'range')
        .map(({ persona }) => persona)
        .slice(0, 2),
    ).toEqual(['mobile', 'wechat']);
    expect(secondRound(state({ visits: [visit(url, 'timeout')] }), 'range').map(({ persona }) => persona)).toEqual([
      'wechat',
    ]);
    expect(secondRound(state({ visits: [visit(url, 'refused')] }), 'range')).toEqual([]);
  });

  it('looks once at the root of a host that was found by a deep link', () => {
    const made = [visit('https://a.example/q?id=1', 'captured')];
    expect(secondRound(state({ visits: made }), 'range').at(-1)).toMatchObject({
      url: 'https://a.example/',
      persona: 'desktop',
    });
    const root = state({
      candidates: [candidate('entry', 'https://a.example/')],
      visits: [visit('https://a.example/', 'captured')],
    });
    expect(secondRound(root, 'range').map(({ url }) => url)).toEqual(['https://a.example/', 'https://a.example/']);
  });

  it('spares further visitors of a page that hurts them', () => {
    const hurt = {
      ...visit('https://a.example/q?id=1', 'captured'),
      hazards: [{ kind: 'time-cap' as const, detail: '', count: 1 }],
    };
    expect(secondRound(state({ visits: [hurt] }), 'range').map(({ persona }) => persona)).toEqual([
      'wechat',
      'desktop',
    ]);
    expect(thirdRound(state({ visits: [hurt], verdict: 'benign' }), 'range', ['range-china'])).toEqual([]);
  });

  it.each(['time-cap', 'busy-loop'] as const)(
    'does not take one slow look (%s) for a page that hurts: a busy machine looks alike',
    (kind) => {
      const url = 'https://a.example/q?id=1';
      const slow = { ...visit(url, 'captured', 'wechat'), hazards: [{ kind, detail: '', count: 1 }] };
      const visits = [visit(url, 'captured'), visit(url, 'captured', 'mobile'), slow];
      const planned = thirdRound(state({ visits, verdict: 'undecided' }), 'range', ['range-china']);
      expect(planned.map(({ persona, vantage }) => `${persona} ${vantage}`)).toEqual([
        'search range',
        'wechat range-china',
      ]);
      expect(thirdRound(state({ visits: [slow], verdict: 'undecided' }), 'range', ['range-china'])).toEqual([]);
    },
  );

  it("tries the platform's own paths where something points at it, and not twice", () => {
    const platformPages = [
      'https://official.example/',
      'https://official.example/special?index=0',
      'https://official.example/safety',
      'https://official.example/third',
    ];
    const visits = [visit('https://a.example/q?id=1', 'captured'), visit('https://a.example/safety', 'captured')];
    const tried = thirdRound(state({ visits, verdict: 'benign', platformPages }), 'range', []).filter(
      ({ persona }) => persona === 'desktop',
    );
    expect(tried.map(({ url }) => url)).toEqual(['https://a.example/special?index=0', 'https://a.example/third']);
    expect(thirdRound(state({ visits, verdict: 'injected', platformPages }), 'range', [])).toEqual([]);
  });

  it('follows two of the queries that the pages themselves link to', () => {
    const queryLinks = ['https://a.example/#/person', 'https://a.example/#/unit', 'https://a.example/#/more'];
    const visits = [visit('https://a.example/q?id=1', 'captured')];
    const followed = thirdRound(state({ visits, verdict: 'benign', queryLinks }), 'range', []).filter(
      ({ persona }) => persona === 'desktop',
    );
    expect(followed.map(({ url }) => url)).toEqual(queryLinks.slice(0, 2));
  });

  it('tries the search visitor and other vantages only while no verdict is settled', () => {
    const visits = [visit('https://a.example/q?id=1', 'captured')];
    expect(
      thirdRound(state({ visits, verdict: 'benign' }), 'range', ['range-china']).map(
        ({ persona, vantage }) => `${persona} ${vantage}`,
      ),
    ).toEqual(['search range', 'wechat range-china']);
    expect(thirdRound(state({ visits, verdict: 'impersonation' }), 'range', ['range-china'])).toEqual([]);
  });
});
