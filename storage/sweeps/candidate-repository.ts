/** Candidates of a sweep: where each stands in the flow, who saw it, and what resolve and probe learned of its host. */
import type { Insertable, Transaction } from 'kysely';
import { batches } from '../databases/batches.ts';
import type { DatabaseHandle } from '../databases/database-handle.ts';
import { prepareEvidence, writeEvidence } from '../evidence/host-evidence.ts';
import type { HostEvidence } from '../evidence/host-evidence.ts';
import { orderedJson, recordIdentity } from '../databases/record-identity.ts';
import type { CandidateTable, Database, SightingTable } from '../databases/schema.ts';
import { storableText } from '../databases/storable-text.ts';
import type { NewArtifact } from '../vocabulary/artifacts.ts';
import type { Candidate, CandidateKind, Sighting, Source } from '../vocabulary/candidates.ts';
import type { ProbeResult, Registration } from '../vocabulary/probe.ts';
import type { Resolution } from '../vocabulary/resolve.ts';
import type { Stage } from '../vocabulary/stages.ts';

/** A find on its way in: the target, and who found it how. */
export interface NewCandidate {
  kind: CandidateKind;
  target: string;
  host: string;
  sighting: Sighting;
  /** Originals handed in with the find (the photo a QR code stood in): kept as evidence of `host`. */
  artifacts?: readonly NewArtifact[] | undefined;
}

/** Narrows a page of candidates; what is absent does not narrow. */
export interface StageFilter {
  /** Only candidates with this outcome; null = only those without one. */
  outcome?: string | null | undefined;
  kind?: CandidateKind | undefined;
  /** Only ids above this one: the last id of the page before. */
  afterId?: number | undefined;
  limit: number;
}

const CANDIDATE = [
  'candidate.id',
  'candidate.occasion_id as occasionId',
  'kind',
  'target',
  'host',
  'stage',
  'outcome',
] as const;

/** The candidates of each sweep, with the latest resolution, probe and registration of their hosts. */
export class CandidateRepository {
  readonly #database: DatabaseHandle;

  constructor(database: DatabaseHandle) {
    this.#database = database;
  }

