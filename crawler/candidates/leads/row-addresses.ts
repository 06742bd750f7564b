/** What one row of a sheet reports: the addresses in its cell, and those its links lead to. */
import type { TargetFault } from '../../reading/canonical-target.ts';
import { addressesIn } from './lead-address.ts';
import type { LeadRow } from './lead-table.ts';

export interface RowAddress {
  url: string;
  host: string;
  /** The cell as it was written where that is not the address itself. */
  reported: string | null;
}

/**
 * A link's target counts beside the text that is shown for it: the text may name another address. Where neither gives
 * one, the other cells are asked: people write an address into the note. `fault` says why there is none at all.
 */
export function rowAddresses({ cells, links, others }: LeadRow): {
  addresses: RowAddress[];
  fault: TargetFault | null;
} {
  const shown = addressesIn(cells.url);
  const linked = links.flatMap((link) => addressesIn(link).addresses);
  const own = [...linked, ...shown.addresses];
  const found =
    own.length > 0
      ? own.map((address) => ({ ...address, text: cells.url }))
      : others.flatMap((text) => addressesIn(text).addresses.map((address) => ({ ...address, text })));
  const addresses = new Map<string, RowAddress>();
  for (const { url, host, text } of found)
    if (!addresses.has(url)) addresses.set(url, { url, host, reported: text === url || text === '' ? null : text });
  return { addresses: [...addresses.values()], fault: addresses.size > 0 ? null : shown.fault };
}
