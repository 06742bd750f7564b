/** The sweep report holds everything, shows hostile content as text, and reaches for nothing outside itself. */
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REPORT_POLICY, sweepReport } from '../../../reports/sweep-report/sweep-report.ts';
import { damageBlob } from '../damage-blob.ts';
import { FAKE, ID_NUMBER, INJECTED, NOW, PHONE, PLATFORM } from '../fixture-records.ts';
import type { Fixture } from '../fixture-store.ts';
import { openFixture } from '../fixture-store.ts';

let fixture: Fixture;
let zh: string;
let en: string;
const report = (from: Fixture, lang: 'zh' | 'en'): Promise<string> =>
  sweepReport({ store: from.store, sweepId: from.sweepId, platforms: [PLATFORM], lang, generatedAt: NOW });

beforeAll(async () => {
  fixture = await openFixture();
  zh = await report(fixture, 'zh');
  en = await report(fixture, 'en');
});
afterAll(() => fixture.close());

/** The document without its style sheet and picture data: what a reader sees, and the markup. */
function body(document: string): string {
  return document.slice(document.indexOf('<body>')).replaceAll(/data:image\/webp;base64,[A-Za-z0-9+/=]+/g, 'data:');
}

describe('hostile content', () => {
  it('adds no element and no attribute', () => {
    const tags = new Set([...body(zh).matchAll(/<([a-z0-9]+)/gi)].map(([, tag]) => tag));
    for (const tag of ['script', 'a', 'iframe', 'link', 'object', 'embed', 'form', 'base', 'input', 'video', 'audio'])
      expect(tags).not.toContain(tag);
    expect(body(zh)).not.toMatch(/<[^>]+\son[a-z]+\s*=/i);
    expect(zh).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&quot;&gt;&lt;img src=x onerror=alert(2)&gt;');
  });
  it('in a host, a finding and a sweep key is escaped like everywhere else', async () => {
    const { store, sweepId } = fixture;
    const [one] = await store.assessments.list(sweepId);
    const hostile = {
      ...one!,
      host: '"><svg onload=alert(3)>.example',
      url: 'https://x.example/"><svg onload=alert(4)>',
      platform: '<b>p</b>',
      because: [{ zh: '</style><svg onload=alert(5)>', en: '' }],
    };
    const document = await sweepReport({
      store: {
        ...store,
        sweeps: Object.assign(Object.create(store.sweeps), {
          get: async () => ({
            id: 1,
            key: '<svg onload=alert(6)>',
            parameters: null,
            startedAt: '<svg onload=alert(7)>',
            finishedAt: null,
            workedSeconds: null,
          }),
          sourceRuns: async () => [],
          issues: async () => [],
        }),
        assessments: Object.assign(Object.create(store.assessments), { list: async () => [hostile] }),
        candidates: store.candidates,
      },
      sweepId,
      platforms: [PLATFORM],
      generatedAt: NOW,
    });
    expect(document.match(/&lt;svg onload=alert\(\d\)&gt;/g)?.length).toBeGreaterThanOrEqual(6);
    expect(document).not.toContain('<svg onload');
  });
  it('brings no control or direction characters', () =>
    expect(zh).not.toMatch(/(?!\n)[\p{Cc}\u202A-\u202E\u2066-\u2069\u200B-\u200F]/u));
});

