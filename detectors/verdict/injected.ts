/** Whether a fake or a sale page stands on somebody else's honest host: then the host is a victim, not the culprit. */
import { holderDomain } from '../../storage/sites/host-domain.ts';
import type { Sentence } from '../../storage/vocabulary/sentence.ts';
import type { DetectionContext, HostView } from '../host-view.ts';
import { sharedWording } from '../reading/shared-wording.ts';
import { SALE_THRESHOLD } from '../reading/sale-evidence.ts';
import { AGENCY_WORDS } from '../names/domain-words.ts';
import { quote, sentence } from '../finding.ts';
import { offersQuery } from '../reading/offers-query.ts';
import { ownerAgeDays } from '../reading/registration-age.ts';
import type { PageJudgement } from './page-judgement.ts';
import { closedSuffix, hostOf, normaliseHost } from '../names/official-hosts.ts';
import { ownerNames } from '../reading/page-owner.ts';
import { pageText } from '../reading/page-text.ts';
import { combine } from './score.ts';
import { hostKind } from '../reading/seen.ts';
import { ACCUSE } from '../weights.ts';

/** The injected page and what says that its host is a victim. */
export interface InjectedAnswer {
  judgement: PageJudgement;
  because: Sentence;
}

/** Folders that content systems write uploads and caches to: pages put there were rarely put there by the owner. */
const DROP_FOLDERS =
  /\/(?:wp-content|wp-includes|uploads?|uploadfiles?|userfiles|attachments?|templets|plus|data|cache|te?mp|images?|img|css|js|static|backup|editor|kindeditor|ueditor|fckeditor)\//i;
const TRADE_WORDS = /操作证|考证|证书|资格证|特种作业|培训报名|电工证|焊工|职称|技能等级|建造师|安全员/;

/** The injected page of this host; null when there is none or the host is not an honest one. */
export function findInjected(
  hostView: HostView,
  judgements: readonly PageJudgement[],
  context: DetectionContext,
): InjectedAnswer | null {
  const kind = hostKind(hostView.host, context);
  const suspects = judgements
    .filter((judgement) => isSuspect(judgement))
    .sort((left, right) => right.score.logit + right.sale.value - left.score.logit - left.sale.value);
  for (const judgement of suspects) {
    const because =
      kind === 'open'
        ? onOpenHost(hostView, judgement, judgements, context)
        : onOrganHost(hostView, judgement, judgements, context, kind);
    if (because) return { judgement, because };
  }
  return null;
}

/** Imitates, sells, or might when the standing of its host is left out. */
function isSuspect(judgement: PageJudgement): boolean {
  // an archive keeps other people's pages and says so
  if (judgement.findings.some((entry) => entry.detector === 'archived-copy')) return false;
  return imitates(judgement) || judgement.sale.value >= SALE_THRESHOLD || leadsAway(judgement) > 0.2;
}

/** The page imitates; the age and owner of an honest host do not excuse what was put on it. */
function imitates(judgement: PageJudgement): boolean {
  const own = judgement.findings.filter(
    (entry) => entry.detector !== 'established-domain' && entry.detector !== 'registrant-organ',
  );
  return judgement.score.likelihood >= ACCUSE || combine(own).likelihood >= ACCUSE;
}

/** Imitation strength (0..1) with the help that the domain's standing gives the page taken away. */
function leadsAway(judgement: PageJudgement): number {
  return combine(judgement.findings, new Set(['exoneration', 'name', 'infrastructure'])).likelihood;
}

/** Listed official hosts and hosts below a closed suffix. */
function onOrganHost(
  hostView: HostView,
  judgement: PageJudgement,
  all: readonly PageJudgement[],
  context: DetectionContext,
  kind: 'official' | 'closed',
): Sentence | null {
  const { item, sale } = judgement;
  const { page, visit } = item.capture;
  const host = normaliseHost(hostView.host);
  if (!page) return null;
  const away = hostKind(item.finalHost, context) === 'open' && item.finalHost !== host;
  if (away && (leadsAway(judgement) >= 0.2 || sale.value >= SALE_THRESHOLD)) {
    return sentence(
      `该机构网站把 ${visit.persona} 访客转到外部的仿冒或售证页面“${quote(item.finalHost, 90)}”`,
      `The organ's site sends ${visit.persona} visitors to an outside fake or sale page, "${quote(item.finalHost, 90)}"`,
    );
  }
  if (away) return null;
  if (sale.value >= SALE_THRESHOLD)
    return sentence(
      `该机构网站的页面出现售证内容（“${quote(sale.sample)}”）`,
      `A page of the organ's site sells certificates ("${quote(sale.sample)}")`,
    );
  const outside = outsideQuery(judgement, host, context);
  if (outside)
    return sentence(
      `该机构网站的页面把查询交给外部主机“${quote(outside, 90)}”`,
      `A page of the organ's site hands its query to the outside host "${quote(outside, 90)}"`,
    );
  if (kind === 'official' || !imitates(judgement)) return null;
  return strangePage(hostView, judgement, all, context);
}

/** A foreign host that a form on the page posts to or whose frame holds the query. */
function outsideQuery(judgement: PageJudgement, host: string, context: DetectionContext): string | null {
  const { page } = judgement.item.capture;
  if (!page || !offersQuery(page)) return null;
  const own = holderDomain(host) ?? host;
  const targets = page.forms.flatMap((form) => [form.action, form.frame]).map(hostOf);
  return (
    targets.find((target) => target !== '' && holderDomain(target) !== own && hostKind(target, context) === 'open') ??
    null
  );
}

