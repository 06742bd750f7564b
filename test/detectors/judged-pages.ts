/** Pages that are judged in many tests, and the judging of them. */
import { assess } from '../../detectors/assess.ts';
import type { CaptureView, HostView } from '../../detectors/host-view.ts';
import type { Assessment } from '../../storage/vocabulary/detect.ts';
import type { PageModel } from '../../storage/vocabulary/page-model.ts';
import { portal } from './drawn-raster.ts';
import { OFFICIAL_FORM, OFFICIAL_HOME, RECORD_TEXT, REFERENCES, context, page, hostView } from './page-fixtures.ts';

export const references = REFERENCES.map((view, index) => ({
  ...view,
  raster: portal(index === 0 ? { seed: 70 } : {}),
}));
export const ctx = context({ references });
export const judge = (host: string, captures: CaptureView[], parts: Partial<HostView> = {}): Assessment =>
  assess(hostView(host, captures, parts), ctx);
export const at = (model: PageModel, url: string): PageModel => ({ ...model, url });

/** A clone without the official identifiers, so that they do not decide. */
export const CLONE_HOME = page({ ...OFFICIAL_HOME, links: [], text: OFFICIAL_HOME.text.replace(/京ICP.*/, '') });
export const CLONE_FORM = page({ ...OFFICIAL_FORM, text: OFFICIAL_FORM.text.replace(/京ICP.*/, '') });
export const RECORD = page({
  title: '特种作业操作证查询结果',
  text: RECORD_TEXT,
  images: [{ src: '/p.jpg', alt: '照片', box: null }],
});
export const COMPANY = page({
  title: '某某电缆有限公司 - 首页',
  text: `某某电缆有限公司\n首页\n产品中心\n关于我们\n联系我们\n${'我们公司成立于二零零三年，主要生产各类电力电缆、控制电缆与特种线材，产品畅销全国各地，欢迎来电洽谈合作。\n'.repeat(5)}版权所有 某某电缆有限公司 粤ICP备12345678号`,
  links: ['产品', '新闻', '关于', '联系', '下载'].map((text) => ({ href: `https://cable.example/${text}`, text })),
});
export const SALE = page({
  title: '电工证 免考包过',
  text: '电工证、焊工证办理，免考包过，三天拿证\n价格800元，加微信：gszs2024\n电话 138-0000-0000',
});
