/** Pages somebody else puts before a site; all invented, one of a kind each. */
import type { PageModel } from '../../../storage/vocabulary/page-model.ts';
import { page } from '../page-fixtures.ts';

export interface ShownPage {
  kind: string;
  /** The host that was asked for. */
  host: string;
  page: PageModel;
  status?: number;
}

export const link = (
  text: string,
  href = `https://elsewhere.example/${encodeURIComponent(text)}`,
): PageModel['links'][number] => ({ href, text });

/** The address asked for is stopped by somebody other than its owner. */
export const INTERCEPTED: readonly ShownPage[] = [
  {
    kind: 'police, in place, address printed',
    host: 'zscx-lantern.example',
    page: page({
      url: 'http://zscx-lantern.example/',
      title: '反诈提醒',
      headings: ['国家反诈中心'],
      text: '国家反诈中心\n您访问的网址（http://zscx-lantern.example/）涉嫌诈骗，已被依法拦截！\n如您已遭受损失，请立即拨打110报警，或拨打96110咨询。\n云山省公安厅刑事侦查总队',
    }),
  },
  {
    kind: 'police, on the interceptor’s own host',
    host: 'aqzs-check.example',
    page: page({
      url: 'http://fzyj.police.example/warn?u=aHR0cDovL2FxenMtY2hlY2suZXhhbXBsZQ',
      title: '风险网站预警',
      headings: ['风险网站预警'],
      text: '风险网站预警\n经公安机关研判，您正在浏览的网站存在诈骗风险，为避免您的财产受到损失，已暂停访问。\n申诉渠道：云山市反诈中心 0000-0000000',
      links: [link('我要申诉')],
    }),
  },
  {
    kind: 'operator',
    host: 'tzzy-query.example',
    page: page({
      url: 'http://tzzy-query.example/q?id=3',
      title: '温馨提示',
      text: '尊敬的用户，您好：\n您所访问的网站被多人举报含有不良信息，中国移动已对其进行封堵。\n如有疑问请拨打10086。',
    }),
  },
  {
    kind: 'operator and regulator, 403',
    host: 'cert-lookup.example',
    status: 403,
    page: page({
      url: 'http://cert-lookup.example/',
      title: '网站暂时无法访问',
      headings: ['该网站暂时无法访问'],
      text: '该网站暂时无法访问\n根据有关部门要求，该网站因涉及违法违规内容已被中国电信云山分公司停止接入。\n客服热线 10000',
    }),
  },
  {
    kind: 'cloud, no filing',
    host: 'lantern-cx.example',
    status: 403,
    page: page({
      url: 'http://lantern-cx.example/',
      title: '网站访问报错',
      headings: ['网站暂时无法访问'],
      text: '网站暂时无法访问\n该网站未根据工信部相关法律法规进行备案。\n如果您是网站管理员，请登录阿里云备案系统完成备案。\n如果您是访客，请联系网站管理员。',
      links: [link('阿里云首页'), link('查看备案流程')],
    }),
  },
  {
    kind: 'cloud, filing missing, other words',
    host: 'yhsb-lookup.example',
    page: page({
      url: 'http://yhsb-lookup.example/',
      title: '未备案提示',
      text: '您访问的域名 yhsb-lookup.example 尚未完成ICP备案\n根据《非经营性互联网信息服务备案管理办法》，未备案的网站不得在境内提供互联网信息服务，腾讯云已阻断该域名的访问。\n提交备案',
      links: [link('提交备案'), link('备案帮助')],
    }),
  },
  {
    kind: 'hoster, rules broken',
    host: 'jz-query.example',
    page: page({
      url: 'http://jz-query.example/',
      title: '违规站点',
      text: '抱歉，该站点已被屏蔽\n由于该站点存在违规内容，华为云依据服务协议已关闭其访问权限。请站点负责人提交工单处理。',
    }),
  },
  {
    kind: 'school gateway',
    host: 'hgz-cx.example',
    page: page({
      url: 'http://10.9.9.9:8080/deny.html',
      title: '访问受限',
      text: '访问受限\n根据学校上网行为管理规定，您请求的网址已被网络中心禁止访问。\n分类：欺诈网站\n用户IP：192.0.2.44\n如需开通请联系信息化办公室。',
    }),
  },
  {
    kind: 'company firewall, English',
    host: 'weld-check.example',
    status: 403,
    page: page({
      url: 'http://weld-check.example/',
      title: 'Web Page Blocked',
      headings: ['Web Page Blocked!'],
      text: 'Web Page Blocked!\nThe page you have requested has been blocked, because the URL is banned by your company policy.\nURL: weld-check.example/\nCategory: Phishing\nPlease contact your network administrator.',
    }),
  },
  {
    kind: 'messenger',
    host: 'dgz-scan.example',
    page: page({
      url: 'https://safe.messenger.example/cgi-bin/mmspamsupport?url=dgz',
      title: '',
      headings: ['已停止访问该网页'],
      text: '已停止访问该网页\n该网页包含欺诈内容，被多人投诉，为维护绿色上网环境，已停止访问。\n申请恢复访问\n微信安全中心',
      links: [link('申请恢复访问')],
    }),
  },
  {
    kind: 'messenger, confirm first',
    host: 'hang-cx.example',
    page: page({
      url: 'https://c.messenger.example/middlem.html?pfurl=http%3A%2F%2Fhang-cx.example',
      title: '安全提醒',
      text: '将要访问\nhttp://hang-cx.example/\n该网页非QQ官方页面，存在安全风险，已暂停访问，请谨慎操作，切勿输入账号密码。\n继续访问',
      links: [link('继续访问', 'http://hang-cx.example/')],
    }),
  },
  {
    kind: 'browser vendor',
    host: 'gaokong-query.example',
    page: page({
      url: 'https://warn.browser.example/block?u=gaokong-query.example',
      title: '危险网站拦截',
      headings: ['危险！您访问的是假冒网站'],
      text: '危险！您访问的是假冒网站\n安全浏览器已为您拦截该网站，它可能窃取您的账号、身份证等信息。\n关闭网页\n忽略警告，继续访问',
      links: [link('关闭网页'), link('忽略警告，继续访问')],
      buttons: [{ text: '关闭网页', box: null }],
    }),
  },
  {
    kind: 'security vendor on the network',
    host: 'anquan-b.example',
    page: page({
      url: 'http://anquan-b.example/',
      title: '安全网关提示',
      text: '访问被阻止\n您试图访问的网站已被安全网关判定为钓鱼网站，出于安全考虑，连接已被阻断。\n威胁名称：Phishing.Generic\n事件编号：A-0000-1',
    }),
  },
  {
    kind: 'seized by a court',
    host: 'cert-mill.example',
    page: page({
      url: 'http://cert-mill.example/',
      title: '域名查封公告',
      text: '本域名已被云山市临水区人民法院依法查封\n案号：（2099）云0000刑初0号\n在查封期间，任何单位和个人不得转让该域名。',
    }),
  },
  {
    kind: 'seized abroad',
    host: 'card-print.example',
    page: page({
      url: 'http://card-print.example/',
      title: 'THIS DOMAIN HAS BEEN SEIZED',
      text: 'THIS DOMAIN HAS BEEN SEIZED\nby the National Police of Northland in accordance with a seizure warrant issued by the District Court.',
    }),
  },
  {
    kind: 'registry',
    host: 'dianqi-cx.example',
    page: page({
      url: 'http://dianqi-cx.example/',
      title: '域名暂停解析',
      text: '该域名因涉嫌从事违法违规活动，已被域名注册管理机构暂停解析\n请域名持有者联系注册服务机构。',
    }),
  },
];

