/** A tiled certificate log (c2sp.org/static-ct-api): a signed checkpoint and tiles of 256 entries, all plain files. */
import type { CandidateContext } from '../candidate-context.ts';
import type { CertificateFeed, FeedAnswer, FeedEntry, FeedHead } from './certificate-feed.ts';
import { certificateNames } from './certificate-names.ts';
import { readCheckpoint } from './checkpoint.ts';
import { readDataTile } from './data-tile.ts';
import { fetchFailure, fetchOnce } from '../fetch-once.ts';

export const TILE_ENTRIES = 256;

/** `1234067` → `x001/x234/067` (c2sp.org/tlog-tiles). */
export function tileNumber(index: number): string {
  const digits = String(index).padStart(Math.ceil(String(index).length / 3) * 3, '0');
  const groups = digits.match(/\d{3}/g) ?? [];
  return groups.map((group, order) => (order < groups.length - 1 ? `x${group}` : group)).join('/');
}

export class StaticCtLog implements CertificateFeed {
  readonly kind = 'static-ct';
  readonly mayRestart = false;
  readonly #context: CandidateContext;
  readonly #base: string;
  #size = 0;

  /** @param base the monitoring prefix, without a slash at the end. */
  constructor(context: CandidateContext, base: string) {
    this.#context = context;
    this.#base = base;
  }

  async head(): Promise<FeedAnswer<FeedHead>> {
    const url = `${this.#base}/checkpoint`;
    const result = await fetchOnce(this.#context, url, { maxBytes: 64 * 1024 });
    if (!result.ok || result.status !== 200) return { ok: false, note: fetchFailure(url, result) };
    const checkpoint = readCheckpoint(result.body.toString('utf8'));
    if (!checkpoint)
      return { ok: false, note: { zh: `${url} 的应答不是检查点`, en: `the answer of ${url} is no checkpoint` } };
    this.#size = checkpoint.size;
    return { ok: true, value: { size: checkpoint.size, at: checkpoint.at } };
  }

  /** The rest of the tile that holds `start`. */
  async read(start: number, end: number): Promise<FeedAnswer<FeedEntry[]>> {
    const tile = Math.floor(start / TILE_ENTRIES);
    const first = tile * TILE_ENTRIES;
    const width = Math.min(TILE_ENTRIES, this.#size - first);
    const answer = await this.#tile(tile, width);
    if (!answer.ok) return answer;
    const leaves = readDataTile(answer.value, Math.min(end - first, width));
    if (leaves.length <= start - first) {
      return {
        ok: false,
        note: {
          zh: `${this.#base} 的数据块 ${tile} 在第 ${first + leaves.length} 条处无法读取`,
          en: `data tile ${tile} of ${this.#base} cannot be read at entry ${first + leaves.length}`,
        },
      };
    }
    const entries = leaves.map((leaf, offset): FeedEntry => {
      // the log signs each leaf's own index: another one means that entries were swapped
      const inPlace = leaf.index === null || leaf.index === first + offset;
      return {
        index: first + offset,
        loggedAt: leaf.loggedAt,
        kind: leaf.kind,
        names: inPlace ? certificateNames(leaf.certificate) : null,
      };
    });
    return { ok: true, value: entries.slice(start - first) };
  }

  /** A partial tile may be gone once the full one is there. */
  async #tile(tile: number, width: number): Promise<FeedAnswer<Buffer>> {
    const full = `${this.#base}/tile/data/${tileNumber(tile)}`;
    const url = width < TILE_ENTRIES ? `${full}.p/${width}` : full;
    let result = await fetchOnce(this.#context, url);
    if (url !== full && result.ok && (result.status === 404 || result.status === 410))
      result = await fetchOnce(this.#context, full);
    if (!result.ok || result.status !== 200) return { ok: false, note: fetchFailure(url, result) };
    if (result.truncated) return { ok: false, note: { zh: `${url} 的应答不完整`, en: `the answer of ${url} was cut` } };
    return { ok: true, value: result.body };
  }
}
