/**
 * Remembers what does not exist (RFC 2308), for as long as the zone says; a name that does not exist has nothing below
 * it (RFC 8020).
 */

/** RFC 2308 §5: more than three hours of remembered absence does harm. */
const MAX_SECONDS = 3 * 3600;
const MAX_ENTRIES = 100_000;

export interface Denial {
  /** The name that was denied: the one asked for, one above it, or the end of its alias chain. */
  name: string;
  /** The zone that denied it (owner of the SOA record). */
  zone: string;
  /** `address:port`. */
  resolver: string | null;
}

interface Entry extends Denial {
  /** NXDOMAIN is good until then, milliseconds since the epoch; 0 = the name exists. */
  until: number;
  /** NODATA by record type, and until when. */
  lacking: Map<string, number> | null;
}

export class NegativeCache {
  /** By name, in order of arrival. */
  readonly #entries = new Map<string, Entry>();

  /**
   * `type` null: the name does not exist. A zone that is not at or above the name has no say, and nothing is
   * remembered.
   */
  remember({ name, zone, resolver }: Denial, type: string | null, ttlSeconds: number): void {
    if (ttlSeconds <= 0 || !isAtOrAbove(zone, name)) return;
    const until = Date.now() + Math.min(ttlSeconds, MAX_SECONDS) * 1000;
    const known = this.#entries.get(name);
    const lacking = type === null ? null : (known?.lacking ?? new Map<string, number>());
    if (type !== null) lacking?.set(type, until);
    this.#entries.set(name, { name, zone, resolver, until: type === null ? until : 0, lacking });
    if (this.#entries.size <= MAX_ENTRIES) return;
    const [oldest] = this.#entries.keys();
    if (oldest !== undefined) this.#entries.delete(oldest);
  }

  /**
   * What answers for this question: the name's own denial or that of a name above it (NXDOMAIN), or its known lack of
   * the type (NODATA).
   */
  find(name: string, type: string): { denial: Denial; reason: 'NXDOMAIN' | 'NODATA' } | null {
    const own = this.#entries.get(name);
    if (own === undefined || own.until === 0) {
      for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
        const above = this.#entries.get(name.slice(dot + 1));
        if (above !== undefined && above.until > Date.now()) return { denial: above, reason: 'NXDOMAIN' };
      }
      return (own?.lacking?.get(type) ?? 0) > Date.now() && own !== undefined
        ? { denial: own, reason: 'NODATA' }
        : null;
    }
    if (own.until > Date.now()) return { denial: own, reason: 'NXDOMAIN' };
    this.#entries.delete(name);
    return this.find(name, type);
  }
}

function isAtOrAbove(zone: string, name: string): boolean {
  return (
    zone === '' || (name.endsWith(zone) && (name.length === zone.length || name[name.length - zone.length - 1] === '.'))
  );
}
