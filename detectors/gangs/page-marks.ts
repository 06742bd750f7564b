/**
 * What of one page ties it to other pages: contacts and ids, own files, inline scripts, form, comments, title, URL
 * pattern.
 */
import type { NetworkEntry, Visit } from '../../storage/vocabulary/capture.ts';
import type { Platform } from '../../storage/vocabulary/platform.ts';
import type { CaptureView } from '../host-view.ts';
import { extractClues, type ClueKind } from '../reading/clues.ts';
import { formShape } from '../reading/query-form.ts';
import { quote } from '../finding.ts';
import type { SiteMark } from './mark-kinds.ts';
import { closedSuffix, hostOf } from '../names/official-hosts.ts';
import { textDigest } from '../text/text-digest.ts';

/** A capture with what the browser loaded for it. */
export interface MarkedCapture {
  view: Pick<CaptureView, 'visit' | 'page' | 'html'>;
  network: readonly NetworkEntry[];
  /** Response headers of the last hop. */
  headers: readonly { name: string; value: string }[];
}

const MOST_OF_A_KIND = 60;
const LONGEST_VALUE = 300;
const OWN_FILES = new Set(['script', 'stylesheet', 'image', 'font', 'fetch', 'xhr']);

/**
 * All marks of a page, each once, in a fixed order. The same function reads official pages: what they carry is nobody's
 * mark. `isForeign`: hosts whose files are not the operator's even where the page frames them.
 */
export function pageMarks(capture: MarkedCapture, isForeign: (host: string) => boolean = () => false): SiteMark[] {
  const marks = [
    ...clueMarks(capture),
    ...fileMarks(capture, isForeign),
    ...scriptMarks(capture),
    ...formMarks(capture),
    ...sourceMarks(capture),
    ...addressMarks(capture),
    ...serverMarks(capture),
  ];
  const kept = new Map<string, SiteMark>();
  const counts = new Map<string, number>();
  for (const { kind, value } of marks) {
    const mark = { kind, value: value.slice(0, LONGEST_VALUE) };
    const key = `${kind}\n${mark.value}`;
    const count = counts.get(kind) ?? 0;
    if (mark.value === '' || kept.has(key) || count >= MOST_OF_A_KIND) continue;
    counts.set(kind, count + 1);
    kept.set(key, mark);
  }
  return [...kept.values()];
}

/** Ids that the platforms' profiles give: copied ones name the platform, nobody else. */
export function platformMarks(platforms: readonly Platform[]): SiteMark[] {
  return platforms.flatMap(({ ids, titles, name }) => {
    const filing = [
      ...(ids?.icp ?? []),
      ...(ids?.police ?? []),
      ...(ids?.siteCode ?? []).map((code) => code.toLowerCase()),
      ...(ids?.conac ?? []),
    ];
    const bare = filing.map((value) => value.replace(/\s+/g, '').replace(/(号)-\d+$/, '$1'));
    return [
      ...[...filing, ...bare].map((value): SiteMark => ({ kind: 'filing', value })),
      ...(ids?.analytics ?? []).map((value): SiteMark => ({ kind: 'analytics', value })),
      ...[name, ...(titles ?? [])].map((value): SiteMark => ({ kind: 'title', value })),
    ];
  });
}

const CLUE_MARKS: Partial<Record<ClueKind, SiteMark['kind']>> = {
  analytics: 'analytics',
  wechat: 'wechat',
  qq: 'qq',
  email: 'email',
  payment: 'payment',
  apk: 'apk',
  icp: 'filing',
  police: 'filing',
  siteCode: 'filing',
  conac: 'filing',
};

