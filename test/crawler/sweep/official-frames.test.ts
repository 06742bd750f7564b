/**
 * From real frames in a real browser to verdicts: what an official host serves in a frame accuses nobody and excuses
 * nobody.
 */
import { readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer';
import { loadHostView } from '../../../crawler/sweep/load-host-view.ts';
import { assess } from '../../../detectors/assess.ts';
import { ownPage } from '../../../detectors/reading/official-frames.ts';
import type { DetectionContext } from '../../../detectors/host-view.ts';
import type { Assessment } from '../../../storage/vocabulary/detect.ts';
import { context, reference, WORKS } from '../../detectors/page-fixtures.ts';
import { openRig, type CaptureRig } from '../capture/capture-rig.ts';
import { html } from '../capture/loopback-world.ts';

let rig: CaptureRig;
/** One for all sites: a browser's start is the dearest part of a visit. */
let sweepId: number;
let ctx: DetectionContext;
const OFFICIAL = 'cx.works.gov.cn';
const FRAME = (width: string, height: string): string =>
  `<iframe src="http://${OFFICIAL}/special" width="${width}" height="${height}" style="border:0;display:block"></iframe>`;
const QUERY = `<form><p><label>证件类型 <select name=lx><option>身份证<option>护照</select></label><p><label>证件号码 <input name=zj placeholder="请输入证件号码"></label><p><label>姓名 <input name=xm placeholder="请输入姓名"></label><p><label>验证码 <input name=yzm placeholder="请输入验证码"></label><p><button>查询</button></form>`;
const NAMED = `<div style="background:#1450b4;color:#fff;padding:24px"><h1>${WORKS.name}</h1></div><h2>特种作业操作证查询</h2>`;
const ANALYTICS = '<script>var hm="https://hm.baidu.com/hm.js?0123456789abcdef0123456789abcdef"</script>';
const OWN = `<h1>某某市某某局办事服务</h1><p>${'本局办理各类许可事项，请携带有关材料到政务服务大厅窗口办理，咨询时间为工作日上午。'.repeat(3)}</p><p>主办单位：某某市某某局 某ICP备20990077号</p>`;
const BARE = { head: '<style>body{margin:0}</style>' };

const judged = async (host: string): Promise<Assessment> => assess(await loadHostView(rig.store, sweepId, host), ctx);
const imitating = ({ findings }: Assessment): string[] =>
  findings
    .filter(
      ({ weight, detector }) =>
        weight > 0 && !['no-filing', 'certificate-problem', 'domain-similarity'].includes(detector),
    )
    .map(({ detector }) => detector);

async function codeFor(text: string): Promise<string> {
  prepareZXingModule({
    overrides: {
      wasmBinary: readFileSync(fileURLToPath(import.meta.resolve('zxing-wasm/writer/zxing_writer.wasm'))).buffer,
    },
  });
  const { svg } = await writeBarcode(text, { format: 'QRCode', scale: 5 });
  return `<div style="width:200px;background:#fff;padding:16px">${svg.replace(/<\?xml[^>]*>|<!DOCTYPE[^>]*>/g, '')}</div>`;
}

beforeAll(async () => {
  rig = await openRig();
  const [officialCode, otherCode] = [
    await codeFor('http://cx.works.gov.cn/app'),
    await codeFor('http://pay-desk.example/x'),
  ];
  const copied = `${NAMED}${QUERY}`;
  const cover = `<div style="position:absolute;left:0;top:0;width:1280px;height:800px;background:#fff;z-index:9">${copied}</div>`;
  const sites: Record<string, RequestListener> = {
    [OFFICIAL]: html(`${NAMED}${officialCode}${QUERY}<p>京ICP备10000001号 网站标识码bm99000001</p>${ANALYTICS}`, {
      title: '特种作业操作证查询',
    }),
    'yjj.anycity.gov.cn': html(`${OWN}${FRAME('100%', '640')}`, { title: '办事服务' }),
    'desk.example': html(`${OWN}${FRAME('100%', '640')}`, { title: '办事服务' }),
    'tzzy-cx.example': html(`${copied}${FRAME('100%', '300')}`, { title: '特种作业操作证查询' }),
    'kit.example': html(copied, { title: '特种作业操作证查询' }),
    'shell.example': html('<iframe src="http://kit.example/" width="1280" height="800" style="border:0"></iframe>', {
      ...BARE,
      title: '查询',
    }),
    'cover.example': html(`${FRAME('1280', '800')}${cover}`, { ...BARE, title: '查询' }),
    'cx-works-gov.cn': html(FRAME('1280', '800'), { ...BARE, title: '特种作业操作证查询' }),
    'sale.example': html(
      `<h1>电工证办理</h1><p>电工证、焊工证办理，免考包过，三天拿证</p><p>价格800元，加微信：gszs2024</p>${FRAME('100%', '500')}`,
      { title: '电工证办理' },
    ),
    'code.example': html(`${otherCode}${FRAME('100%', '560')}`, { ...BARE, title: '扫码' }),
  };
  for (const [host, site] of Object.entries(sites)) rig.world.sites.set(host, site);
  sweepId = await rig.plan(
    Object.keys(sites).map((host) => ({ url: host === OFFICIAL ? `http://${host}/special` : `http://${host}/` })),
  );
  await rig.run(sweepId, { settings: { readPictures: false, visitTimeoutMs: 60_000 } });
  const [official] = (await loadHostView(rig.store, sweepId, OFFICIAL)).captures;
  ctx = context({ references: [reference(official!.page!, { raster: official!.raster })] });
});
afterAll(() => rig.close());

describe('an honest portal that embeds the official query', () => {
  it.each(['yjj.anycity.gov.cn', 'desk.example'])('is accused of nothing on %s', async (host) => {
    const verdict = await judged(host);
    expect(verdict.verdict).toBe('benign');
    expect(imitating(verdict)).toEqual([]);
    expect(verdict.findings.map(({ detector }) => detector)).toContain('frame-left-out');
    expect(verdict.clues['analytics']).toBeUndefined();
  });
});

describe('a fake is accused', () => {
  it('with a query of its own and an official frame below it', async () => {
    expect(await judged('tzzy-cx.example')).toMatchObject({ verdict: 'impersonation', platform: 'works' });
  });

  it('whose whole page is a frame of another fake', async () => {
    expect((await judged('shell.example')).verdict).toBe('impersonation');
  });

  it('whose own page covers the official frame', async () => {
    const verdict = await judged('cover.example');
    expect(verdict.verdict).toBe('impersonation');
    expect(imitating(verdict)).toContain('screenshot-comparison');
  });
});

it('the official page in a frame as large as the window, below a look-alike name, is undecided', async () => {
  const verdict = await judged('cx-works-gov.cn');
  expect(verdict.verdict).toBe('undecided');
  expect(imitating(verdict)).toEqual([]);
  expect(verdict.because[0]?.en).toContain(OFFICIAL);
});

describe('what stands around an official frame counts by itself', () => {
  it('words that sell certificates', async () => {
    expect((await judged('sale.example')).verdict).toBe('certificate-sale');
  });

  it('a QR code outside the frame, not the one inside', async () => {
    const [view] = (await loadHostView(rig.store, sweepId, 'code.example')).captures;
    expect(view?.page?.qrCodes.toSorted()).toEqual(['http://cx.works.gov.cn/app', 'http://pay-desk.example/x']);
    expect(ownPage(view!.page!, ctx).qrCodes).toEqual(['http://pay-desk.example/x']);
  });
});
