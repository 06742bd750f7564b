/** The plain list of names that the range publishes: hosts of the sites found by `list`, one a line. */
import { textReply } from './services.ts';
import type { CorpusSite } from './corpus.ts';
import type { ServiceReply, ServiceRequest } from './services.ts';

export class NameList {
  readonly #text: string;

  constructor(sites: readonly CorpusSite[]) {
    const listed = sites.filter(({ found }) => found.some(({ by }) => by === 'list'));
    const names = listed.flatMap(({ hosts }) => hosts).filter((host) => !host.startsWith('*.'));
    this.#text = names
      .sort()
      .map((name) => `${name}\n`)
      .join('');
  }

  reply({ path }: ServiceRequest): ServiceReply {
    return path === '/names.txt' ? textReply(this.#text) : textReply('Not found\n', undefined, 404);
  }
}