describe('the file', () => {
  it('needs nothing from anywhere', () => {
    expect(zh).toContain(`<meta http-equiv="Content-Security-Policy" content="${REPORT_POLICY}">`);
    expect(REPORT_POLICY).toMatch(/^default-src 'none'; img-src data:; style-src 'unsafe-inline'/);
    const sources = [...zh.matchAll(/\ssrc="([^"]*)"/g)].map(([, source]) => source);
    expect(sources.length).toBeGreaterThan(0);
    for (const source of sources) expect(source).toMatch(/^data:image\/webp;base64,/);
    expect(zh).not.toMatch(/\bhref=|@import|url\(|<script|srcset=/);
  });
  it('holds no address that could be followed', () => {
    expect(zh).not.toMatch(/https?:\/\//);
    expect(zh).not.toContain(FAKE);
    expect(zh).toContain('hxxps://cx-mem-gov[.]query[.]example/q?id=8f3a');
  });
  it('is the same when made again from the same store', async () => expect(await report(fixture, 'zh')).toBe(zh));
  it('stays small: pictures are reduced', () => expect(zh.length).toBeLessThan(400_000));
});

describe('personal data', () => {
  it('is masked in every text', () => {
    for (const document of [zh, en]) {
      expect(document).not.toContain(ID_NUMBER);
      expect(document).not.toContain(PHONE);
      expect(document).not.toContain('张三丰');
    }
    expect(zh).toContain('110*************10');
    expect(zh).toContain('138****0000');
    expect(zh).toContain('张**');
  });
  it('makes the picture illegible and says so', async () => {
    const pictures = [...zh.matchAll(/src="data:image\/webp;base64,([^"]+)" alt="微信内置浏览器"/g)].map(([, data]) =>
      Buffer.from(data ?? '', 'base64'),
    );
    expect(pictures).toHaveLength(1);
    // 390 CSS pixels wide as shown to the visitor: a quarter of that is left.
    expect((await sharp(pictures[0]).metadata()).width).toBe(98);
    expect(zh).toContain('图像已降为不可辨读');
    expect(en).toContain('the picture is made illegible');
  });
});

describe('contents', () => {
  it('name the facts of the sweep, in both languages', () => {
    for (const fact of ['2026-11-21 10:00:00 UTC+8', 'weekly mem-cx', '>v1<', '>v3<', '0.1.0', PLATFORM.name])
      for (const document of [zh, en]) expect(document).toContain(fact);
    expect(zh).toContain('<html lang="zh-CN">');
    expect(en).toContain('<html lang="en">');
    expect(zh).toContain('未签名');
    expect(zh).toContain('未加盖可信时间戳');
    expect(en).toContain('unsigned');
    expect(en).toContain('unstamped');
  });
  it('say which sources were silent, failed or never ran', () => {
    for (const word of ['无发现', '失败', '未运行', '4120']) expect(zh).toContain(word);
    for (const word of ['silent (found nothing)', 'failed', 'did not run']) expect(en).toContain(word);
  });
  it('call nobody fake: accusing verdicts are suspicions', () => {
    for (const word of ['疑似仿冒', '疑似被植入']) expect(zh).toContain(word);
    expect(zh).not.toMatch(/(?<!疑似|未见|冒)仿冒网站(?!巡查)/);
    expect(en).toContain('suspected impersonation');
  });
  it('put the accusing sites first and in full, the others in short', () => {
    expect(zh.match(/<article class="site"/g)).toHaveLength(2);
    expect(zh.match(/<section class="brief"/g)).toHaveLength(3);
    expect(zh.indexOf('1. cx-mem-gov[.]query')).toBeLessThan(zh.indexOf(`2. ${INJECTED.replaceAll('.', '[.]')}`));
  });
  it('show what would change the verdict, the reasons with their weights, and the hazards', () => {
    for (const text of [
      '若该主机属于应急管理部',
      '+2.10',
      '-0.30',
      '弹窗 ×3',
      '唤起外部应用 ×1',
      '301 → hxxp://',
      '203.0.113.9',
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'ns1[.]dns[.]example',
    ]) {
      expect(zh.replaceAll(/<\/?span[^>]*>/g, '')).toContain(text);
    }
  });
  it('put page and reference side by side with matches and differences marked', () => {
    const section = body(zh).slice(body(zh).indexOf('id="site-1"'), body(zh).indexOf('id="site-2"'));
    expect(section.match(/<div class="pair"><figure/g)).toHaveLength(1);
    expect(section).toMatch(/<rect class="difference" x="0" y="110" width="1280" height="46"/);
    expect(section).toMatch(/<rect class="same" x="0" y="0" width="1280" height="96"/);
    expect(section.match(/<rect class="match"/g)?.length).toBeGreaterThanOrEqual(6);
    expect(section).toContain('官方参照');
    expect(section).toContain('桌面浏览器');
    expect(section).toMatch(/<td class="">姓名<\/td><td class="">姓名<\/td>/);
  });
  it('list SHA-256 and SM3 of every artefact', async () => {
    const artifacts = await fixture.store.evidence.artifacts(fixture.sweepId, FAKE);
    expect(artifacts.length).toBeGreaterThan(3);
    for (const { digest } of artifacts) {
      expect(zh).toContain(digest);
      expect(zh).toContain((await fixture.store.evidence.describe(digest))?.sm3);
    }
  });
});

it('names a sweep that does not exist', async () => {
  await expect(sweepReport({ store: fixture.store, sweepId: 99, platforms: [] })).rejects.toMatchObject({
    code: 'SWEEP_UNKNOWN',
    exit: 'usage',
  });
});

it('still reports when a blob is damaged, and says which at the top', async () => {
  const spoilt = await openFixture();
  try {
    const artifacts = await spoilt.store.evidence.artifacts(spoilt.sweepId, FAKE);
    const digest = artifacts.find(({ kind }) => kind === 'screenshot')!.digest;
    await damageBlob(spoilt.databaseFile, digest);
    const document = await report(spoilt, 'zh');
    const notice = document.slice(document.indexOf('<div class="notice alarm">'), document.indexOf('线索来源</h2>'));
    expect(notice).toContain(digest);
    expect(document).toContain('已损坏：现存内容与校验值不符');
  } finally {
    await spoilt.close();
  }
});
