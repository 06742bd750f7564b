/** Pages that never existed, drawn: a screenshot and the page model that fits it, box by box. */
import sharp from 'sharp';
import type { PageField, PageModel } from '../../storage/vocabulary/page-model.ts';

export interface DrawnPageOptions {
  url: string;
  title: string;
  /** Label of each input, top to bottom. */
  labels: string[];
  colour?: string;
  text?: string;
  width?: number;
  height?: number;
  /** Pixels per page pixel. */
  density?: number;
  banner?: string;
}

export interface DrawnPage {
  png: Buffer;
  page: PageModel;
}

/**
 * The same options give the same bytes. Words show only where the machine has a font for them; the layout always does.
 */
export async function drawPage(options: DrawnPageOptions): Promise<DrawnPage> {
  const {
    url,
    title,
    labels,
    colour = '#1a5fa8',
    text = '',
    width = 1280,
    height = 800,
    density = 1,
    banner = '',
  } = options;
  const card = { x: width * 0.2, width: width * 0.6, y: 190 };
  const fields = labels.map((label, index) =>
    drawnField(label, card.x + 150, card.y + 70 + index * 62, Math.min(420, card.width - 190)),
  );
  const words = (x: number, y: number, size: number, fill: string, content: string): string =>
    `<text x="${x}" y="${y}" font-size="${size}" fill="${fill}" font-family="Noto Sans Hans, sans-serif">${escapeXml(content)}</text>`;
  const drawn = fields.map(
    ({ box, label }) =>
      `<rect x="${box?.x}" y="${box?.y}" width="${box?.width}" height="${box?.height}" rx="4" fill="#fff" stroke="#c5ccd6"/>${words(card.x + 40, (box?.y ?? 0) + 27, 16, '#333', label)}`,
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width * density}" height="${height * density}" viewBox="0 0 ${width} ${height}">
<rect width="100%" height="100%" fill="#f0f3f7"/><rect width="100%" height="110" fill="${colour}"/><circle cx="70" cy="55" r="32" fill="#c9302c"/><circle cx="70" cy="55" r="14" fill="#f7d046"/>
${words(120, 64, Math.min(28, width / 30), '#fff', title)}<rect x="${card.x}" y="${card.y}" width="${card.width}" height="${120 + labels.length * 62}" rx="6" fill="#fff" stroke="#dde3ea"/>
${drawn.join('')}<rect x="${card.x + 150}" y="${card.y + 75 + labels.length * 62}" width="160" height="40" rx="4" fill="${colour}"/>${words(card.x + 212, card.y + 101 + labels.length * 62, 16, '#fff', '查询')}
${banner === '' ? '' : `<rect x="0" y="110" width="100%" height="46" fill="#fff4d6"/>${words(40, 139, 16, '#8a5a00', banner)}`}<rect y="${height - 60}" width="100%" height="60" fill="#2b3442"/>${words(40, height - 24, 14, '#c7cfda', text)}</svg>`;
  const png = await sharp(Buffer.from(svg)).png().toBuffer();
  return {
    png,
    page: pageModel({ url, title, labels, text: [title, banner, ...labels, text].join('\n'), fields, width, height }),
  };
}

function drawnField(label: string, x: number, y: number, width: number): PageField {
  return {
    tag: 'input',
    type: 'text',
    name: '',
    label,
    placeholder: `请输入${label}`,
    options: [],
    visible: true,
    box: { x, y, width, height: 40 },
    form: 0,
  };
}

function pageModel(facts: {
  url: string;
  title: string;
  labels: string[];
  text: string;
  fields: PageField[];
  width: number;
  height: number;
}): PageModel {
  const { url, title, text, fields, width, height } = facts;
  return {
    url,
    title,
    language: 'zh-CN',
    charset: 'utf-8',
    text,
    headings: [title],
    forms: [{ action: null, method: 'get', frame: null }],
    fields,
    buttons: [{ text: '查询', box: null }],
    links: [],
    images: [],
    scripts: [],
    inlineScripts: [],
    frames: [],
    meta: {},
    tables: [],
    elementCount: 60,
    viewport: { width, height },
    pageHeight: height,
    qrCodes: [],
  };
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
