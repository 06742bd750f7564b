/** Page models, captures and subjects as literals: what the detector tests are made of. */
import type { CaptureView, DetectionContext, Raster, ReferenceView, HostView } from '../../detectors/host-view.ts';
import type { Visit } from '../../storage/vocabulary/capture.ts';
import type { Persona } from '../../storage/vocabulary/personas.ts';
import type { PageField, PageModel } from '../../storage/vocabulary/page-model.ts';
import type { Platform } from '../../storage/vocabulary/platform.ts';
import type { Registration } from '../../storage/vocabulary/probe.ts';

export const NOW = '2026-11-21T00:00:00Z';

/** A platform with every fact filled in; its official host is invented under a closed suffix. */
export const WORKS: Platform = {
  id: 'works',
  name: '特种作业操作证及安全生产知识和管理能力考核合格信息查询平台',
  owner: '应急管理部',
  version: 3,
  hosts: ['cx.works.gov.cn', '.works.gov.cn'],
  titles: ['特种作业操作证及安全生产知识和管理能力考核合格信息查询平台'],
  sections: [
    '特种作业操作证查询',
    '安全生产知识和管理能力考核合格信息查询',
    '电工进网作业许可证查询',
    '电子证书查询下载',
  ],
  fields: [
    { label: '证件类型', kind: 'id-type' },
    { label: '证件号码', kind: 'id-number' },
    { label: '姓名', kind: 'person-name' },
    { label: '验证码', kind: 'captcha' },
  ],
  resultFields: [
    '作业类别',
    '操作项目',
    '初领日期',
    '有效期开始日期',
    '有效期结束日期',
    '应复审日期',
    '实际复审日期',
    '签发机关',
  ],
  messages: ['没有查询到相关证件信息', '以上信息仅供参考，如有疑问请与发证机关联系'],
  ids: {
    icp: ['京ICP备10000001号'],
    siteCode: ['bm99000001'],
    conac: ['CA123456789012345'],
    analytics: ['hm:0123456789abcdef0123456789abcdef'],
  },
  domainTokens: { agency: ['works', 'yjgl'], service: ['cx', 'chaxun', 'zscx'], topic: ['tzzy', 'tzzyz'] },
  keywords: ['特种作业操作证查询', '特种作业操作证'],
};

/** A second platform of another owner, outside gov.cn. */
export const LIFTS: Platform = {
  id: 'lifts',
  name: '全国特种设备公示信息查询平台',
  owner: '市场监管总局',
  hosts: ['cnse.e-lifts.cn', '.lifts.gov.cn'],
  titles: ['全国特种设备公示信息查询平台'],
  fields: [
    { label: '姓名', kind: 'person-name' },
    { label: '证书编号', kind: 'certificate-number' },
  ],
  resultFields: ['证书编号', '作业项目', '发证机关', '批准日期'],
  domainTokens: { agency: ['elifts'], service: ['cnse'], topic: ['tzsb'] },
  keywords: ['特种设备作业人员证查询'],
};

export function page(parts: Partial<PageModel> = {}): PageModel {
  return {
    url: 'https://site.example/',
    title: '',
    language: 'zh-CN',
    charset: 'utf-8',
    text: '',
    headings: [],
    forms: [],
    fields: [],
    buttons: [],
    links: [],
    images: [],
    scripts: [],
    inlineScripts: [],
    frames: [],
    meta: {},
    tables: [],
    elementCount: 50,
    viewport: { width: 1280, height: 800 },
    pageHeight: 800,
    qrCodes: [],
    ...parts,
  };
}

export function field(label: string, parts: Partial<PageField> = {}): PageField {
  return {
    tag: 'input',
    type: 'text',
    name: '',
    label,
    placeholder: '',
    options: [],
    visible: true,
    box: { x: 10, y: 10, width: 200, height: 30 },
    form: 0,
    ...parts,
  };
}

/** The platform's own query form. */
export function queryForm(): Pick<PageModel, 'forms' | 'fields' | 'buttons'> {
  return {
    forms: [{ action: null, method: 'get', frame: null }],
    fields: [
      field('证件类型', { tag: 'select', type: 'select-one', options: ['身份证', '护照'] }),
      field('证件号码', { placeholder: '请输入证件号码' }),
      field('姓名', { placeholder: '请输入姓名' }),
      field('验证码', { placeholder: '请输入验证码' }),
    ],
    buttons: [{ text: '查询', box: null }],
  };
}