/** A second set, in other words than the first. */
export const INTERCEPTED_TOO: readonly ShownPage[] = [
  {
    kind: 'joint warning without the word',
    host: 'cyzg-a.example',
    page: page({
      url: 'https://fz.operator.example/tip',
      title: '风险提示',
      text: '国家反诈中心、工信部反诈中心、中国联通联合提醒您：\n您访问的网站涉嫌欺诈，请立即停止访问，以免造成财产损失！\n如需帮助请致电96110。',
    }),
  },
  {
    kind: 'cloud, bilingual',
    host: 'cyzg-b.example',
    page: page({
      url: 'http://cyzg-b.example/',
      title: '该网站暂时无法进行访问',
      text: '该网站暂时无法进行访问\nThis website is temporarily inaccessible\n该网站未进行备案，请网站管理员尽快登录阿里云完成备案。',
      links: [link('了解详情')],
    }),
  },
  {
    kind: 'cloud, reasons listed',
    host: 'cyzg-c.example',
    page: page({
      url: 'http://cyzg-c.example/',
      title: '网站暂停访问',
      text: '您访问的网站已被暂停访问\n可能由以下原因导致：\n1. 网站未备案或原备案号被取消；\n2. 网站内容与备案信息不符；\n3. 网站内容违反相关法律法规。\n请联系接入服务商处理。',
    }),
  },
  {
    kind: 'gateway by rule',
    host: 'cyzg-d.example',
    page: page({
      url: 'http://cyzg-d.example/x',
      title: '访问网页受限',
      text: '访问网页受限\n对不起，您访问的网页被管理员策略拒绝。\n规则名称：禁止风险网站\n用户名：student01\n如有疑问，请联系网络管理员。',
    }),
  },
  {
    kind: 'gateway, English, violation',
    host: 'cyzg-e.example',
    status: 403,
    page: page({
      url: 'http://cyzg-e.example/',
      title: 'Access Blocked',
      text: 'FortiGuard Intrusion Prevention - Access Blocked\nWeb Page Blocked\nYou have tried to access a web page that is in violation of your Internet usage policy.\nCategory: Newly Observed Domain\nURL: http://cyzg-e.example/\nTo have the rating of this web page re-evaluated please click here.',
      links: [link('click here')],
    }),
  },
  {
    kind: 'resolver service',
    host: 'cyzg-f.example',
    page: page({
      url: 'https://block.resolver.example/?d=cyzg-f.example',
      title: 'This site is blocked.',
      text: 'This site is blocked due to a phishing threat.\ncyzg-f.example\nPhishing is a fraudulent attempt to get you to provide personal information under false pretenses.\nSorry, cyzg-f.example has been blocked by your network administrator.',
    }),
  },
  {
    kind: 'messenger, reported by users',
    host: 'cyzg-g.example',
    page: page({
      url: 'https://weixin110.messenger.example/s/newreadtemplate',
      title: '已停止访问该网页',
      text: '已停止访问该网页\n据用户投诉及腾讯安全网址安全中心检测，该网页可能包含恶意欺诈内容。\n如你是网站开发者，可点此申请恢复',
      links: [link('申请恢复')],
    }),
  },
  {
    kind: 'short video app',
    host: 'cyzg-h.example',
    page: page({
      url: 'https://link.video.example/security',
      title: '链接无法打开',
      text: '你访问的链接存在安全风险，已被抖音安全中心禁止访问\nhttp://cyzg-h.example/\n返回抖音',
    }),
  },
  {
    kind: 'browser, unproven site',
    host: 'cyzg-i.example',
    page: page({
      url: 'https://tip.browser.example/',
      title: '拦截提示',
      text: '安全浏览器提醒您：\n您访问的 cyzg-i.example 含有虚假信息，可能诱骗网民钱财，已被拦截。\n返回首页\n举报误报\n仍要访问',
      links: [link('返回首页'), link('举报误报'), link('仍要访问', 'http://cyzg-i.example/')],
    }),
  },
  {
    kind: 'police, closed for good',
    host: 'cyzg-j.example',
    page: page({
      url: 'http://cyzg-j.example/',
      title: '公告',
      text: '此网站因涉嫌侵犯公民个人信息罪，已被云山省临水市公安局网安支队依法取缔。\n如有线索请拨打110。',
    }),
  },
  {
    kind: 'seized abroad, other words',
    host: 'cyzg-k.example',
    page: page({
      url: 'http://cyzg-k.example/',
      title: 'Seized',
      text: 'This website has been seized as part of a law enforcement operation\nThe domain has been seized by Northland Federal Police and the Prosecutor General pursuant to a court order.',
    }),
  },
  {
    kind: 'resolution stopped, hoster',
    host: 'cyzg-l.example',
    page: page({
      url: 'http://cyzg-l.example/',
      title: '站点已暂停',
      text: '您访问的站点已被暂停服务\n原因：收到主管部门通知，该域名下存在违法信息。\n请站长登录控制台查看处罚详情，或联系主机服务商。',
    }),
  },
  {
    kind: 'operator, minors and numbers',
    host: 'cyzg-m.example',
    page: page({
      url: 'http://203.0.113.9/notice/',
      title: '中国广电 温馨提示',
      text: '尊敬的客户：\n经监测，您正在访问的地址（cyzg-m.example）为涉诈网址，为保障您的权益，我公司已依法对该地址进行阻断。\n服务热线：10099',
    }),
  },
];
