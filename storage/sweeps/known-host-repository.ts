/**
 * What sweeps have learned of many hosts at once: who found them, where they resolve to, what marks they carry. Read
 * only.
 */
import type { DatabaseHandle } from '../databases/database-handle.ts';
import type { NewCandidate } from './candidate-repository.ts';
import type { Sighting, Source } from '../vocabulary/candidates.ts';
import type { Assessment } from '../vocabulary/detect.ts';
import type { Registration } from '../vocabulary/probe.ts';
import type { Resolution } from '../vocabulary/resolve.ts';

/** What ties one host to another. */
export interface HostMarks {
  host: string;
  addresses: string[];
  nameServers: string[];
  /** As in `Assessment.clues.analytics`, e.g. `hm:…`. */
  analytics: string[];
}

/** Reads over many hosts or many sweeps at once; writes nothing. */
export class KnownHostRepository {
  readonly #database: DatabaseHandle;

  constructor(database: DatabaseHandle) {
    this.#database = database;
  }

  /** Every sighting by this source in one sweep, with its target, in the order they were made. */
  async *seenBy(occasionId: number, source: Source, pageSize = 1000): AsyncGenerator<NewCandidate> {
    for (let afterId = 0; ;) {
      const rows = await this.#database.read
        .selectFrom('sighting')
        .innerJoin('candidate', 'candidate.id', 'sighting.candidate_id')
        .select(['sighting.id', 'kind', 'target', 'host', 'at', 'detail'])
        .where('occasion_id', '=', occasionId)
        .where('source', '=', source)
        .where('sighting.id', '>', afterId)
        .orderBy('sighting.id')
        .limit(pageSize)
        .execute();
      for (const { kind, target, host, at, detail } of rows)
        yield { kind, target, host, sighting: { source, at, detail: JSON.parse(detail) as Sighting['detail'] } };
      afterId = rows.at(-1)?.id ?? 0;
      if (rows.length < pageSize) return;
    }
  }

  /**
   * The marks of every host that resolved in one sweep. Name servers are those of the answers and, by registrable
   * domain (`domainOf`), of the registration.
   */
  async marks(occasionId: number, domainOf: (host: string) => string | null): Promise<HostMarks[]> {
    const { read } = this.#database;
    const inSweep = (table: 'resolution' | 'registration', outcome: string) =>
      read
        .selectFrom(table)
        .select(['host', 'record'])
        .where('occasion_id', '=', occasionId)
        .where('outcome', '=', outcome)
        .orderBy('host')
        .execute();
    const [resolutions, registrations, assessments] = await Promise.all([
      inSweep('resolution', 'live'),
      inSweep('registration', 'found'),
      read.selectFrom('assessment').select(['host', 'record']).where('occasion_id', '=', occasionId).execute(),
    ]);
    const servers = new Map(
      registrations.map(({ host, record }) => [host, (JSON.parse(record) as Registration).nameServers]),
    );
    const analytics = new Map(
      assessments.map(({ host, record }) => [
        host,
        (JSON.parse(record) as Assessment).clues['analytics']?.map(({ value }) => value) ?? [],
      ]),
    );
    return resolutions.map(({ host, record }) => {
      const { addresses, records } = JSON.parse(record) as Resolution;
      const answered = records.filter(({ type }) => type === 'NS').map(({ value }) => value);
      const named = [...answered, ...(servers.get(domainOf(host) ?? '') ?? [])].map((name) =>
        name.toLowerCase().replace(/\.$/, ''),
      );
      return { host, addresses, nameServers: [...new Set(named)], analytics: analytics.get(host) ?? [] };
    });
  }
}
