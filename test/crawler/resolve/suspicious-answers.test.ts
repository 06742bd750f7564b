/** Selective wildcards, resolvers that contradict each other, sinkholes, and the questions that need not be asked. */
import { afterEach, describe, expect, it } from 'vitest';
import { isSampled } from '../../../crawler/resolve/second-opinion.ts';
import { resolveName } from '../../../crawler/resolve/resolve-name.ts';
import { resolveNames } from '../../../crawler/resolve/resolve-names.ts';
import { shapedLabels } from '../../../crawler/resolve/wildcard-check.ts';
import type { Exit } from '../../../crawler/egress/exit.ts';
import type { Resolution } from '../../../storage/vocabulary/resolve.ts';
import { testExit } from '../egress/test-internet.ts';
import { a, soa, startScriptedServer } from './scripted-name-server.ts';
import type { ScriptedServer } from './scripted-name-server.ts';

const open: ScriptedServer[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});

/** Answers A questions by `addressOf`; null = no such name. Other types: nothing there. */
async function zone(addressOf: (name: string) => string | null, apex = 'example'): Promise<ScriptedServer> {
  const started = await startScriptedServer(({ name, type }) => {
    const address = addressOf(name);
    if (address === null) return { rcode: 'NXDOMAIN', authorities: [soa(apex)] };
    return type === 'A' ? { answers: [a(name, address)] } : { authorities: [soa(apex)] };
  });
  open.push(started);
  return started;
}

const exit = (servers: ScriptedServer[], more: Partial<Exit> = {}): Exit =>
  testExit(
    servers.map(({ address }) => address),
    {},
    more,
  );

describe('a wildcard', () => {
  it.each<[string, RegExp, string]>([
    ['cx-mem.fake.example', /^cx-/, 'cx-*'],
    ['mem-gov.fake.example', /-gov$/, '*-gov'],
    ['ab12cd.fake.example', /^[a-z]{2}\d{2}[a-z]{2}$/, 'aa99aa'],
    ['zsquery.fake.example', /^zsqu/, 'zsqu*'],
  ])('that answers %s only by pattern is found, and the pattern named', async (host, pattern, named) => {
    const selective = await zone((name) =>
      name.endsWith('.fake.example') && pattern.test(name.split('.')[0] ?? '') ? '192.0.2.1' : null,
    );
    expect(await resolveName(host, { exit: exit([selective]) })).toMatchObject({
      outcome: 'live',
      wildcard: true,
      wildcardPattern: named,
    });
  });

  it('is not seen where a name stands alone', async () => {
    const alone = await zone((name) => (name === 'cx-mem.fake.example' ? '192.0.2.1' : null));
    const resolution = await resolveName('cx-mem.fake.example', { exit: exit([alone]) });
    expect(resolution).toMatchObject({ outcome: 'live', wildcard: false });
    expect(resolution).not.toHaveProperty('wildcardPattern');
  });

  it('that gives another address of one network each time is found', async () => {
    let turn = 10;
    const rotating = await zone((name) => (name.endsWith('fake.example') ? `192.0.2.${String(turn++)}` : null));
    expect(await resolveName('cx.fake.example', { exit: exit([rotating]) })).toMatchObject({ wildcard: true });
  });

  it('of a whole ending, or of a resolver that invents answers, marks registrable names too', async () => {
    const inventing = await zone(() => '192.0.2.99');
    expect(await resolveName('nobody-ever.example', { exit: exit([inventing]) })).toMatchObject({
      outcome: 'live',
      wildcard: true,
      wildcardPattern: '*',
    });
  });

  it('is looked for with labels of the same make', () => {
    for (const { pattern, make } of shapedLabels('cx-mem-gov')) {
      expect(make()).not.toBe(make());
      expect(make()).toMatch(
        { 'cx-*': /^cx-[a-z0-9]{7,}$/, '*-gov': /^q[a-z0-9]{5,}-gov$/, 'aa-aaa-aaa': /^[a-z]{2}-[a-z]{3}-[a-z]{3}$/ }[
          pattern
        ] ?? /^$/,
      );
    }
  });
});

