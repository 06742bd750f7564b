/**
 * What a page that may be parked says, sentence by sentence, and how much of it is about anything but its own domain.
 */
import { htmlToText } from './html-text.ts';
import { ABOUT_DOMAIN, ADVERTISING, MENU_WORDS } from './parked-words.ts';

/** The text of a page that may be parked, with host names told apart. */
export interface ParkedText {
  /** The page's own host written as `⌂`. */
  title: string;
  /** Text without the title, the same way. */
  text: string;
  sentences: string[];
  /** The own host is named in the title or the text. */
  namesItself: boolean;
  /** Other hosts that are named, e-mail addresses left out. */
  otherHosts: readonly string[];
  /** Menu words among the links: a site with pages of its own. */
  menu: number;
  /** Characters of sentences about the domain, its sale and how to reach the seller; and of all others. */
  about: number;
  other: number;
}

/** How much is looked at: more is no parking page. */
const LONGEST = 6000;
const HOST =
  /(?<![@\w.-])(?:www\.)?[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\.(?!html?\b|php\b|jsp?\b|aspx?\b|png\b|jpg\b|css\b)[a-z]{2,}(?![\w-])/gi;
/** Lines of a list of advertising links are short. */
const ADVERTISED = 30;

/** Reads markup; `host` is the page's own, '' when unknown. */
export function parkedText(html: string, title: string, host: string): ParkedText {
  const others = new Set<string>();
  let namesItself = false;
  const withoutOwn = (text: string) =>
    text.replace(HOST, (name) => {
      const bare = name.toLowerCase().replace(/^www\./, '');
      const own = host !== '' && (host === bare || host === `www.${bare}` || host.endsWith(`.${bare}`));
      if (own) namesItself = true;
      else others.add(bare);
      return own ? '⌂' : name;
    });
  const said = withoutOwn(title.replace(/\s+/g, ' ').trim());
  const text = withoutOwn(htmlToText(html).slice(0, LONGEST).trim());
  const sentences = text
    .split(/[。！？!?；;\n\u2028]|\.(?=\s|$)/)
    .map((sentence) => sentence.replace(/^[\s:：|·-]+|\s+$/g, ''))
    .filter((sentence) => sentence !== '');
  return {
    title: said,
    text,
    sentences,
    namesItself,
    otherHosts: [...others],
    menu: menuWords(html),
    ...shares(sentences),
  };
}

function menuWords(html: string): number {
  const words = [...html.matchAll(/>\s*([^<>]{1,12}?)\s*<\/a>/gi)].map(([, word = '']) => word.toLowerCase());
  return new Set(words.filter((word) => MENU_WORDS.has(word))).size;
}

function shares(sentences: readonly string[]): { about: number; other: number } {
  let [about, other, advertising] = [0, 0, false];
  for (const sentence of sentences) {
    const length = sentence.replace(/\s/g, '').length;
    if (ADVERTISING.test(sentence)) advertising = true;
    else if (ABOUT_DOMAIN.test(sentence)) about += length;
    else if (!advertising || length > ADVERTISED) other += length;
  }
  return { about, other };
}
