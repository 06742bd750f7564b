/**
 * Where one site leads: names on its certificate, hosts it passes on to, its links, and the codes on its pages. Bounded
 * and explained.
 */
import { tellingNames } from '../../../detectors/names/certificate-names.ts';
import { ACCUSING_VERDICTS, OPERATED_VERDICTS } from '../../../storage/vocabulary/detect.ts';
import type { Sentence } from '../../../storage/vocabulary/sentence.ts';
import { canonicalHost, canonicalUrl } from '../../reading/canonical-target.ts';
import { readQrPayload } from '../../reading/qr-codes/qr-payload.ts';
import type { PivotFacts } from './site-facts.ts';

export type PivotRule = 'certificate' | 'redirect' | 'link' | 'qr' | 'address' | 'name-server' | 'analytics';

export interface PivotFind {
  rule: PivotRule;
  kind: 'name' | 'entry';
  target: string;
  host: string;
  /** What ties the two together: a certificate's name, a URL, an address … */
  value: string;
  because: Sentence;
}

export interface PivotContext {
  /** Whether a name looks like a protected platform's. */
  isLookAlike: (host: string) => boolean;
  /** Words of certificate queries: a link with one of them is worth a look. */
  topics: readonly string[];
}

const MOST_LINKS = 20;
const MOST_LINKS_UNCONFIRMED = 5;
const MOST_CODES = 10;

/** In order of promise; targets that cannot be read are left out. Nothing is filtered by what is known already. */
export function pivotFinds(facts: PivotFacts, context: PivotContext): PivotFind[] {
  const operated = OPERATED_VERDICTS.has(facts.verdict);
  return [
    ...(operated ? certificateFinds(facts, context) : []),
    ...(ACCUSING_VERDICTS.has(facts.verdict) ? redirectFinds(facts) : []),
    ...linkFinds(facts, context),
  ];
}

/** Of a hoster's certificate only what looks like a platform's. */
function certificateFinds({ host, certificates }: PivotFacts, { isLookAlike }: PivotContext): PivotFind[] {
  return certificates.flatMap((names) => {
    const { telling, others } = tellingNames(names, host, isLookAlike);
    const [zh, en] =
      others === 0 ? ['', ''] : [`（证书上另有 ${others} 个域名）`, ` (which holds ${others} further names)`];
    return telling.flatMap((name) =>
      nameFind('certificate', name, name, {
        zh: `与 ${host} 在同一张证书上${zh}`,
        en: `on the same certificate as ${host}${en}`,
      }),
    );
  });
}

/** Names on the certificates of a site that are not followed: hosters put hundreds of customers on one. */
export function unfollowedNames({ host, verdict, certificates }: PivotFacts, { isLookAlike }: PivotContext): number {
  return OPERATED_VERDICTS.has(verdict)
    ? certificates.reduce((sum, names) => sum + tellingNames(names, host, isLookAlike).others, 0)
    : 0;
}

function redirectFinds({ host, passed }: PivotFacts): PivotFind[] {
  return passed.flatMap(({ host: other, url }) => {
    const because = { zh: `${host} 跳转到或嵌入了它`, en: `${host} redirects to it or frames it` };
    return url === null ? nameFind('redirect', other, other, because) : urlFind('redirect', url, because);
  });
}

/**
 * Of a fake or a shop all links, look-alikes first; of any other page only what looks like a platform's or speaks of
 * its certificates.
 */
function linkFinds({ host, verdict, links }: PivotFacts, { isLookAlike, topics }: PivotContext): PivotFind[] {
  const finds = links.flatMap(({ href, text }) =>
    urlFind('link', href, {
      zh: `${host} 链接到它（“${text.slice(0, 60)}”）`,
      en: `${host} links to it ("${text.slice(0, 60)}")`,
    }).map((find) => ({
      find,
      telling: isLookAlike(find.host) || topics.some((topic) => text.includes(topic)),
    })),
  );
  const others = finds.filter(({ find }) => find.host !== host);
  const telling = others.filter((each) => each.telling);
  const all = OPERATED_VERDICTS.has(verdict) ? [...telling, ...others.filter((each) => !each.telling)] : telling;
  const byHost = new Map(all.toReversed().map(({ find }) => [find.host, find]));
  return [...byHost.values()]
    .toReversed()
    .slice(0, ACCUSING_VERDICTS.has(verdict) ? MOST_LINKS : MOST_LINKS_UNCONFIRMED);
}

/** The addresses among the codes seen on the site's pages. */
export function codeFinds({ host, qrCodes }: PivotFacts): PivotFind[] {
  const because = { zh: `${host} 的页面上有指向它的二维码`, en: `a QR code on a page of ${host} points to it` };
  return qrCodes
    .flatMap((payload): PivotFind[] => {
      const read = readQrPayload(payload);
      const addresses = read.kind === 'url' ? read.addresses : [];
      return addresses.map(({ url, host: other }) => ({
        rule: 'qr',
        kind: 'entry',
        target: url,
        host: other,
        value: payload.slice(0, 500),
        because,
      }));
    })
    .slice(0, MOST_CODES);
}

/** A bare name as a find; empty for what is none. */
export function nameFind(rule: PivotRule, name: string, value: string, because: Sentence): PivotFind[] {
  const read = canonicalHost(name);
  return read.ok ? [{ rule, kind: 'name', target: read.host, host: read.host, value, because }] : [];
}

function urlFind(rule: PivotRule, url: string, because: Sentence): PivotFind[] {
  if (!/^https?:/i.test(url)) return [];
  const read = canonicalUrl(url);
  return read.ok
    ? [{ rule, kind: 'entry', target: read.url, host: read.host, value: read.url.slice(0, 500), because }]
    : [];
}
