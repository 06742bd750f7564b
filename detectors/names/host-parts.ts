/** A host name taken apart into words and labels, as it is and as it reads. */
import { parse } from 'tldts';
import { latinSkeleton } from '../text/normalise-text.ts';
import { CDN_DOMAINS } from './domain-words.ts';
import { labelToUnicode } from './punycode-label.ts';

/** How one host name resembles a platform, in the words of a finding. */
export interface NameMatch {
  platform: string | null;
  value: number;
  zh: string;
  en: string;
  /** The observed part of the name. */
  part: string;
  /** The official host or words it is compared with. */
  expected: string;
}

/** A host name taken apart for comparing. */
export interface HostParts {
  host: string;
  /** All words between dots and hyphens, suffix included. */
  words: string[];
  /** Labels without the public suffix, hyphens removed. */
  labels: string[];
  domain: string;
  suffix: string;
}

/** @returns null for addresses, bare suffixes and the names of content networks. */
export function hostParts(host: string): HostParts | null {
  const parsed = parse(host, { allowPrivateDomains: false });
  if (parsed.isIp || !parsed.domain || CDN_DOMAINS.has(parsed.domain)) return null;
  const suffix = parsed.publicSuffix ?? '';
  const body = host.slice(0, host.length - suffix.length - 1);
  return {
    host,
    words: host.split(/[.-]+/),
    labels: body.split('.').map((label) => label.replaceAll('-', '')),
    domain: parsed.domain,
    suffix,
  };
}

/** The name as it is, and as it reads: letters of other scripts, 0 for o, rn for m … */
export function variantsOf(parts: HostParts): HostParts[] {
  const variants = [parts];
  const unicode = parts.host.split('.').map(labelToUnicode).join('.');
  const skeleton = latinSkeleton(unicode).toLowerCase();
  for (const read of [
    skeleton,
    skeleton.replaceAll('rn', 'm').replaceAll('vv', 'w'),
    skeleton
      .replaceAll('0', 'o')
      .replaceAll('1', 'l')
      .replace(/(?<![a-z0-9])q(?=ov)/g, 'g'),
  ]) {
    if (read === parts.host || variants.some((variant) => variant.host === read)) continue;
    const suffix = parts.suffix;
    const body = read.endsWith(`.${suffix}`) ? read.slice(0, read.length - suffix.length - 1) : read;
    variants.push({
      host: read,
      words: read.split(/[.-]+/),
      labels: body.split('.').map((label) => label.replaceAll('-', '')),
      domain: latinSkeleton(parts.domain),
      suffix,
    });
  }
  return variants;
}
