/** Pages somebody else puts before a site, and pages that only look or sound like them; all invented, one of a kind each. */
import type { PageModel } from '../../storage/vocabulary.ts';
import { field, page, queryForm } from './page-fixtures.ts';

export interface ShownPage {
  kind: string;
  /** The host that was asked for. */
  host: string;
  page: PageModel;
  status?: number;
}

const link = (text: string, href = `https://elsewhere.example/${encodeURIComponent(text)}`): PageModel['links'][number] => ({ href, text });

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

/** News, advice, the warner's own site, the site's own shield or error, and fakes dressed as a warning. */
export const NOT_INTERCEPTED: readonly ShownPage[] = [
  {
    kind: 'news about warnings',
    host: 'news-a.example',
    page: page({
      url: 'https://news-a.example/2026/1101/1.html',
      title: '云山警方提醒：看到“您访问的网址已被拦截”千万别再点 - 云山晚报',
      headings: ['云山警方提醒'],
      text: `首页\n本地\n社会\n云山警方提醒\n本报讯 近日，市民王先生扫码查询证书时，手机上弹出“您访问的网址涉嫌诈骗，已被依法拦截”的页面。民警介绍，这是反诈中心对涉诈网址采取的技术拦截措施，群众看到该提示应立即关闭网页。\n${'记者了解到，今年以来当地已累计拦截涉诈网址三千余个，避免群众损失数百万元。\n'.repeat(5)}责任编辑：李某`,
      links: ['首页', '本地', '社会', '财经', '体育', '关于我们'].map((text) => link(text)),
    }),
  },
  {
    kind: 'short news item',
    host: 'news-b.example',
    page: page({
      url: 'https://news-b.example/a/7',
      title: '一批假证查询网站被关停',
      text: '一批假证查询网站被关停\n2026-10-09 来源：云山发布\n近日，云山市公安局会同市通信管理局依法关停仿冒证书查询网站12个，相关网址已被拦截。\n返回列表',
      links: [link('返回列表', 'https://news-b.example/')],
    }),
  },
  {
    kind: 'police notice on a site',
    host: 'gonggao.example',
    page: page({
      url: 'https://gonggao.example/notice.html',
      title: '关于警惕仿冒证书查询网站的通告',
      text: '关于警惕仿冒证书查询网站的通告\n广大市民：近期发现不法分子仿冒国家机关网站，诱导群众查询虚假证书。公安机关已对发现的网站采取拦截措施。\n请通过官方渠道查询证书。如您访问的网站要求转账，请立即拨打96110。\n云山市公安局\n2026年9月',
    }),
  },
  {
    kind: 'anti-fraud centre itself',
    host: 'fanzha-yunshan.example',
    page: page({
      url: 'https://fanzha-yunshan.example/',
      title: '云山市反诈中心',
      headings: ['云山市反诈中心'],
      text: '云山市反诈中心\n首页 反诈动态 案例曝光 预警劝阻 举报平台\n96110 反诈专线\n下载国家反诈中心APP\n今日拦截涉诈网址 128 个\n预警：刷单类诈骗高发\n预警：冒充客服诈骗\n主办：云山市公安局',
      links: ['首页', '反诈动态', '案例曝光', '预警劝阻', '举报平台', '下载APP', '联系我们', '网站地图'].map((text) => link(text, `https://fanzha-yunshan.example/${text}`)),
    }),
  },
  {
    kind: 'school page about gateway rules',
    host: 'school-it.example',
    page: page({
      url: 'https://school-it.example/faq/17',
      title: '为什么有的网站打不开？ - 网络中心',
      text: `网络中心\n常见问题\n为什么有的网站打不开？\n如果您访问的网站被列入恶意网站库，上网行为管理设备会禁止访问并显示提示页面。\n${'遇到误拦截，请填写申请表并由所在学院盖章后交到网络中心，我们将在两个工作日内处理。\n'.repeat(3)}上一篇 下一篇`,
      links: ['首页', '服务指南', '常见问题', '上一篇', '下一篇', '联系我们'].map((text) => link(text, `https://school-it.example/${text}`)),
    }),
  },
  {
    kind: 'cloud documentation about filing',
    host: 'cloud-docs.example',
    page: page({
      url: 'https://cloud-docs.example/beian/faq',
      title: '网站未备案被拦截怎么办 - 帮助文档',
      text: `帮助文档\nICP备案\n网站未备案被拦截怎么办\n您的网站未备案时，系统会拦截该域名的访问并显示提示页面。\n第一步：登录备案控制台。\n第二步：填写主体信息。\n${'备案审核通常需要一到二十个工作日，请耐心等待短信通知，期间请保持电话畅通。\n'.repeat(3)}`,
      links: ['产品', '文档', '控制台', '价格', '登录', '注册'].map((text) => link(text)),
    }),
  },
  {
    kind: 'fake: warning around a query form',
    host: 'anquan-cha.example',
    page: page({
      url: 'http://anquan-cha.example/',
      title: '反诈安全核验',
      text: '您访问的网址存在风险，已被公安机关拦截。\n为确认证书真伪，请先完成核验：\n证件类型\n证件号码\n姓名\n验证码\n国家反诈中心',
      ...queryForm(),
    }),
  },
  {
    kind: 'fake: warning with a way on to its own query',
    host: 'anquan-tz.example',
    page: page({
      url: 'http://anquan-tz.example/',
      title: '安全提示',
      text: '您正在访问的网站存在假冒风险，已被拦截，请通过以下入口查询证书。\n进入证书查询系统\n应急管理部',
      links: [link('进入证书查询系统', 'http://anquan-tz.example/cx/')],
    }),
  },
  {
    kind: 'fake: record of a certificate below a banner',
    host: 'anquan-jl.example',
    page: page({
      url: 'http://anquan-jl.example/c/1',
      title: '特种作业操作证查询结果',
      text: '提示：仿冒网站已被公安机关拦截，请认准本网址。\n特种作业操作证查询结果\n姓名：张三\n证号：T11010119900101000X\n作业类别：电工作业\n操作项目：低压电工作业\n初领日期：2023-05-06\n有效期结束日期：2029-05-05\n签发机关：某省应急管理厅',
    }),
  },
  {
    kind: 'official notice banner on a company site',
    host: 'cable-co.example',
    page: page({
      url: 'https://cable-co.example/',
      title: '某某电缆有限公司',
      text: `某某电缆有限公司\n首页 产品 新闻 联系\n声明：网上有仿冒我司的网站，该网站已被公安机关查封，请认准本站。\n${'我们主要生产各类电力电缆与控制电缆，产品畅销全国各地，欢迎来电洽谈合作。\n'.repeat(4)}`,
      links: ['首页', '产品', '新闻', '联系'].map((text) => link(text, `https://cable-co.example/${text}`)),
    }),
  },
  {
    kind: 'shield of the site: the request looked like an attack',
    host: 'shielded.example',
    status: 405,
    page: page({
      url: 'https://shielded.example/',
      title: '405',
      text: '很抱歉，由于您访问的URL有可能对网站造成安全威胁，您的访问被阻断。\n您的请求ID是：0000aaaa\n误报反馈',
    }),
  },
  {
    kind: 'shield of the site: too many requests',
    host: 'busy-site.example',
    status: 403,
    page: page({ url: 'https://busy-site.example/', title: '访问受限', text: '您的IP访问过于频繁，已被网站防火墙拦截，请稍后再试。\n客户端IP：192.0.2.9' }),
  },
  {
    kind: 'plain 403',
    host: 'forbidden.example',
    status: 403,
    page: page({ url: 'https://forbidden.example/', title: '403 Forbidden', text: '403 Forbidden\nnginx' }),
  },
  {
    kind: 'wechat only',
    host: 'wx-only.example',
    page: page({ url: 'https://wx-only.example/', title: '提示', text: '请在微信客户端打开链接' }),
  },
  {
    kind: 'maintenance',
    host: 'upkeep.example',
    page: page({ url: 'https://upkeep.example/', title: '系统维护', text: '系统维护中，您访问的页面暂时无法访问，请稍后再试。' }),
  },
  {
    kind: 'parked',
    host: 'park.example',
    page: page({ url: 'https://park.example/', title: 'park.example 域名出售', text: '您正在访问的域名可以转让！\n该域名待售，欢迎联系报价。' }),
  },
  {
    kind: 'panel: site stopped by its owner',
    host: 'stopped.example',
    page: page({ url: 'https://stopped.example/', title: '站点已停止', text: '抱歉！该站点已经被管理员停止运行，请联系管理员了解详情！' }),
  },
  {
    kind: 'account page of a forum',
    host: 'forum.example',
    page: page({
      url: 'https://forum.example/t/1',
      title: '提示信息 - 某某论坛',
      text: '提示信息\n该帖子涉嫌违规，已被管理员屏蔽。\n返回上一页\n登录 注册 搜索',
      links: ['登录', '注册', '搜索', '返回上一页'].map((text) => link(text, `https://forum.example/${text}`)),
      fields: [field('搜索')],
    }),
  },
];