function clueMarks({ view }: MarkedCapture): SiteMark[] {
  return extractClues(view as CaptureView).flatMap(({ kind, value }): SiteMark[] => {
    if (kind === 'phone') return [{ kind: /^1[3-9]\d{9}$/.test(value) ? 'mobile' : 'landline', value }];
    if (kind === 'email' && closedSuffix(value.split('@')[1] ?? '') !== null) return [];
    const mark = CLUE_MARKS[kind];
    // the part behind the hyphen numbers the sites of one holder
    if (mark === 'filing') return [{ kind: mark, value: value.replace(/-\d{1,3}$/, '') }];
    return mark === undefined ? [] : [{ kind: mark, value: kind === 'wechat' ? value.toLowerCase() : value }];
  });
}

/** Names under which everybody's libraries are kept: a copy of them says nothing, whoever serves it. */
const PUBLIC_LIBRARY =
  /^(?:jquery|bootstrap|vue|react|angular|layui|layer|swiper|element-?ui|axios|lodash|underscore|moment|echarts|animate|normalize|reset|font-?awesome|iconfont|vant|zepto|require|polyfill|html5shiv|respond|wp-|es-module|favicon|placeholder)\b/i;

/**
 * Files of the page's own host and of the hosts it frames, by name and size: kits are moved from host to host, folder
 * and all or not.
 */
function fileMarks({ view, network }: MarkedCapture, isForeign: (host: string) => boolean): SiteMark[] {
  const { finalUrl, url, hosts = [] } = view.visit as Partial<Visit>;
  const own = new Set([hostOf(finalUrl ?? url), ...hosts.filter((host) => !isForeign(host))]);
  return network.flatMap(({ url, type, status, bytes, frame }): SiteMark[] => {
    if (
      !OWN_FILES.has(type) ||
      isForeign(hostOf(frame)) ||
      status !== 200 ||
      bytes === null ||
      bytes < 60 ||
      !own.has(hostOf(url))
    )
      return [];
    const name = new URL(url).pathname.split('/').at(-1)?.toLowerCase() ?? '';
    return name === '' || PUBLIC_LIBRARY.test(name) ? [] : [{ kind: 'asset', value: `${name} (${bytes} B)` }];
  });
}

const SHORTEST_SCRIPT = 80;
/** Counters' own snippets are the same everywhere but for the id, which is a mark of its own. */
const COUNTER = /hm\.baidu\.com|cnzz\.com|51\.la|googletagmanager|google-analytics|umeng\.com/i;

/**
 * Scripts compared without their numbers and strings: a kit's configuration differs from site to site, its code does
 * not.
 */
function scriptMarks({ view }: MarkedCapture): SiteMark[] {
  return (view.page?.inlineScripts ?? []).flatMap((text): SiteMark[] => {
    const plain = text.replace(/\s+/g, ' ').trim();
    const bare = plain.replace(/"[^"]{0,500}"|'[^']{0,500}'|`[^`]{0,500}`/g, '""').replace(/\d+/g, '0');
    if (bare.length < SHORTEST_SCRIPT || (plain.length < 1000 && COUNTER.test(plain))) return [];
    return [{ kind: 'script', value: `${textDigest(bare)} “${quote(plain.replace(/\d{6,}/g, '…'), 40)}”` }];
  });
}

/** Kinds, control names and where it is sent: from three asking controls on, two of them named. */
function formMarks({ view }: MarkedCapture): SiteMark[] {
  const { page } = view;
  if (!page) return [];
  const { fields, kinds } = formShape(page);
  const names = fields.map(({ name }) => name.toLowerCase()).filter((name) => name !== '');
  if (fields.length < 3 || names.length < 2) return [];
  const action = page.forms[fields[0]?.form ?? -1]?.action ?? '';
  const path = URL.canParse(action) ? new URL(action).pathname : '';
  const text = `${kinds.join(',')}|${names.join(',')}|${path}`;
  return [{ kind: 'form', value: `${textDigest(text)} “${quote(names.join(' '), 60)}”` }];
}

