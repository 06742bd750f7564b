/** An app that a page offers for download, and the platforms whose name it wears while it does. */
import type { PageModel } from '../../storage/vocabulary/page-model.ts';
import type { Platform } from '../../storage/vocabulary/platform.ts';
import type { DetectionContext } from '../host-view.ts';
import { hostOf, isOfficialHost } from '../names/official-hosts.ts';
import { officialNames } from '../names/official-names.ts';
import { matchWords } from './match-words.ts';
import { pageText } from './page-text.ts';
import { talkShare } from './talk-share.ts';

const PACKAGE = /\.(?:apk|ipa|mobileconfig|plist|hap)(?:[?#]|$)|^itms-services:/i;

const OFFER =
  /(?:安卓|android|苹果|ios|iphone|鸿蒙)(?:版|手机)?(?:客户端)?(?:下载|安装)|(?:下载|安装)(?:安卓|android|苹果|ios|手机)?(?:版|客户端|app|应用)|(?:立即|点击|免费|马上|扫码)(?:下载|安装)|app(?:下载|安装)/i;

/** A page wears a platform's name from this match of title or heading on. */
const WORN = 0.5;

/** One app offered in one platform's name. */
export interface AppOffer {
  platform: Platform;
  /** 0..1: how much the page wears the platform's name. */
  worn: number;
  /** The address of a package, or the words that offer one. */
  shown: string;
  /** `shown` is the address of a package. */
  file: boolean;
}

/** One offer per platform whose name the page wears; empty where no app is offered, and for pages that talk about it. */
export function appOffers(page: PageModel, context: DetectionContext): AppOffer[] {
  const offer = offerOf(page, context);
  if (!offer || talkShare(page, context) >= 0.7) return [];
  return context.platforms.flatMap((platform) => {
    const { title, headline, sections } = matchWords(page, platform, context);
    const worn = Math.max(title, headline, 0.6 * sections, nameInBanner(page, platform) ? 0.8 : 0);
    return worn < WORN ? [] : [{ platform, worn, ...offer }];
  });
}

/** The platform's name inside a line at the top, such as … 官方移动客户端. */
function nameInBanner(page: PageModel, platform: Platform): boolean {
  const names = officialNames(platform).filter((name) => name.length >= 6);
  return pageText(page)
    .lines.slice(0, 10)
    .some((line) => !line.prose && names.some((name) => line.compact.includes(name)));
}

function offerOf(page: PageModel, context: DetectionContext): { shown: string; file: boolean } | null {
  const file = page.links
    .slice(0, 2000)
    .find(({ href }) => PACKAGE.test(href) && !isOfficialHost(hostOf(href), context.platforms, context.allowList));
  if (file) return { shown: file.href, file: true };
  const scripted = /["'][^"'\s]{1,200}\.(?:apk|mobileconfig)(?:\?[^"']*)?["']/i.exec(
    page.inlineScripts.join('\n').slice(0, 100_000),
  )?.[0];
  if (scripted) return { shown: scripted, file: true };
  const label = [
    ...page.buttons.map(({ text }) => text),
    ...page.links.slice(0, 500).map(({ text }) => text),
    ...pageText(page).headings,
  ].find((text) => text.length <= 30 && OFFER.test(text.replaceAll(/\s+/g, '')));
  return label === undefined ? null : { shown: label, file: false };
}