describe('a second opinion', () => {
  it('that gives quite other addresses is a disagreement', async () => {
    const [poisoned, honest] = [await zone(() => '203.0.113.9'), await zone(() => '192.0.2.1')];
    const { outcome, addresses, disagreement } = await resolveName('fake.example', { exit: exit([poisoned, honest]) });
    expect({ outcome, addresses }).toEqual({ outcome: 'live', addresses: ['203.0.113.9'] });
    expect(disagreement).toEqual([{ resolver: honest.address, outcome: 'live', addresses: ['192.0.2.1'] }]);
  });

  it('that agrees leaves an empty list, and none that was not to be had', async () => {
    const [one, two] = [await zone(() => '192.0.2.1'), await zone(() => '192.0.2.1')];
    expect((await resolveName('fake.example', { exit: exit([one, two]) })).disagreement).toEqual([]);
    expect(await resolveName('fake.example', { exit: exit([one]) })).not.toHaveProperty('disagreement');
  });

  it('comes from the resolvers named for it, not from memory', async () => {
    const [filter, other] = [
      await zone((name) => (name === 'fake.example' ? null : '192.0.2.1')),
      await zone((name) => (name === 'fake.example' ? '192.0.2.1' : null)),
    ];
    const all = exit([filter], { secondOpinion: { resolvers: [other.address], sample: 1 } });
    expect(await resolveName('fake.example', { exit: all })).toMatchObject({
      outcome: 'unknown',
      reason: 'DISAGREEMENT',
      addresses: [],
      disagreement: [{ resolver: other.address, outcome: 'live', addresses: ['192.0.2.1'] }],
    });
    const none = exit([filter], { secondOpinion: { resolvers: [other.address], sample: 0 } });
    expect(await resolveName('fake.example', { exit: none })).toMatchObject({ outcome: 'absent', reason: 'NXDOMAIN' });
  });

  it('is sampled evenly and always for the same names', () => {
    const names = Array.from({ length: 20_000 }, (_, index) => `cx-mem-gov-${String(index)}.example`);
    const sampled = names.filter((name) => isSampled(name, 0.01));
    expect(sampled.length).toBeGreaterThan(120);
    expect(sampled.length).toBeLessThan(280);
    expect(names.filter((name) => isSampled(name, 0.01))).toEqual(sampled);
    expect(names.some((name) => isSampled(name, 0))).toBe(false);
  });
});

describe('an address that no public server has', () => {
  it('is kept and marked', async () => {
    const sinkhole = await zone((name) => (name === 'fake.example' ? '127.0.0.1' : null));
    const { outcome, addresses, records } = await resolveName('fake.example', { exit: exit([sinkhole]) });
    expect({ outcome, addresses }).toEqual({ outcome: 'live', addresses: ['127.0.0.1'] });
    expect(records[0]).toEqual({ type: 'A', value: '127.0.0.1', ttl: 60, special: 'loopback' });
  });
});

describe('many names', () => {
  it('cost one question each when absent, and none below a domain that is known to be', async () => {
    const empty = await zone(() => null);
    const hosts = Array.from({ length: 40 }, (_, index) => `h${String(index)}.nobody.example`);
    const seen: Resolution[] = [];
    const range = exit([empty]);
    for await (const resolution of resolveNames(hosts, { exit: range, concurrency: 16 })) seen.push(resolution);
    expect(seen.every(({ outcome, resolver }) => outcome === 'absent' && resolver === empty.address)).toBe(true);
    expect(empty.questions).toEqual(['h0.nobody.example A', 'nobody.example A']);
    for await (const { outcome } of resolveNames(['late.nobody.example'], { exit: range }))
      expect(outcome).toBe('absent');
    expect(empty.questions).toHaveLength(2);
  });

  it('below a domain that exists are each asked for', async () => {
    const real = await zone(
      (name) => (name === 'real.example' || name === 'h7.real.example' ? '192.0.2.7' : null),
      'real.example',
    );
    const outcomes = new Map<string, string>();
    for await (const { host, outcome } of resolveNames(
      Array.from({ length: 10 }, (_, index) => `h${String(index)}.real.example`),
      { exit: exit([real]) },
    ))
      outcomes.set(host, outcome);
    expect([...outcomes].filter(([, outcome]) => outcome === 'live')).toEqual([['h7.real.example', 'live']]);
    expect(outcomes.size).toBe(10);
  });
});