const COMMENT = /<!--([^]{12,400}?)-->/g;
/** Conditional comments, template engines' placeholders, savers' notes and build marks stand in pages of all kinds. */
const EVERYBODYS_COMMENT =
  /^\s*\[if|\[endif|^\s*(?:\/?ko\b|\$|#|begin|end|start|header|footer|content|main|nav|react-|v-if|saved from|built with|copyright|google|baidu|jquery|bootstrap)|<\w+[\s>]/i;

function sourceMarks({ view }: MarkedCapture): SiteMark[] {
  const marks: SiteMark[] = [];
  for (const [, text = ''] of view.html.slice(0, 500_000).matchAll(COMMENT)) {
    const plain = quote(text, 120);
    if (plain.length >= 12 && !EVERYBODYS_COMMENT.test(text)) marks.push({ kind: 'comment', value: plain });
  }
  const title = quote(view.page?.title ?? '', 120);
  if (title.length >= 6) marks.push({ kind: 'title', value: title });
  return marks;
}

const CODE_SEGMENT = /^(?=.*\d)[0-9a-z_-]{4,}$/i;
const EVERYBODYS_PARAMETERS = new Set(['id', 'page', 'p', 'q', 's', 'v', 't', 'index', 'type', 'lang', 'from']);

/** `/c/8f3a` → `/c/*`, `?sn=…` → `?sn`: only with a code in the path or a parameter of its own. */
function addressMarks({ view }: MarkedCapture): SiteMark[] {
  const written = view.visit.finalUrl ?? view.visit.url;
  if (!URL.canParse(written)) return [];
  const url = new URL(written);
  const segments = url.pathname.split('/').filter((segment) => segment !== '');
  const last = segments.at(-1) ?? '';
  const coded = CODE_SEGMENT.test(last) && !/\.[a-z]{2,5}$/i.test(last);
  const shape = segments.map((segment) => (CODE_SEGMENT.test(segment) ? '*' : segment)).join('/');
  const names = [...new Set(url.searchParams.keys())].filter((name) => !EVERYBODYS_PARAMETERS.has(name)).toSorted();
  if (!coded && names.length === 0) return [];
  return [{ kind: 'url-pattern', value: `/${shape}${names.length > 0 ? `?${names.join('&')}` : ''}` }];
}

/** Headers that servers and frameworks set by themselves. */
const USUAL_HEADER =
  /^(?:connection|date|keep-alive|content-.*|transfer-encoding|server|etag|last-modified|cache-control|expires|pragma|vary|accept-.*|age|via|set-cookie|location|link|p3p|alt-svc|strict-transport-security|x-powered-by|x-frame-options|x-content-type-options|x-xss-protection|x-cache.*|x-request-id|x-ua-compatible|x-via|x-served-by|x-timer|referrer-policy|permissions-policy|access-control-.*|cf-.*|nel|report-to|ali-swift.*|eagleid|timing-allow-origin|x-swift.*|cross-origin-.*|retry-after|upgrade|refresh)$/i;
const USUAL_COOKIE =
  /^(?:phpsessid|jsessionid|asp\.net_sessionid|aspsessionid.*|session(?:id)?|sid|csrf.*|xsrf.*|token|lang|acw_tc|hm_.*|cna|__.*|laravel_session|connect\.sid)$/i;

function serverMarks({ headers }: MarkedCapture): SiteMark[] {
  return headers.flatMap(({ name, value }): SiteMark[] => {
    const lower = name.toLowerCase();
    if (lower === 'set-cookie') {
      const cookie = value.split('=')[0]?.trim() ?? '';
      return cookie === '' || USUAL_COOKIE.test(cookie) ? [] : [{ kind: 'cookie', value: quote(cookie, 60) }];
    }
    if (lower === 'x-powered-by' || lower === 'server')
      return /\d/.test(value) ? [{ kind: 'header', value: `${lower}: ${quote(value, 60)}` }] : [];
    return USUAL_HEADER.test(lower) ? [] : [{ kind: 'header', value: `${lower}: ${quote(value, 60)}` }];
  });
}
