/**
 * The two domains of a host, told apart: what a registry registered, and the name that one holder has. The one place
 * where either is worked out.
 */
import { getDomain, parse } from 'tldts';
import table from './shared-hosts.json' with { type: 'json' };

/** Content networks that answer under their customers' full names (registered domains). */
export const CONTENT_NETWORKS: readonly string[] = table.suffixes['content networks'];

/**
 * What a registry registers, and what a registration is looked up for: `a.b.github.io` → `github.io`, `x.y.com.cn` →
 * `y.com.cn` (public suffix list, ICANN section; below an unknown ending the last two labels). Null for addresses, bare
 * suffixes and single labels.
 */
export function registeredDomain(host: string): string | null {
  return getDomain(bareName(host), { allowPrivateDomains: false });
}

/**
 * The name whose holder is one person: `a.b.github.io` → `b.github.io`, because everybody gets a name below
 * `github.io`. Private suffixes and `shared-hosts.json` count. The registered domain where none of them does, and for
 * the shared name itself: that one is the provider's. Null where there is no registered domain.
 */
export function holderDomain(host: string): string | null {
  const name = bareName(host);
  const suffix = sharedSuffix(name);
  if (suffix === null || suffix === name) return registeredDomain(name);
  return name
    .split('.')
    .slice(-(suffix.split('.').length + 1))
    .join('.');
}

/**
 * The shared name below which, or the shared host on which, strangers publish: age, registrant and expiry of the
 * registered domain say nothing of who put a page on `host`. Null where the registered name belongs to the site's
 * owner, as far as is known.
 */
export function sharedHost(host: string): string | null {
  const name = bareName(host);
  return (
    sharedSuffix(name) ??
    (PATHS.get(registeredDomain(name) ?? '')?.some(
      (labels) => labels.length === name.split('.').length && endsIn(name, labels),
    )
      ? name
      : null)
  );
}

/** Lower-case, without the dot of the root. */
function bareName(host: string): string {
  return host.trim().toLowerCase().replace(/\.$/, '');
}

type Labels = readonly RegExp[];

/** By registered domain. A `*` stands for any characters of one label. */
function byRegisteredDomain(names: readonly string[]): Map<string, Labels[]> {
  const labelled = names.map((name) => ({
    domain: registeredDomain(name.replaceAll('*', 'x')) ?? name,
    labels: name.split('.').map(labelPattern),
  }));
  return new Map(
    [...Map.groupBy(labelled, ({ domain }) => domain)].map(([domain, entries]) => [
      domain,
      entries.map(({ labels }) => labels),
    ]),
  );
}

function labelPattern(label: string): RegExp {
  return new RegExp(`^${label.replaceAll('*', '.*')}$`);
}

const SUFFIXES = byRegisteredDomain(Object.values(table.suffixes).flat());
const PATHS = byRegisteredDomain(table.paths);

function endsIn(name: string, labels: Labels): boolean {
  const own = name.split('.').slice(-labels.length);
  return own.length === labels.length && labels.every((pattern, index) => pattern.test(own[index] ?? ''));
}

/**
 * The longest shared suffix above the name; the name itself where it is one and lies below no other (a pattern such as
 * `r*.…` also fits customers' names, so a shorter suffix is preferred to "is a suffix").
 */
function sharedSuffix(name: string): string | null {
  const { publicSuffix, isPrivate, isIp } = parse(name, { allowPrivateDomains: true });
  if (isIp) return null;
  const listed = (SUFFIXES.get(registeredDomain(name) ?? '') ?? [])
    .filter((labels) => endsIn(name, labels))
    .map((labels) => name.split('.').slice(-labels.length).join('.'));
  const all = [...(isPrivate && publicSuffix !== null ? [publicSuffix] : []), ...listed].toSorted(
    (left, right) => right.length - left.length,
  );
  return all.find((suffix) => suffix !== name) ?? all[0] ?? null;
}