export function visit(parts: Partial<Visit> = {}): Visit {
  const url = parts.url ?? 'https://site.example/';
  const host = URL.parse(url)?.hostname ?? 'site.example';
  return {
    host,
    url,
    persona: 'desktop',
    vantage: 'direct',
    attempt: 1,
    startedAt: NOW,
    endedAt: NOW,
    outcome: 'captured',
    reason: null,
    finalUrl: url,
    status: 200,
    title: null,
    redirects: [],
    hosts: [host],
    peerAddress: '192.0.2.10',
    hazards: [],
    userAgent: 'test',
    browser: 'test',
    bytesReceived: 1000,
    ...parts,
  };
}

/** A capture of a page; `finalUrl` follows the page's own URL. */
export function capture(
  model: PageModel | null,
  parts: {
    persona?: Persona;
    url?: string;
    raster?: Raster | null;
    pictureText?: CaptureView['pictureText'];
    html?: string;
    visit?: Partial<Visit>;
  } = {},
): CaptureView {
  const url = parts.url ?? model?.url ?? 'https://site.example/';
  return {
    visit: visit({ url, finalUrl: model?.url ?? url, persona: parts.persona ?? 'desktop', ...parts.visit }),
    page: model,
    html: parts.html ?? '',
    raster: parts.raster ?? null,
    pictureText: parts.pictureText ?? null,
    artifacts: { html: 'a'.repeat(64), screenshot: 'b'.repeat(64) },
  };
}

export function reference(model: PageModel, parts: Partial<ReferenceView> = {}): ReferenceView {
  return {
    platform: 'works',
    url: model.url,
    version: 1,
    persona: 'desktop',
    capturedAt: NOW,
    page: model,
    raster: null,
    artifacts: { screenshot: 'c'.repeat(64) },
    ...parts,
  };
}

export function context(parts: Partial<DetectionContext> = {}): DetectionContext {
  return { platforms: [WORKS, LIFTS], references: [], allowList: [], now: NOW, ...parts };
}

export function hostView(host: string, captures: CaptureView[], parts: Partial<HostView> = {}): HostView {
  return {
    host,
    urls: captures.map((view) => view.visit.url),
    sightings: [],
    resolution: null,
    probe: null,
    registration: null,
    captures,
    ...parts,
  };
}

export function registered(daysAgo: number, parts: Partial<Registration> = {}): Registration {
  const createdAt = new Date(Date.parse(NOW) - daysAgo * 86_400_000).toISOString();
  return {
    domain: 'site.example',
    registrar: null,
    registrant: null,
    registrantEmail: null,
    createdAt,
    updatedAt: null,
    expiresAt: null,
    status: [],
    nameServers: [],
    outcome: 'found',
    whois: null,
    rdap: null,
    ...parts,
  };
}

/** The official start page as captured for reference. */
export const OFFICIAL_HOME = page({
  url: 'https://cx.works.gov.cn/',
  title: '特种作业操作证及安全生产知识和管理能力考核合格信息查询平台',
  text: '应急管理部\n特种作业操作证及安全生产知识和管理能力考核合格信息查询平台\n特种作业操作证查询\n进入查询\n安全生产知识和管理能力考核合格信息查询\n进入查询\n电工进网作业许可证查询\n进入查询\n电子证书查询下载\n进入查询\n温馨提示：网址是判断证书查询平台真伪的唯一标准，请认准本平台网址。\n主办单位：应急管理部\n京ICP备10000001号 网站标识码bm99000001',
  headings: ['特种作业操作证及安全生产知识和管理能力考核合格信息查询平台'],
  links: [{ href: 'https://cx.works.gov.cn/special', text: '进入查询' }],
});

export const OFFICIAL_FORM = page({
  url: 'https://cx.works.gov.cn/special',
  title: '特种作业操作证查询',
  text: '应急管理部\n特种作业操作证及安全生产知识和管理能力考核合格信息查询平台\n特种作业操作证查询\n证件类型\n证件号码\n姓名\n验证码\n查询\n重置\n以上信息仅供参考，如有疑问请与发证机关联系\n京ICP备10000001号',
  headings: ['特种作业操作证查询'],
  ...queryForm(),
});

export const REFERENCES: ReferenceView[] = [reference(OFFICIAL_HOME), reference(OFFICIAL_FORM)];

/** One filled-in certificate record, as fake QR pages show it. */
export const RECORD_TEXT =
  '特种作业操作证查询结果\n姓名：张三\n证号：T11010119900101000X\n作业类别：电工作业\n操作项目：低压电工作业\n初领日期：2023-05-06\n有效期开始日期：2023-05-06\n有效期结束日期：2029-05-05\n应复审日期：2026-05-05\n签发机关：某省应急管理厅\n证书状态：有效';
