/**
 * The words of the closed vocabularies in both languages. A verdict that accuses says 疑似: people confirm, this program
 * does not.
 */
import type { GangRole } from '../../storage/sites/gang-shapes.ts';
import type { ArtifactKind } from '../../storage/vocabulary/artifacts.ts';
import type { Source } from '../../storage/vocabulary/candidates.ts';
import type { HazardKind, VisitOutcome } from '../../storage/vocabulary/capture.ts';
import type { Persona } from '../../storage/vocabulary/personas.ts';
import type { Verdict } from '../../storage/vocabulary/detect.ts';
import type { FieldKind } from '../../storage/vocabulary/platform.ts';
import type { ProbeOutcome, Registration } from '../../storage/vocabulary/probe.ts';
import type { ResolveOutcome } from '../../storage/vocabulary/resolve.ts';
import type { Sentence } from '../../storage/vocabulary/sentence.ts';
import type { Stage } from '../../storage/vocabulary/stages.ts';

const words = (zh: string, en: string): Sentence => ({ zh, en });

export const VERDICT_WORDS: Readonly<Record<Verdict, Sentence>> = {
  injected: words('疑似被植入', 'suspected injected page'),
  impersonation: words('疑似仿冒', 'suspected impersonation'),
  'certificate-sale': words('疑似售证', 'suspected certificate sale'),
  official: words('官方', 'official'),
  benign: words('未见仿冒', 'no impersonation seen'),
  parked: words('停放', 'parked'),
  undecided: words('待核实', 'undecided'),
  unreachable: words('无法访问', 'unreachable'),
};

/** One sentence per verdict: what it means and, just as important, what it does not mean. */
export const VERDICT_MEANINGS: Readonly<Record<Verdict, Sentence>> = {
  injected: words(
    '正规主机上出现可疑页面：该主机为受害方，应通知其管理单位。',
    'A suspicious page on an honest host: the host is a victim, its owner should be told.',
  ),
  impersonation: words(
    '页面与官方查询平台高度近似而主机不在官方名单内，须人工核实。',
    'The page closely resembles an official query platform on a host outside the official list; a person must confirm.',
  ),
  'certificate-sale': words(
    '页面疑似兜售证书，但未仿冒查询平台，须人工核实。',
    'The page appears to sell certificates without posing as the platform; a person must confirm.',
  ),
  official: words('主机在官方名单内。', 'The host is on the official list.'),
  benign: words('已访问，未发现仿冒或售证迹象。', 'Visited; no sign of impersonation or sale.'),
  parked: words('域名停放、待售或为服务器默认页，建议继续观察。', 'Parked, for sale or a default page; keep watching.'),
  undecided: words('证据不足，未作判定；不等于无问题。', 'Not enough evidence, not judged; this does not mean clean.'),
  unreachable: words(
    '本次未能访问；不等于无问题，建议继续观察。',
    'Not reached this time; this does not mean clean; keep watching.',
  ),
};

export const SOURCE_WORDS: Readonly<Record<Source, Sentence>> = {
  permutations: words('域名变体', 'name permutations'),
  search: words('搜索引擎', 'search engines'),
  'certificate-log': words('证书透明日志', 'certificate logs'),
  leads: words('线索', 'leads'),
  qr: words('二维码', 'QR codes'),
  list: words('域名名单', 'name lists'),
  pivots: words('关联拓展', 'pivots'),
};

export const PERSONA_WORDS: Readonly<Record<Persona, Sentence>> = {
  desktop: words('桌面浏览器', 'desktop browser'),
  mobile: words('手机浏览器', 'mobile browser'),
  wechat: words('微信内置浏览器', 'WeChat in-app browser'),
  search: words('搜索引擎来访（桌面）', 'visitor from a search engine (desktop)'),
};

export const STAGE_WORDS: Readonly<Record<Stage, Sentence>> = {
  candidates: words('发现', 'candidates'),
  resolve: words('解析', 'resolve'),
  probe: words('探测', 'probe'),
  capture: words('采集', 'capture'),
  detect: words('判定', 'detect'),
  store: words('入库', 'store'),
  report: words('报告', 'report'),
};

/** Steps that a progress display names besides the stages. */
export const STEP_WORDS: Readonly<Record<string, Sentence>> = {
  ...STAGE_WORDS,
  references: words('官方参照', 'references'),
};

export const RESOLVE_WORDS: Readonly<Record<ResolveOutcome, Sentence>> = {
  live: words('可解析', 'live'),
  absent: words('不存在', 'absent'),
  unknown: words('未知', 'unknown'),
};

export const PROBE_WORDS: Readonly<Record<ProbeOutcome, Sentence>> = {
  web: words('有网页', 'web'),
  parked: words('停放', 'parked'),
  'no-service': words('无服务', 'no service'),
  blocked: words('被阻断', 'blocked'),
  unknown: words('未知', 'unknown'),
};

export const VISIT_WORDS: Readonly<Record<VisitOutcome, Sentence>> = {
  captured: words('已采集', 'captured'),
  blank: words('空白页', 'blank'),
  download: words('下载文件（已隔离）', 'download (quarantined)'),
  unfollowed: words('跳往不跟随的地址', 'redirect not followed'),
  timeout: words('超时', 'timeout'),
  unreachable: words('无法访问', 'unreachable'),
  refused: words('按出口策略拒绝', 'refused by egress policy'),
  crashed: words('页面崩溃', 'crashed'),
  interrupted: words('访问中断', 'interrupted'),
};

