/**
 * A real store in a temporary folder with one sweep in it: an impersonation, an injected host, quiet sites and hostile
 * text.
 */
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openStore } from '../../storage/open-store.ts';
import type { Store } from '../../storage/open-store.ts';
import type { Artifact } from '../../storage/vocabulary/artifacts.ts';
import type { Source } from '../../storage/vocabulary/candidates.ts';
import type { Visit } from '../../storage/vocabulary/capture.ts';
import type { Persona } from '../../storage/vocabulary/personas.ts';
import type { ProbeResult, Registration, TlsRecord } from '../../storage/vocabulary/probe.ts';
import type { DrawnPage } from './drawn-page.ts';
import { drawPage } from './drawn-page.ts';
import {
  artifact,
  assessment,
  FAKE,
  finding,
  HOSTILE_TITLE,
  ID_NUMBER,
  INJECTED,
  NOW,
  OFFICIAL,
  pageArtifacts,
  PHONE,
} from './fixture-records.ts';

export interface Fixture {
  store: Store;
  sweepId: number;
  folder: string;
  databaseFile: string;
  close(): Promise<void>;
}

/** Fills a new SQLite store. Always the same content, so that two fixtures give the same reports and exports. */
export async function openFixture(): Promise<Fixture> {
  const folder = await mkdtemp(path.join(tmpdir(), 'mingjing-reports-'));
  const databaseFile = path.join(folder, 'store.sqlite');
  const store = await openStore({ url: `sqlite:${databaseFile}` });
  const { id: sweepId } = await store.sweeps.begin({
    key: 'weekly mem-cx',
    parameters: { sources: ['permutations', 'search', 'certificate-log', 'leads', 'qr'] },
    now: '2026-11-21T02:00:00.000Z',
  });
  await addSources(store, sweepId);
  const reference = await addReference(store);
  await addImpersonation(store, sweepId, reference);
  await addInjected(store, sweepId);
  await addQuietSites(store, sweepId);
  await store.sweeps.finish(sweepId, NOW);
  return {
    store,
    sweepId,
    folder,
    databaseFile,
    async close() {
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function addSources(store: Store, sweepId: number): Promise<void> {
  const run = (source: Source, status: 'done' | 'failed', found: number, note: { zh: string; en: string } | null) =>
    store.sweeps.saveSourceRun({ sweepId, source, scope: 'mem-cx', status, found, note, cursor: null, at: NOW });
  await run('permutations', 'done', 4120, null);
  await run('search', 'done', 0, null);
  await run('certificate-log', 'failed', 0, {
    zh: '日志 http://log.example/ct 在 10 秒内没有应答',
    en: 'the log http://log.example/ct gave no answer in 10 s',
  });
  await run('leads', 'done', 3, { zh: '另有 1 行因缺少网址未读入', en: '1 row without a URL was left out' });
  await store.sweeps.noteIssue(sweepId, {
    stage: 'capture',
    subject: 'bomb.example',
    sentence: { zh: '页面超出 32 MiB 流量上限，已中止', en: 'the page passed the cap of 32 MiB and was ended' },
    at: NOW,
  });
}

async function addReference(store: Store): Promise<DrawnPage> {
  const reference = await drawPage({
    url: `https://${OFFICIAL}/special?index=0`,
    title: '特种作业操作证查询',
    labels: ['证件类型', '证件号码', '姓名', '验证码'],
    text: '主办单位：应急管理部',
  });
  await store.references.save({
    platform: 'mem-cx',
    url: `https://${OFFICIAL}/special?index=0`,
    persona: 'desktop',
    capturedAt: '2026-11-20T08:00:00.000Z',
    artifacts: pageArtifacts(reference, '2026-11-20T08:00:00.000Z', '192.0.2.1'),
  });
  return reference;
}

async function addImpersonation(store: Store, sweepId: number, reference: DrawnPage): Promise<void> {
  const fake = await drawPage({
    url: `https://${FAKE}/q?id=8f3a`,
    title: '特种作业操作证查询',
    labels: ['证件类型', '身份证号', '姓名', '验证码', '手机号码'],
    colour: '#1c62ac',
    banner: '官方唯一认证 免考快速出证',
    text: `主办单位：应急管理部 联系人：张三丰 ${PHONE}`,
  });
  const phone = await drawPage({
    url: `https://${FAKE}/q?id=8f3a`,
    title: '查询结果',
    labels: ['姓名'],
    width: 390,
    height: 844,
    density: 2,
    text: `姓名：张三丰 身份证号 ${ID_NUMBER}`,
  });
  await sight(store, sweepId, FAKE, ['permutations', 'qr']);
  const desktop = await visitSite(store, sweepId, FAKE, 'desktop', fake, {
    title: HOSTILE_TITLE,
    redirects: [
      { url: `http://${FAKE}/`, status: 301 },
      { url: `https://${FAKE}/`, status: 302 },
    ],
    hazards: [{ kind: 'dialog', detail: 'alert("恭喜")', count: 3 }],
  });
  await visitSite(store, sweepId, FAKE, 'wechat', phone, {
    hazards: [{ kind: 'protocol-handler', detail: 'weixin://dl/business', count: 1 }],
  });
  await addInfrastructure(store, sweepId, FAKE);
  const screenshot = desktop.find(({ kind }) => kind === 'screenshot')?.digest ?? null;
  const html = desktop.find(({ kind }) => kind === 'html')?.digest ?? null;
  const boxes = fake.page.fields.flatMap(({ box }) => (box === null ? [] : [box]));
  const referenceDigest = (await store.references.latest())[0]?.artifacts.find(
    ({ kind }) => kind === 'screenshot',
  )?.digest;
  await store.assessments.save(sweepId, {
    ...assessment(FAKE, 'impersonation', 97.4, `https://${FAKE}/q?id=8f3a&idcard=${ID_NUMBER}`),
    platform: 'mem-cx',
    because: [
      {
        zh: '页面标题“特种作业操作证查询”与官方一致，而主机不在官方名单内',
        en: 'The title "特种作业操作证查询" is the official one and the host is not on the official list',
      },
      { zh: '查询表单与官方页面相符程度 86%', en: 'The query form agrees to 86% with the official page' },
    ],
    wouldChange: [
      {
        zh: '若该主机属于应急管理部并列入官方名单，结论改为“官方”',
        en: 'If the host belonged to the ministry and were listed, the verdict would be official',
      },
      { zh: '去掉表单比对后，分值降为 71', en: 'Without the form comparison the score would be 71' },
    ],
    findings: [
      finding('title-match', 2.1, 1, `页面标题“${HOSTILE_TITLE}”；官方标题“特种作业操作证查询”`, [
        { digest: html, text: HOSTILE_TITLE, persona: 'desktop', boxes: [{ x: 112, y: 32, width: 330, height: 46 }] },
      ]),
      finding(
        'form-fingerprint',
        1.62,
        0.86,
        '表单要求填写“证件类型、身份证号、姓名、验证码、手机号码”；官方为“证件类型、证件号码、姓名、验证码”',
        [{ digest: html, boxes, persona: 'desktop' }],
      ),
      finding('visual-similarity', 1.4, 0.83, '画面与官方参照相似 83%；相异区域 2 处', [
        {
          digest: screenshot,
          reference: referenceDigest,
          persona: 'desktop',
          text: '相同区域 matching regions',
          boxes: [
            { x: 0, y: 0, width: 1280, height: 96 },
            { x: 256, y: 190, width: 768, height: 300 },
          ],
        },
        {
          digest: screenshot,
          reference: referenceDigest,
          persona: 'desktop',
          text: '不同区域 differing regions',
          boxes: [
            { x: 0, y: 110, width: 1280, height: 46 },
            { x: 256, y: 500, width: 768, height: 120 },
          ],
        },
      ]),
      finding('domain-age', 0.7, 1, '域名注册 12 天', []),
      finding('own-icp', -0.3, 0.2, '页面写有备案号', []),
    ],
    clues: {
      wechat: [{ value: 'gszs2024', seenIn: html ?? 'page' }],
      phone: [{ value: PHONE, seenIn: html ?? 'page' }],
      payment: [{ value: '张三丰', seenIn: 'QR code' }],
      icp: [{ value: '京ICP备00000000号', seenIn: 'footer' }],
      analytics: [{ value: 'hm:0123456789abcdef0123456789abcdef', seenIn: 'script' }],
    },
  });
  await store.evidence.put(
    artifact('raster', await drawnRaster(reference), 'image/png', {
      derivedFrom: screenshot,
      method: 'sharp resize 400',
    }),
    {
      occasionId: sweepId,
      host: FAKE,
      visitId: null,
    },
  );
}

async function drawnRaster({ png }: DrawnPage): Promise<Buffer> {
  const { default: sharp } = await import('sharp');
  return sharp(png).resize({ width: 400 }).png().toBuffer();
}

async function addInfrastructure(store: Store, sweepId: number, host: string): Promise<void> {
  const domain = host.split('.').slice(-2).join('.');
  await store.candidates.saveResolutions(
    sweepId,
    [
      {
        host,
        outcome: 'live',
        wildcard: false,
        addresses: ['203.0.113.9'],
        records: [
          { type: 'A', value: '203.0.113.9', ttl: 60 },
          { type: 'NS', value: 'ns1.dns.example', ttl: 3600 },
        ],
        resolver: '192.0.2.53:53',
        reason: null,
        at: NOW,
      },
    ],
    () => [],
  );
  const tls: TlsRecord = {
    valid: false,
    error: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    protocol: 'TLSv1.3',
    subject: `CN=${host}`,
    issuer: 'CN=Range CA',
    serialNumber: '0A1B2C',
    validFrom: '2026-11-09T00:00:00.000Z',
    validTo: '2027-02-07T00:00:00.000Z',
    subjectAltNames: [host, `www.${host}`],
    fingerprint256: 'AB:CD:EF',
    chain: ['-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----'],
  };
  const probe: ProbeResult = {
    host,
    outcome: 'web',
    url: `https://${host}/`,
    status: 200,
    headers: { server: 'nginx' },
    title: '特种作业操作证查询',
    redirects: [],
    tls,
    peerAddress: '203.0.113.9',
    reason: null,
    at: NOW,
  };
  await store.candidates.saveProbe(sweepId, probe, [
    artifact('tls', Buffer.from(JSON.stringify(tls)), 'application/json'),
  ]);
  const whois = artifact(
    'whois',
    Buffer.from(`Domain Name: ${domain}\nRegistrant: 张三丰\n`),
    'text/plain; charset=utf-8',
  );
  const registration: Registration = {
    domain,
    registrar: '示例注册商有限公司',
    registrant: '张三丰',
    registrantEmail: `${PHONE}@mail.example`,
    createdAt: '2026-11-09T00:00:00.000Z',
    updatedAt: null,
    expiresAt: '2027-11-09T00:00:00.000Z',
    status: ['ok'],
    nameServers: ['ns1.dns.example', 'ns2.dns.example'],
    outcome: 'found',
    whois: createHash('sha256').update(whois.data).digest('hex'),
    rdap: null,
  };
  await store.candidates.saveRegistration(sweepId, registration, [whois]);
}

async function addInjected(store: Store, sweepId: number): Promise<void> {
  const page = await drawPage({
    url: `http://${INJECTED}/zs/`,
    title: '县职业学校',
    labels: ['证书编号', '姓名'],
    colour: '#1e6b3a',
    text: '版权所有 县职业学校',
  });
  await sight(store, sweepId, INJECTED, ['leads']);
  await visitSite(store, sweepId, INJECTED, 'search', page, {});
  await store.assessments.save(sweepId, {
    ...assessment(INJECTED, 'injected', 88, `http://${INJECTED}/zs/`),
    platform: 'mem-cx',
    because: [
      {
        zh: '正规学校主机的子目录出现证书查询页面，仅对搜索来访者显示',
        en: 'A certificate query page in a folder of a school, shown only to visitors from a search engine',
      },
    ],
  });
}

async function addQuietSites(store: Store, sweepId: number): Promise<void> {
  const school = 'training.example';
  await sight(store, sweepId, school, ['search']);
  await visitSite(
    store,
    sweepId,
    school,
    'desktop',
    await drawPage({
      url: `https://${school}/`,
      title: '安全培训学校',
      labels: [],
      colour: '#7a4b1e',
      text: '本校只提供培训',
    }),
    {},
  );
  await store.assessments.save(sweepId, {
    ...assessment(school, 'benign', 6.2, `https://${school}/`),
    because: [{ zh: '页面只是链接到官方平台', en: 'The page only links to the official platform' }],
  });
  await sight(store, sweepId, 'xn--fiq228c.example', ['list']);
  await store.assessments.save(sweepId, {
    ...assessment('xn--fiq228c.example', 'unreachable', 0, null),
    because: [{ zh: '连接被拒绝', en: 'Connection refused' }],
  });
  await store.assessments.save(sweepId, {
    ...assessment('parked.example', 'parked', 3, 'http://parked.example/'),
    because: [{ zh: '域名待售页面', en: 'A page that offers the name for sale' }],
  });
}

async function sight(store: Store, sweepId: number, host: string, sources: Source[]): Promise<void> {
  await store.candidates.add(
    sweepId,
    sources.map((source) => ({
      kind: 'entry' as const,
      target: `https://${host}/`,
      host,
      sighting: { source, at: NOW, detail: { rule: 'fixture' } },
    })),
  );
}

async function visitSite(
  store: Store,
  sweepId: number,
  host: string,
  persona: Persona,
  drawn: DrawnPage,
  facts: Partial<Visit>,
): Promise<Artifact[]> {
  const at = persona === 'desktop' ? '2026-11-21T03:00:00.000Z' : '2026-11-21T03:05:00.000Z';
  await store.jobs.enqueue([{ occasionId: sweepId, host, url: drawn.page.url, persona, vantage: 'range' }]);
  const [job] = await store.jobs.lease(sweepId, 60_000, 1, Date.parse(at));
  if (job === undefined) throw new Error('no job to lease');
  const visit: Visit = {
    host,
    url: drawn.page.url,
    persona,
    vantage: 'range',
    attempt: job.attempt,
    startedAt: at,
    endedAt: at.replace(':00.000Z', ':03.400Z'),
    outcome: 'captured',
    reason: null,
    finalUrl: drawn.page.url,
    status: 200,
    title: drawn.page.title,
    redirects: [],
    hosts: [host],
    peerAddress: '203.0.113.9',
    hazards: [],
    userAgent: 'Mozilla/5.0 (fixture)',
    browser: 'chromium 153',
    bytesReceived: 48_213,
    ...facts,
  };
  await store.jobs.complete(job, visit, pageArtifacts(drawn, at, '203.0.113.9'));
  const visits = await store.visits.forHost(sweepId, host);
  return visits.find((one) => one.persona === persona)?.artifacts ?? [];
}