/** On a closed suffix: a platform's face on a host that is not of its trade, or beside the host's own other pages. */
function strangePage(
  hostView: HostView,
  judgement: PageJudgement,
  all: readonly PageJudgement[],
  context: DetectionContext,
): Sentence | null {
  const host = normaliseHost(hostView.host);
  const suffix = closedSuffix(host);
  if (isOfTheTrade(host, judgement.platform, context)) return null;
  if (suffix !== null && !suffix.startsWith('gov') && suffix !== 'xn--zfr164b')
    return sentence(
      `学校或研究机构的主机上出现国家平台的查询页`,
      `A school's or institute's host shows a national platform's query page`,
    );
  const other = all.find((candidate) => candidate !== judgement && isDifferentOwnPage(host, candidate, judgement));
  if (other)
    return sentence(
      `同一主机的其他页面（“${quote(other.item.capture.page?.title ?? '')}”）与该仿冒页无关`,
      `The host's other pages ("${quote(other.item.capture.page?.title ?? '')}") have nothing to do with this imitation`,
    );
  const { families } = judgement.score;
  const named = (families.words ?? 0) >= 2.4;
  const shown = (families.picture ?? 0) >= 1.5 || (families.identity ?? 0) >= 2 || (families.form ?? 0) >= 1.4;
  const record = (families.result ?? 0) >= 2.4;
  return (named && shown) || record
    ? sentence(
        '政府网站上出现照搬国家平台的页面，且该机构并非主管部门',
        'A government host shows a copy of the national platform though it is not of that trade',
      )
    : null;
}

/**
 * The host's labels name an agency of the platform's trade, e.g. yjt.shanxi.gov.cn for the emergency ministry's
 * platform.
 */
function isOfTheTrade(host: string, platformId: string | null, context: DetectionContext): boolean {
  const platform = context.platforms.find((candidate) => candidate.id === platformId);
  const tokens = new Set([...(platform?.domainTokens?.agency ?? []), ...AGENCY_WORDS]);
  return host
    .split(/[.-]/)
    .some((label) =>
      [...tokens].some(
        (token) => label === token || (token.length >= 3 && (label.startsWith(token) || label.endsWith(token))),
      ),
    );
}

/** Another page of the same host with content of its own that neither imitates nor shares the suspect's wording. */
function isDifferentOwnPage(host: string, candidate: PageJudgement, suspect: PageJudgement): boolean {
  const own = candidate.item.capture.page;
  const fake = suspect.item.capture.page;
  if (!own || !fake || candidate.item.finalHost !== host || isSuspect(candidate)) return false;
  return pageText(own).compact.length >= 100 && sharedWording(own, fake) < 0.5;
}

/** Anybody's host: honest when it has a life of its own beside the injected page. */
function onOpenHost(
  hostView: HostView,
  judgement: PageJudgement,
  all: readonly PageJudgement[],
  context: DetectionContext,
): Sentence | null {
  const { item, sale } = judgement;
  if (!imitates(judgement) && sale.value < SALE_THRESHOLD) return null;
  if (judgement.findings.some((entry) => entry.detector === 'domain-similarity' && entry.value >= 0.45)) return null;
  const days = ownerAgeDays(hostView, context.now);
  if (days !== null && days < 365) return null;
  const home = all.find(
    (candidate) => candidate !== judgement && isHonestHome(normaliseHost(hostView.host), candidate, judgement, days),
  );
  if (home) {
    const title = quote(home.item.capture.page?.title ?? '');
    return sentence(
      `该网站有自己的正常内容（“${title}”），仿冒或售证页面只出现在 ${quote(item.capture.visit.url, 100)}（${item.capture.visit.persona}）`,
      `The site has an honest life of its own ("${title}"); the fake or sale page appears only at ${quote(item.capture.visit.url, 100)} (${item.capture.visit.persona})`,
    );
  }
  if (days !== null && days >= 730 && DROP_FOLDERS.test(pathOf(item.capture.page?.url ?? item.capture.visit.url))) {
    return sentence(
      '页面位于老网站的上传或系统目录，应为被植入',
      "The page lies in an old site's upload or system folder: it was put there",
    );
  }
  return null;
}

/** Days after which a firm's domain is old: no kit's is. */
const OLD_FIRM = 6 * 365;

/** A rich page of the same host with its own owner, another subject and no trace of certificates. */
function isHonestHome(host: string, candidate: PageJudgement, suspect: PageJudgement, days: number | null): boolean {
  if (candidate.item.seen !== 'content' || !isDifferentOwnPage(host, candidate, suspect) || candidate.sale.value >= 0.2)
    return false;
  const { page } = candidate.item.capture;
  // old firms of the trade list the certificates they hold; a young site's talk of certificates is its business
  const established = days !== null && days >= OLD_FIRM;
  if (!page || TRADE_WORDS.test(established ? page.title : `${page.title} ${pageText(page).compact.slice(0, 4000)}`))
    return false;
  const named = ownerNames(page).length > 0;
  const rich = page.links.length >= 3 || (established && named && pageText(page).compact.length >= 200);
  const filed = /icp备|公网安备/.test(pageText(page).compact);
  return days === null ? rich && named && filed : rich && (named || filed || days >= 1000);
}

function pathOf(url: string): string {
  try {
    return new URL(url).pathname;
  } catch {
    return '';
  }
}
