/** Visible text of raw HTML without a browser: a linear tag stripper for probe answers and stored DOMs. */

const ENTITIES: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  copy: '©',
  middot: '·',
  ensp: ' ',
  emsp: ' ',
};
const SKIPPED = new Set(['script', 'style', 'noscript', 'template', 'svg', 'title']);
const INLINE = new Set([
  'a',
  'b',
  'i',
  'em',
  'strong',
  'span',
  'font',
  'u',
  's',
  'small',
  'big',
  'label',
  'sub',
  'sup',
  'bdo',
  'bdi',
  'ins',
  'del',
  'code',
  'var',
  'wbr',
]);

/** Text with block elements on their own lines; script, style and title content dropped. Linear time, never throws. */
export function htmlToText(html: string): string {
  const parts: string[] = [];
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    if (open === -1) break;
    if (open > at) parts.push(html.slice(at, open));
    at = afterTag(html, open, parts);
  }
  if (at < html.length) parts.push(html.slice(at));
  return decodeEntities(parts.join(''))
    .replace(/[ \t\f\v\r]+/g, ' ')
    .replace(/ ?\n[ \n]*/g, '\n');
}

/** Position after the tag (and after a skipped element's content) that starts at `open`. */
function afterTag(html: string, open: number, parts: string[]): number {
  if (html.startsWith('<!--', open)) {
    const end = html.indexOf('-->', open + 4);
    return end === -1 ? html.length : end + 3;
  }
  const name = /^<\/?([a-z][a-z0-9]*)/i.exec(html.slice(open, open + 24))?.[1]?.toLowerCase();
  if (!name) {
    const close = html[open + 1] === '!' || html[open + 1] === '?' ? html.indexOf('>', open) : -1;
    if (close === -1) parts.push('<');
    return close === -1 ? open + 1 : close + 1;
  }
  const end = html.indexOf('>', open);
  if (end === -1) return html.length;
  if (!INLINE.has(name)) parts.push('\n');
  if (!SKIPPED.has(name) || html[open + 1] === '/') return end + 1;
  return afterElement(html, name, end + 1);
}

function afterElement(html: string, name: string, from: number): number {
  const closing = new RegExp(`</${name}`, 'gi');
  closing.lastIndex = from;
  const match = closing.exec(html);
  if (!match) return html.length;
  const end = html.indexOf('>', match.index);
  return end === -1 ? html.length : end + 1;
}

function decodeEntities(text: string): string {
  return text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,6});/gi, (whole, body: string) => {
    if (body[0] !== '#') return ENTITIES[body.toLowerCase()] ?? whole;
    const code =
      body[1]?.toLowerCase() === 'x' ? Number.parseInt(body.slice(2), 16) : Number.parseInt(body.slice(1), 10);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