  /**
   * One transaction, safe to repeat. A target already known keeps its stage and gains the sighting; a sighting with the
   * same source and detail is kept once, with its first time; what was handed in with it is kept with it. `added`
   * counts new candidates, `merged` the other items.
   */
  async add(occasionId: number, items: readonly NewCandidate[]): Promise<{ added: number; merged: number }> {
    const evidence = await prepareEvidence(
      this.#database,
      items.flatMap(({ host, artifacts = [] }) => (artifacts.length === 0 ? [] : [{ host, artifacts }])),
    );
    const added = await this.#database.transaction(async (transaction) => {
      await this.#database.takeTurn(transaction, occasionId);
      let count = 0;
      for (const batch of batches(items)) count += await this.#addBatch(transaction, occasionId, batch);
      await writeEvidence(transaction, occasionId, evidence);
      return count;
    });
    return { added, merged: items.length - added };
  }

  async #addBatch(
    transaction: Transaction<Database>,
    occasionId: number,
    items: readonly NewCandidate[],
  ): Promise<number> {
    const rows = items.map((item) => candidateRow(occasionId, item));
    const inserted = await transaction
      .insertInto('candidate')
      .values(rows)
      .onConflict((conflict) => conflict.columns(['occasion_id', 'identity']).doNothing())
      .executeTakeFirstOrThrow();
    const known = await transaction
      .selectFrom('candidate')
      .select(['id', 'identity'])
      .where('occasion_id', '=', occasionId)
      .where(
        this.#database.capabilities.isAnyOf(
          'identity',
          rows.map((row) => row.identity),
        ),
      )
      .execute();
    const ids = new Map(known.map((row) => [row.identity, row.id]));
    await transaction
      .insertInto('sighting')
      .values(items.map((item, index) => sightingRow(ids.get(rows[index]?.identity ?? '') ?? 0, item.sighting)))
      .onConflict((conflict) => conflict.columns(['candidate_id', 'identity']).doNothing())
      .execute();
    return Number(inserted.numInsertedOrUpdatedRows ?? 0n);
  }

  /** One page, by id. A candidate's stage is the last one finished for it. */
  async atStage(occasionId: number, stage: Stage, filter: StageFilter): Promise<Candidate[]> {
    const { outcome, kind, afterId = 0, limit } = filter;
    let query = this.#database.read
      .selectFrom('candidate')
      .select(CANDIDATE)
      .where('occasion_id', '=', occasionId)
      .where('stage', '=', stage)
      .where('id', '>', afterId);
    if (outcome === null) query = query.where('outcome', 'is', null);
    else if (outcome !== undefined) query = query.where('outcome', '=', outcome);
    if (kind !== undefined) query = query.where('kind', '=', kind);
    return query.orderBy('id').limit(limit).execute();
  }

  /** One transaction. Later items win over earlier ones of the same id; ids of other sweeps are left alone. */
  async advance(
    occasionId: number,
    items: readonly { id: number; stage: Stage; outcome: string | null }[],
  ): Promise<void> {
    const latest = new Map(items.map((item) => [item.id, item]));
    const groups = Map.groupBy(latest.values(), ({ stage, outcome }) => JSON.stringify([stage, outcome]));
    await this.#database.transaction(async (transaction) => {
      await this.#database.takeTurn(transaction, occasionId);
      for (const [first, ...others] of groups.values()) {
        if (!first) continue;
        const ids = [first, ...others].map((item) => item.id);
        await transaction
          .updateTable('candidate')
          .set({ stage: first.stage, outcome: first.outcome })
          .where('occasion_id', '=', occasionId)
          .where(this.#database.capabilities.isAnyOf('id', ids))
          .execute();
      }
    });
  }

  /** Candidates by stage and outcome; a pair without candidates is left out. */
  async counts(occasionId: number): Promise<{ stage: Stage; outcome: string | null; count: number }[]> {
    return this.#database.read
      .selectFrom('candidate')
      .select(({ fn }) => ['stage', 'outcome', fn.countAll<number>().as('count')])
      .where('occasion_id', '=', occasionId)
      .groupBy(['stage', 'outcome'])
      .orderBy('stage')
      .orderBy('outcome')
      .execute();
  }

  /** Every host once, by name. */
  async hosts(occasionId: number): Promise<string[]> {
    const rows = await this.#database.read
      .selectFrom('candidate')
      .select('host')
      .distinct()
      .where('occasion_id', '=', occasionId)
      .orderBy('host')
      .execute();
    return rows.map((row) => row.host);
  }

  /** Every candidate of this host, in the order they were added; empty when there is none. */
  async byHost(occasionId: number, host: string): Promise<Candidate[]> {
    return this.#database.read
      .selectFrom('candidate')
      .select(CANDIDATE)
      .where('occasion_id', '=', occasionId)
      .where('host', '=', host)
      .orderBy('id')
      .execute();
  }

  /** Every sighting of every candidate of this host, in the order they were added. */
  async sightings(occasionId: number, host: string): Promise<Sighting[]> {
    const rows = await this.#database.read
      .selectFrom('sighting')
      .innerJoin('candidate', 'candidate.id', 'sighting.candidate_id')
      .select(['source', 'at', 'detail'])
      .where('occasion_id', '=', occasionId)
      .where('host', '=', host)
      .orderBy('sighting.id')
      .execute();
    return rows.map((row) => ({ ...row, detail: JSON.parse(row.detail) as Sighting['detail'] }));
  }

  /** The hosts that some other source than this one has found too. */
  async hostsSeenBeyond(occasionId: number, source: Source): Promise<Set<string>> {
    const rows = await this.#database.read
      .selectFrom('sighting')
      .innerJoin('candidate', 'candidate.id', 'sighting.candidate_id')
      .select('host')
      .distinct()
      .where('occasion_id', '=', occasionId)
      .where('source', '<>', source)
      .execute();
    return new Set(rows.map((row) => row.host));
  }

  /** One transaction with what `evidenceOf` gives for each; replaces earlier answers, the last of a host wins. */
  async saveResolutions(
    occasionId: number,
    resolutions: readonly Resolution[],
    evidenceOf: (resolution: Resolution) => readonly NewArtifact[],
  ): Promise<void> {
    await this.#saveRecords(
      'resolution',
      occasionId,
      resolutions.map((record) => ({ host: record.host, record, artifacts: evidenceOf(record) })),
    );
  }

  /** Null when it was not asked for on this occasion. */
  async resolution(occasionId: number, host: string): Promise<Resolution | null> {
    return this.#record<Resolution>('resolution', occasionId, host);
  }

  /** One transaction with what the probe kept. */
  async saveProbe(occasionId: number, probe: ProbeResult, artifacts: readonly NewArtifact[]): Promise<void> {
    await this.#saveRecords('probe', occasionId, [{ host: probe.host, record: probe, artifacts }]);
  }

  /** Null when the host was not probed on this occasion. */
  async probe(occasionId: number, host: string): Promise<ProbeResult | null> {
    return this.#record<ProbeResult>('probe', occasionId, host);
  }

  /**
   * One transaction with the raw answers, which are kept as evidence of the domain, like the record itself: every host
   * below it shares them. Answers that the record cites must be among them.
   */
  async saveRegistration(
    occasionId: number,
    registration: Registration,
    answers: readonly NewArtifact[],
  ): Promise<void> {
    await this.#saveRecords('registration', occasionId, [
      {
        host: registration.domain,
        record: registration,
        artifacts: answers,
        cited: [registration.whois, registration.rdap],
      },
    ]);
  }

  /** Of the registrable domain; null when it was not looked up on this occasion. */
  async registration(occasionId: number, domain: string): Promise<Registration | null> {
    return this.#record<Registration>('registration', occasionId, domain);
  }

  /**
   * Registrations with facts that other sweeps than this one found, asked for no earlier than `since`, latest sweep
   * first, at most 5. Denials and silences are never given: a name may have been registered since.
   */
  async recentRegistrations(
    domain: string,
    since: string,
    exceptSweepId: number,
  ): Promise<{ occasionId: number; registration: Registration }[]> {
    const rows = await this.#database.read
      .selectFrom('registration')
      .select(['occasion_id', 'record'])
      .where('host', '=', domain)
      .where('outcome', '=', 'found')
      .where('occasion_id', '<>', exceptSweepId)
      .orderBy('occasion_id', 'desc')
      .limit(5)
      .execute();
    const found = rows.map((row) => ({
      occasionId: row.occasion_id,
      registration: JSON.parse(row.record) as Registration,
    }));
    return found.filter(({ registration }) => registration.at !== undefined && registration.at >= since);
  }

  async #saveRecords(table: RecordTable, occasionId: number, records: readonly HostRecord[]): Promise<void> {
    // PostgreSQL refuses to update one row twice in one statement.
    const latest = new Map(records.map((item) => [item.host, item]));
    const rows = Array.from(latest.values(), ({ host, record }) => ({
      occasion_id: occasionId,
      host,
      outcome: record.outcome,
      record: JSON.stringify(record),
    }));
    const evidence = await prepareEvidence(this.#database, records);
    for (const [index, { host, cited = [] }] of records.entries()) {
      const digests = new Set(evidence[index]?.artifacts.map(({ artifact }) => artifact.digest));
      const without = cited.find((digest) => digest !== null && !digests.has(digest));
      if (without !== undefined)
        throw new Error(`the ${table} of ${host} cites ${String(without)}, which was not handed in with it`);
    }
    await this.#database.transaction(async (transaction) => {
      await this.#database.takeTurn(transaction, occasionId);
      for (const batch of batches(rows)) {
        await transaction
          .insertInto(table)
          .values(batch)
          .onConflict((conflict) =>
            conflict
              .columns(['occasion_id', 'host'])
              .doUpdateSet((row) => ({ outcome: row.ref('excluded.outcome'), record: row.ref('excluded.record') })),
          )
          .execute();
      }
      await writeEvidence(transaction, occasionId, evidence);
    });
  }

  async #record<T>(table: RecordTable, occasionId: number, host: string): Promise<T | null> {
    const row = await this.#database.read
      .selectFrom(table)
      .select('record')
      .where('occasion_id', '=', occasionId)
      .where('host', '=', host)
      .executeTakeFirst();
    return row ? (JSON.parse(row.record) as T) : null;
  }
}

type RecordTable = 'resolution' | 'probe' | 'registration';

interface HostRecord extends HostEvidence {
  record: { outcome: string };
  /** Digests that the record names. */
  cited?: readonly (string | null)[];
}

function candidateRow(occasionId: number, { kind, target, host }: NewCandidate): Insertable<CandidateTable> {
  const identity = recordIdentity(kind, target);
  return {
    occasion_id: occasionId,
    identity,
    kind,
    target: storableText(target),
    host: storableText(host),
    stage: 'candidates',
    outcome: null,
  };
}

function sightingRow(candidateId: number, { source, at, detail }: Sighting): Insertable<SightingTable> {
  const text = orderedJson(detail);
  return { candidate_id: candidateId, identity: recordIdentity(source, text), source, at, detail: text };
}
