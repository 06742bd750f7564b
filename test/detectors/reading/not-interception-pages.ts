/**
 * Pages that only look or sound like interception: news, advice, the warner's own site, the site's own shield or error,
 * and fakes dressed as a warning.
 */
import { link, type ShownPage } from './interception-pages.ts';
import { field, page, queryForm } from '../page-fixtures.ts';

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
      links: ['首页', '反诈动态', '案例曝光', '预警劝阻', '举报平台', '下载APP', '联系我们', '网站地图'].map((text) =>
        link(text, `https://fanzha-yunshan.example/${text}`),
      ),
    }),
  },
  {
    kind: 'school page about gateway rules',
    host: 'school-it.example',
    page: page({
      url: 'https://school-it.example/faq/17',
      title: '为什么有的网站打不开？ - 网络中心',
      text: `网络中心\n常见问题\n为什么有的网站打不开？\n如果您访问的网站被列入恶意网站库，上网行为管理设备会禁止访问并显示提示页面。\n${'遇到误拦截，请填写申请表并由所在学院盖章后交到网络中心，我们将在两个工作日内处理。\n'.repeat(3)}上一篇 下一篇`,
      links: ['首页', '服务指南', '常见问题', '上一篇', '下一篇', '联系我们'].map((text) =>
        link(text, `https://school-it.example/${text}`),
      ),
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
    page: page({
      url: 'https://busy-site.example/',
      title: '访问受限',
      text: '您的IP访问过于频繁，已被网站防火墙拦截，请稍后再试。\n客户端IP：192.0.2.9',
    }),
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
    page: page({
      url: 'https://upkeep.example/',
      title: '系统维护',
      text: '系统维护中，您访问的页面暂时无法访问，请稍后再试。',
    }),
  },
  {
    kind: 'parked',
    host: 'park.example',
    page: page({
      url: 'https://park.example/',
      title: 'park.example 域名出售',
      text: '您正在访问的域名可以转让！\n该域名待售，欢迎联系报价。',
    }),
  },
  {
    kind: 'panel: site stopped by its owner',
    host: 'stopped.example',
    page: page({
      url: 'https://stopped.example/',
      title: '站点已停止',
      text: '抱歉！该站点已经被管理员停止运行，请联系管理员了解详情！',
    }),
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

/** A second set, in other words than the first. */
export const NOT_INTERCEPTED_TOO: readonly ShownPage[] = [
  {
    kind: 'forum question',
    host: 'bbs-a.example',
    page: page({
      url: 'https://bbs-a.example/t/9',
      title: '求助，打开查询网站显示被拦截',
      text: '求助，打开查询网站显示被拦截\n楼主：打开证书查询网站，显示该网站已被运营商拦截，换了手机也一样，大家能打开吗？\n1楼：我这边正常。\n2楼：估计是假网站，别上当。\n回复 收藏 举报',
      links: ['回复', '收藏', '举报', '登录'].map((text) => link(text, `https://bbs-a.example/${text}`)),
    }),
  },
  {
    kind: 'gateway product page',
    host: 'vendor-a.example',
    page: page({
      url: 'https://vendor-a.example/products/swg',
      title: '安全网关 - 某某科技',
      text: '安全网关\n当员工访问恶意网站时，网关自动拦截该网站并提示风险。\n支持按分类、用户、时间段设置访问策略。\n支持三十余种协议识别与流量审计，部署简单。\n立即试用\n联系销售',
      links: ['首页', '产品', '方案', '立即试用', '联系销售'].map((text) =>
        link(text, `https://vendor-a.example/${text}`),
      ),
    }),
  },
  {
    kind: 'address checker of a warner',
    host: 'checker-a.example',
    page: page({
      url: 'https://checker-a.example/',
      title: '网址安全检测',
      text: '网址安全检测\n输入您访问的网址，即可查询该网址是否已被拦截或被举报。\n立即检测\n数据来自安全厂商与网民举报。',
      fields: [field('', { placeholder: '请输入网址' })],
      buttons: [{ text: '立即检测', box: null }],
    }),
  },
  {
    kind: 'poster',
    host: 'poster-a.example',
    page: page({
      url: 'https://poster-a.example/fz.html',
      title: '反诈小课堂',
      text: '反诈小课堂\n看到“该网站涉嫌诈骗，已被公安机关拦截”的页面，说明您点开的链接有问题！\n记住三个一律：陌生链接一律不点，要转账的一律挂断，要验证码的一律拒绝。\n云山社区宣',
    }),
  },
  {
    kind: 'agent for filings',
    host: 'agent-a.example',
    page: page({
      url: 'https://agent-a.example/',
      title: '备案代办',
      text: '网站没备案打不开？专业代办ICP备案\n您的域名未备案会被阻断访问，我们三天帮您搞定！\n价格：500元起，微信：beian-agent\n已服务客户一万家\n立即咨询',
      links: [link('立即咨询', 'https://agent-a.example/im')],
    }),
  },
  {
    kind: 'leaving notice',
    host: 'leave-a.example',
    page: page({
      url: 'https://leave-a.example/jump?to=x',
      title: '安全提示',
      text: '您即将离开某某社区，前往外部网站，请注意您的账号和财产安全。\nhttps://other.example/\n继续前往',
      links: [link('继续前往', 'https://other.example/')],
    }),
  },
  {
    kind: 'content network refusal',
    host: 'edge-a.example',
    status: 403,
    page: page({
      url: 'https://edge-a.example/',
      title: 'Access Denied',
      text: 'Access Denied\nYou don’t have permission to access "http://edge-a.example/" on this server.\nReference #18.0000',
    }),
  },
  {
    kind: 'owner closes its service',
    host: 'closing-a.example',
    page: page({
      url: 'https://closing-a.example/',
      title: '停止服务公告',
      text: '因业务调整，本网站已于2026年6月30日停止服务，感谢您长期以来的支持。\n如有问题请联系客服。',
    }),
  },
  {
    kind: 'organ moved its site',
    host: 'moved-a.example',
    page: page({
      url: 'https://moved-a.example/',
      title: '云山市安全生产信息网',
      text: '根据国务院办公厅关于政府网站集约化的规定，本网站已关停，内容迁移至市政府门户网站。\n5秒后自动跳转',
      links: [link('市政府门户网站')],
    }),
  },
  {
    kind: 'login needed',
    host: 'login-a.example',
    page: page({
      url: 'https://login-a.example/',
      title: '登录',
      text: '您访问的页面需要登录后才能查看\n用户名\n密码\n登录',
      fields: [field('用户名'), field('密码', { type: 'password' })],
    }),
  },
  {
    kind: 'fake: moved to a new system',
    host: 'fake-moved.example',
    page: page({
      url: 'http://fake-moved.example/',
      title: '系统提示',
      text: '您访问的旧版证书查询系统已停止服务，请点击进入新版系统。\n进入新版查询\n应急管理部',
      links: [link('进入新版查询', 'http://new-lantern.example/')],
    }),
  },
  {
    kind: 'court notice about a house',
    host: 'court-news.example',
    page: page({
      url: 'https://court-news.example/gg/1',
      title: '查封公告',
      text: '查封公告\n本院在执行某某公司借款合同纠纷一案中，依法查封被执行人名下位于云山市临水区的房屋一套，查封期限三年。\n云山市临水区人民法院\n二〇九九年一月一日',
    }),
  },
  {
    kind: 'deleted article',
    host: 'article-a.example',
    page: page({ url: 'https://article-a.example/s/1', title: '', text: '该内容已被发布者删除\n返回' }),
  },
  {
    kind: 'notice of a department, short',
    host: 'notice-a.example',
    page: page({
      url: 'https://notice-a.example/n/3',
      title: '严正声明',
      text: '严正声明\n近期有不法分子仿冒我单位网站骗取群众信息。目前该网站已被公安机关依法关停。请认准官方网址。\n云山市某某中心',
    }),
  },
];
