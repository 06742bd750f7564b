/**
 * A record and the evidence that belongs to it are written together: when one half is refused, the other is not there
 * either.
 */
import { createHash, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { CandidateRepository } from '../../../storage/sweeps/candidate-repository.ts';
import type { NewLead } from '../../../storage/cases/lead-repository.ts';
import type { Store } from '../../../storage/open-store.ts';
import type { NewArtifact } from '../../../storage/vocabulary/artifacts.ts';
import type { Registration } from '../../../storage/vocabulary/probe.ts';
import { onBothDatabases } from '../databases.ts';
import type { TestDatabases } from '../databases.ts';
import { artifact, AT, entryCandidate, probe, registration, resolution, visitOf } from '../samples.ts';

const sha256 = (data: Buffer): string => createHash('sha256').update(data).digest('hex');
const answer = (kind: 'whois' | 'rdap', text: string): NewArtifact =>
  artifact(kind, text, { mediaType: 'text/plain', sourceUrl: `${kind}://registry.example` });
const cited = (domain: string, whois: NewArtifact): Registration => ({
  ...registration(domain),
  whois: sha256(whois.data),
});
const photo = { name: 'flyer.jpg', mediaType: 'image/jpeg', codes: [], recordedAt: AT, data: Buffer.from('a flyer') };
const lead: NewLead = {
  kind: 'entry',
  target: 'http://flyer.test/q',
  host: 'flyer.test',
  report: {
    origin: 'photo',
    channel: null,
    receivedAt: null,
    note: null,
    reported: null,
    file: 'flyer.jpg',
    place: null,
    photo: null,
    recordedAt: AT,
  },
};

/**
 * Every way to write a record with evidence: how, and the tables that must stay empty when the evidence cannot be
 * written.
 */
const PAIRS: [string, string[], (store: Store, sweepId: number) => Promise<unknown>][] = [
  [
    'a registration',
    ['registration'],
    ({ candidates }, id) =>
      candidates.saveRegistration(id, cited('a.test', answer('whois', 'Registrant: 某某')), [
        answer('whois', 'Registrant: 某某'),
      ]),
  ],
  [
    'a probe',
    ['probe'],
    ({ candidates }, id) =>
      candidates.saveProbe(id, probe('a.test'), [
        artifact('headers', '[]'),
        artifact('response-body', 'body of the probe'),
      ]),
  ],
  [
    'resolutions',
    ['resolution'],
    ({ candidates }, id) =>
      candidates.saveResolutions(id, [resolution('a.test'), resolution('b.test')], ({ host }) => [
        artifact('dns', host),
      ]),
  ],
  [
    'candidates with what was handed in',
    ['candidate', 'sighting'],
    ({ candidates }, id) =>
      candidates.add(id, [
        entryCandidate('http://a.test/'),
        { ...entryCandidate('http://b.test/'), artifacts: [artifact('lead-image', 'a card')] },
      ]),
  ],
  [
    'the end of a source with its page',
    ['source_run', 'issue'],
    ({ sweeps }, sweepId) => {
      const sentence = { zh: '被拦截', en: 'blocked' };
      const run = {
        sweepId,
        source: 'search' as const,
        scope: 'engine',
        status: 'failed' as const,
        found: 0,
        note: sentence,
        cursor: null,
        at: AT,
      };
      const evidence = [
        { host: 'engine.test', artifacts: [artifact('response-body', 'verify that you are a person')] },
      ];
      return sweeps.saveSourceRun(run, {
        evidence,
        issue: { stage: 'candidates', subject: 'engine', sentence, at: AT },
      });
    },
  ],
  ['a photo and its leads', ['lead_photo', 'lead', 'lead_report'], ({ leads }) => leads.addPhoto(photo, [lead])],
  [
    'a reference',
    ['reference', 'reference_artifact'],
    ({ references }) =>
      references.save({
        platform: 'works',
        url: 'https://cx.example/',
        persona: 'desktop',
        capturedAt: AT,
        artifacts: [artifact('html', '<p>official</p>')],
      }),
  ],
  [
    'a visit',
    ['visit'],
    async ({ jobs }, sweepId) => {
      await jobs.enqueue([
        {
          occasionId: sweepId,
          host: 'a.test',
          url: `http://a.test/${randomUUID()}`,
          persona: 'desktop',
          vantage: 'range',
        },
      ]);
      const [job] = await jobs.lease(sweepId, 60_000, 1, Date.now());
      if (!job) throw new Error('no job');
      await jobs.complete(job, visitOf(job), [artifact('html', '<p>fake</p>'), artifact('screenshot', 'pixels')]);
    },
  ],
];

async function begun(databases: TestDatabases) {
  const url = await databases.newUrl();
  const store = await databases.store(url);
  const { id } = await store.sweeps.begin({ key: 'k', parameters: null, now: AT });
  return { url, store, id };
}

/** Runs `work` while no row can be written into this table. */
async function refusing(
  databases: TestDatabases,
  url: string,
  table: string,
  work: () => Promise<void>,
): Promise<void> {
  const [begin, end] =
    databases.dialect === 'sqlite'
      ? [
          `create trigger refuse before insert on ${table} begin select raise(abort, 'refused by the test'); end`,
          'drop trigger refuse',
        ]
      : [
          `create trigger refuse before insert on ${table} for each row execute function refuse()`,
          `drop trigger refuse on ${table}`,
        ];
  if (databases.dialect === 'postgres')
    await databases.query(
      url,
      `create or replace function refuse() returns trigger as $$ begin raise exception 'refused by the test'; end $$ language plpgsql`,
    );
  await databases.query(url, begin);
  await work();
  await databases.query(url, end);
}

async function count(databases: TestDatabases, url: string, table: string): Promise<number> {
  return Number((await databases.query<{ n: number }>(url, `select count(*) as n from ${table}`))[0]?.n);
}

onBothDatabases((databases) => {
  test.each(PAIRS)('%s: with its bytes and the link to them, or not at all', async (_name, tables, write) => {
    const { url, store, id } = await begun(databases);
    const all = [...new Set([...tables, 'blob', 'blob_data', 'artifact', 'reference_artifact'])];
    const link = tables.includes('reference') ? 'reference_artifact' : 'artifact';
    const halves = ['blob', 'blob_data', ...(tables.includes('lead_photo') ? [] : [link]), ...tables];
    for (const half of halves) {
      await refusing(databases, url, half, () => expect(write(store, id)).rejects.toThrow(/refused by the test/));
      for (const table of all) expect([half, table, await count(databases, url, table)]).toEqual([half, table, 0]);
    }
    await write(store, id);
    for (const table of halves) expect([table, await count(databases, url, table)]).not.toEqual([table, 0]);
  });

  test('a registration that cites an answer not handed in with it is refused', async () => {
    const { store, id } = await begun(databases);
    const kept = answer('whois', 'Registrant: 某某');
    await store.evidence.put(kept, { occasionId: id, host: 'a.test', visitId: null });
    await expect(store.candidates.saveRegistration(id, cited('a.test', kept), [])).rejects.toThrow(/cites/);
    await expect(store.candidates.saveRegistration(id, cited('a.test', kept), [answer('rdap', '{}')])).rejects.toThrow(
      /cites/,
    );
    expect(await store.candidates.registration(id, 'a.test')).toBeNull();
  });

  test('the raw answers are kept for the domain, like the record', async () => {
    const { store, id } = await begun(databases);
    const answers = [
      answer('rdap', '{"handle":1}'),
      answer('whois', 'Registrant: 某某'),
      answer('whois', 'Registrant: 某某, told by the registrar'),
    ];
    const record = { ...registration('shared.test'), rdap: sha256(answers[0]!.data), whois: sha256(answers[1]!.data) };
    await store.candidates.saveRegistration(id, record, answers);
    expect(await store.candidates.registration(id, 'shared.test')).toEqual(record);
    expect((await store.evidence.artifacts(id, 'shared.test')).map(({ kind, digest }) => `${kind} ${digest}`)).toEqual(
      answers.map(({ kind, data }) => `${kind} ${sha256(data)}`),
    );
  });

  // only SQLite lets a test say how large the database may grow
  test.skipIf(databases.dialect === 'postgres')(
    'on a full disk: what was written before it stands, what did not fit has neither record nor bytes',
    async () => {
      const { url, id } = await begun(databases);
      const handle = await databases.handle(url);
      const candidates = new CandidateRepository(handle);
      const [page] = await databases.query<{ page_count: number }>(url, 'pragma page_count');
      const cap = sql.raw(`pragma max_page_count = ${Number(page?.page_count) + 20}`).compile(handle.write);
      await handle.write.executeQuery(cap);
      const domains = Array.from({ length: 60 }, (_, index) => `full-${index}.test`);
      // no two answers alike, and nothing that compresses well
      const noise = (domain: string) =>
        Array.from({ length: 60 }, (_, line) => sha256(Buffer.from(`${domain} ${line}`))).join('\n');
      const answerOf = (domain: string) => answer('whois', `Domain: ${domain}\n${noise(domain)}`);
      const failures: unknown[] = [];
      const saved: string[] = [];
      for (const domain of domains) {
        const whois = answerOf(domain);
        await candidates.saveRegistration(id, cited(domain, whois), [whois]).then(
          () => saved.push(domain),
          (error: unknown) => failures.push(error),
        );
      }
      expect([saved.length > 0, failures.length > 0]).toEqual([true, true]);
      for (const failure of failures) expect(failure).toMatchObject({ code: 'DATABASE_FULL', exit: 'environment' });
      const store = await databases.store(url);
      for (const domain of domains) {
        const kept = await store.candidates.registration(id, domain);
        expect(kept !== null).toBe(saved.includes(domain));
        expect(kept === null || (await store.evidence.read(kept.whois ?? '')).equals(answerOf(domain).data)).toBe(true);
      }
    },
  );
});