/** Outcomes of candidates at any stage: the stages' own words and `visited`. */
export const OUTCOME_WORDS: Readonly<Record<string, Sentence>> = {
  ...VERDICT_WORDS,
  ...VISIT_WORDS,
  ...PROBE_WORDS,
  ...RESOLVE_WORDS,
  unreachable: words('无法访问', 'unreachable'),
  visited: words('已访问', 'visited'),
};

export const REGISTRATION_WORDS: Readonly<Record<Registration['outcome'], Sentence>> = {
  found: words('已查到', 'found'),
  'not-found': words('未注册或查无', 'not found'),
  'not-given': words('注册局不提供', 'not given'),
  unreachable: words('查询未果', 'unreachable'),
};

export const HAZARD_WORDS: Readonly<Record<HazardKind, Sentence>> = {
  dialog: words('弹窗', 'dialogs'),
  popup: words('新窗口', 'pop-ups'),
  download: words('强制下载', 'downloads'),
  'post-navigation': words('表单式跳转', 'POST navigation'),
  'forbidden-address': words('指向禁访地址', 'forbidden address'),
  'forbidden-port': words('指向禁用端口', 'forbidden port'),
  'forbidden-scheme': words('指向不跟随的地址', 'address not followed'),
  'byte-cap': words('超出流量上限', 'byte cap reached'),
  'time-cap': words('超出时间上限', 'time cap reached'),
  'protocol-handler': words('唤起外部应用', 'protocol handler'),
  'delayed-redirect': words('延时跳转', 'leaves after a while'),
  'redirect-loop': words('循环跳转', 'redirect loop'),
  'certificate-error': words('证书错误', 'certificate error'),
  'busy-loop': words('脚本死循环', 'busy loop'),
  'large-dom': words('超大页面', 'very large page'),
};

export const ARTIFACT_WORDS: Readonly<Record<ArtifactKind, Sentence>> = {
  html: words('渲染后页面', 'rendered DOM'),
  'response-body': words('响应正文', 'response body'),
  screenshot: words('截图（视口）', 'screenshot (viewport)'),
  'screenshot-full': words('截图（整页）', 'screenshot (full page)'),
  raster: words('比对缩略图（派生）', 'comparison raster (derived)'),
  'page-model': words('页面结构（派生）', 'page model (derived)'),
  'picture-text': words('图中文字（派生）', 'text read in the picture (derived)'),
  headers: words('响应头', 'response headers'),
  network: words('网络请求记录', 'network record'),
  connections: words('出口连接记录', 'egress connections'),
  tls: words('TLS 证书链', 'TLS chain'),
  dns: words('DNS 记录', 'DNS records'),
  whois: words('WHOIS 原文', 'WHOIS answer'),
  rdap: words('RDAP 原文', 'RDAP answer'),
  download: words('下载文件（隔离）', 'download (quarantined)'),
  'lead-image': words('线索图片', 'lead image'),
  'document-paper': words('文书扫描件或来文', 'paper of a document'),
};

export const FIELD_WORDS: Readonly<Record<FieldKind, Sentence>> = {
  'person-name': words('姓名', 'person name'),
  'id-type': words('证件类型', 'ID type'),
  'id-number': words('证件号码', 'ID number'),
  'certificate-number': words('证书编号', 'certificate number'),
  captcha: words('图形验证码', 'captcha'),
  phone: words('手机号', 'phone'),
  date: words('日期', 'date'),
  organisation: words('单位', 'organisation'),
  region: words('地区', 'region'),
  'certificate-type': words('证书类别', 'certificate type'),
  'sms-code': words('短信验证码', 'SMS code'),
  password: words('密码', 'password'),
  other: words('其他', 'other'),
};

export const GANG_ROLE_WORDS: Readonly<Record<GangRole, Sentence>> = {
  member: words('疑似成员', 'suspected member'),
  victim: words('受害方（被植入后指向成员）', 'victim (made to lead to a member)'),
  possible: words('可能有关（未认定，须另行核实）', 'possibly related (not judged, to be checked)'),
};

export const GANG_CAUTION: Sentence = words(
  '按共同的技术与联系标记归并，仅供研判：权重为自然对数优势，强标记（≥6）可单独成立，中等标记（≥2.5）须两个来源不同者并存；官方页面自带的标记、公共服务和多个无关网站共有的标记不计或减计。须人工核实。',
  'Grouped by technical marks and contacts they share, for judging leads only: weights are natural-log odds; a strong mark (6 or more) stands alone, medium ones (2.5 or more) need a second of another kind; marks of the official page, of public services and of many unrelated sites count for nothing or less. A person must confirm.',
);

/** Keys of `Assessment.clues`, as the corpus format spells them. */
export const CLUE_WORDS: Readonly<Record<string, Sentence>> = {
  wechat: words('微信', 'WeChat'),
  qq: words('QQ', 'QQ'),
  phone: words('电话', 'phone'),
  email: words('邮箱', 'e-mail'),
  icp: words('ICP 备案号（页面所示）', 'ICP number (as shown)'),
  police: words('公安备案号（页面所示）', 'police filing number (as shown)'),
  siteCode: words('网站标识码', 'site code'),
  conac: words('CONAC 标识', 'CONAC id'),
  analytics: words('统计代码', 'analytics id'),
  payment: words('收款', 'payment'),
  apk: words('安装包', 'APK'),
  notFollowed: words('未跟随的去向', 'address not followed'),
};
