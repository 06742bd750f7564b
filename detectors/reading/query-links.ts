/**
 * Where on its own host a page says its query is: start pages of portals and apps show cards, and the form one link
 * further.
 */
import type { PageModel } from '../../storage/vocabulary/page-model.ts';
import type { HostView } from '../host-view.ts';
import { offersQuery } from './offers-query.ts';
import { compactText } from '../text/normalise-text.ts';
import { ownPage, type Officials } from './official-frames.ts';
import { hostOf } from '../names/official-hosts.ts';

const QUERY =
  /(?:证|证书|证件|资格|人员|信息|学历|成绩|持证|扫码|输入)[\u4e00-\u9fff]{0,12}(?:查询|查验|核验|验证|验真)|^(?:进入|立即|点击|我要|在线)?(?:查询|核验|验证|查验)(?:入口|系统|平台|服务)?$/;
const NOT_A_QUERY = /指南|方法|须知|说明|流程|怎么|如何|教程|通知|公告|新闻/;
const FILES = /\.(?:apk|ipa|exe|zip|rar|pdf|docx?|xlsx?|jpe?g|png|gif|mp4)(?:[?#]|$)/i;

/**
 * Links of the host's own pages whose words offer a query, in page order, and pages whose frames a browser refused over
 * https, those not visited yet; empty when a page seen already asks for a certificate or shows a record; what stands in
 * official frames counts for neither. Following a link a page shows to everyone is looking, not trying.
 */
export function queryLinks(hostView: HostView, officials: Officials): string[] {
  const pages = hostView.captures.flatMap(({ page }) => (page ? [ownPage(page, officials)] : []));
  if (pages.some(offersQuery)) return [];
  const visited = new Set(hostView.captures.flatMap(({ visit, page }) => [visit.url, page?.url ?? visit.url]));
  const found = pages.flatMap((page) =>
    page.links.slice(0, 500).filter(({ href, text }) => {
      const label = compactText(text.slice(0, 60));
      return (
        hostOf(href) === hostView.host &&
        label.length <= 30 &&
        QUERY.test(label) &&
        !NOT_A_QUERY.test(label) &&
        !FILES.test(href) &&
        !visited.has(href)
      );
    }),
  );
  return [...new Set([...pages.flatMap(overPlainHttp), ...found.map(({ href }) => href)])].filter(
    (url) => !visited.has(url),
  );
}

/**
 * The same page over http, where a browser that came by https was refused a frame over http: the query may stand in it.
 */
function overPlainHttp({ url, frames }: PageModel): string[] {
  return url.startsWith('https:') && frames.some((frame) => frame.startsWith('http:'))
    ? [url.replace(/^https:/, 'http:')]
    : [];
}
