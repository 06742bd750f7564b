/** Takes a WHOIS answer apart: keys with values, and the blocks they stand in. Pure and linear. */
import { BARE_HEADINGS, DOMAIN_KEYS, PART_HEADINGS, type WhoisPart } from './whois-keys.ts';

export interface WhoisLine {
  /** What the block is about; null = the domain itself. */
  part: WhoisPart | null;
  /** As compared: lower case, without dots, brackets and numbers; '' = a line of a block without one. */
  key: string;
  value: string;
  /** Lines between two blank ones share it. */
  paragraph: number;
}

/** A hostile answer is one endless line, or a million short ones. */
const MAX_LINE = 2000;
const MAX_LINES = 5000;
const MAX_KEY = 60;

/** `[Registrant] x` and `g. [Organization] x` (Japan, Malaysia). */
const BRACKETED = /^(?:[a-z][.)]?\s+)?\[([^\]]{1,60})\]\s*(.*)$/i;
/** `Record created on 2005-06-01`: a sentence in place of a key. */
const SENTENCE =
  /^((?:domain |record )*(?:created|registered|activated|expires|expired|will expire|last updated|last modified|updated)(?: on)?)[\s.:]+(\d.*|[a-z]{3,9}[ -]\d.*|[a-z]{3,9},? [a-z]{3,9} +\d.*)$/i;
/** A name server and its address, which may have colons. */
const SERVER = /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)+\.?\s+[[(]?(?:\d+\.\d|[0-9a-f]*:)/i;
const COMMENT = /^(?:[%#;]+|>>>|--)\s*/;
const NAME_SERVER_KEYS: ReadonlySet<string> = new Set(DOMAIN_KEYS.nameServers);
const KNOWN_KEYS: ReadonlySet<string> = new Set(['domain name', 'domain', ...Object.values(DOMAIN_KEYS).flat()]);
/** Keys that name no party: below `Registrar:` they are its own. */
const UNQUALIFIED =
  /^(?:name|org|organi[sz]ation|company|contact|email|phone|url|web(?:site)?|address|country|reg no|handle)$/;

interface Block {
  /** null = lines that belong to the key that opened it. */
  part: WhoisPart | null;
  key: string;
  indent: number;
  /** `Registrant:`; a heading of another shape needs no indented lines. */
  colon: boolean;
  /** Lines seen in it; a blank one ends it after the first. */
  lines: number;
  deeper: boolean;
  /**
   * A blank line stood between it and its first line; null = opened by a key with a value, which no blank line
   * separates.
   */
  apart: boolean | null;
}

export function whoisLines(text: string): WhoisLine[] {
  const reader = new BlockReader();
  for (const raw of text.split(/\r\n|\r|\n/, MAX_LINES)) reader.read(raw.slice(0, MAX_LINE).replaceAll('\t', '    '));
  return reader.lines;
}

class BlockReader {
  readonly lines: WhoisLine[] = [];
  #block: Block | null = null;
  #paragraph = 0;

  read(whole: string): void {
    const line = whole.trim();
    if (line === '') this.#blank();
    else if (COMMENT.test(line)) this.#comment(line);
    else this.#line(line, whole.length - whole.trimStart().length);
  }

  #blank(): void {
    this.#paragraph += 1;
    if (this.#block && (this.#block.lines > 0 || this.#block.apart === null)) this.#block = null;
    if (this.#block) this.#block.apart = true;
  }

  /** Ukraine puts its headings into comments. */
  #comment(line: string): void {
    const part =
      line.startsWith('%') && /[:：]$/.test(line) ? partOf(keyOf(line.replace(COMMENT, '').slice(0, -1))) : null;
    if (part !== null) this.#block = { part, key: '', indent: -1, colon: false, lines: 0, deeper: false, apart: false };
  }

  #line(line: string, indent: number): void {
    if (this.#block?.deeper === true && indent <= this.#block.indent) this.#block = null;
    const { key, value, colon } = keyed(line);
    const within = this.#block !== null && this.#block.lines > 0 && this.#block.deeper;
    const heading = value !== '' && key !== '' ? null : key !== '' ? partOf(key) : within ? null : bareHeading(line);
    if (heading !== null) {
      this.#block = { part: heading, key, indent, colon, lines: 0, deeper: false, apart: false };
      return;
    }
    if (this.#block?.lines === 0) this.#enter(this.#block, key, indent);
    const { part, key: opener } = this.#block ?? { part: null, key: '' };
    if (this.#block) this.#block.lines += 1;
    if (key !== '') this.#push(part, key, value);
    else if (this.#block) this.#push(part, part === null ? opener : '', line);
    // what a key says may stand below it, and its other values too
    if (key !== '' && this.#block === null && (value === '' || NAME_SERVER_KEYS.has(key)))
      this.#block = {
        part: NAME_SERVER_KEYS.has(key) ? 'nameServers' : null,
        key,
        indent,
        colon: true,
        lines: 0,
        deeper: false,
        apart: null,
      };
  }

  /**
   * Whether the first line after a heading belongs to it: it stands further in, or has no key, or the heading stands
   * for itself.
   */
  #enter(block: Block, key: string, indent: number): void {
    block.deeper = indent > block.indent;
    const below = key === '' && block.part === null && KNOWN_KEYS.has(block.key);
    const own =
      block.deeper ||
      below ||
      (block.part !== null && (key === '' || !block.colon || block.apart === true || UNQUALIFIED.test(key)));
    if (!own) this.#block = null;
  }

  #push(part: WhoisPart | null, key: string, value: string): void {
    this.lines.push({ part, key, value, paragraph: this.#paragraph });
  }
}

function keyed(line: string): { key: string; value: string; colon: boolean } {
  const bracketed = BRACKETED.exec(line);
  if (bracketed) return { key: keyOf(bracketed[1] ?? ''), value: bracketed[2] ?? '', colon: false };
  if (SERVER.test(line)) return { key: '', value: line, colon: false };
  const sentence = SENTENCE.exec(line);
  if (sentence) return { key: keyOf(sentence[1] ?? ''), value: sentence[2] ?? '', colon: true };
  // columns without a colon
  const column = /^([a-z][a-z _-]{2,30}?)\s{2,}([^\s:：.].*)$/i.exec(line);
  if (column && KNOWN_KEYS.has(keyOf(column[1] ?? '')))
    return { key: keyOf(column[1] ?? ''), value: column[2] ?? '', colon: true };
  const colon = line.search(/[:：]/);
  const key = colon < 1 ? '' : keyOf(line.slice(0, colon));
  const isTime = /\d$/.test(line.slice(0, colon)) && /^\d/.test(line.slice(colon + 1));
  if (key === '' || key.length > MAX_KEY || isTime || line.startsWith('//', colon + 1))
    return { key: '', value: line, colon: false };
  return { key, value: line.slice(colon + 1).trim(), colon: !line.startsWith('**') };
}

/**
 * `** Domain Name Servers (2)......` → `domain name servers`; of two languages (`Titular / Registrant`) the one that is
 * known.
 */
function keyOf(text: string): string {
  const [first = '', ...others] = text.split(' / ').map(plainKey);
  return (
    others.find((key) => KNOWN_KEYS.has(key) || partOf(key) !== null) ?? (others.length === 0 ? first : plainKey(text))
  );
}

function plainKey(text: string): string {
  return text
    .toLowerCase()
    .replace(/\([^()]*\)?/g, ' ')
    .replace(/^[*\s]+|[._\s]+$/g, '')
    .replace(/[-._\s]+/g, ' ')
    .replace(/(?<=^ns) ?\d+(?= )| ?\d+$/g, '')
    .replace(/\be mail\b/, 'email')
    .trim()
    .replace(/^(?:(?:domain|record|current) )+(?!names?\b|servers?\b|dns\b|nameservers?\b|holder\b|owner\b)/, '');
}

function partOf(key: string): WhoisPart | null {
  return PART_HEADINGS.find(([, pattern]) => pattern.test(key))?.[0] ?? null;
}

/** A heading without a colon has to be one from end to end: `Technical Solutions Ltd` is a name. */
function bareHeading(line: string): WhoisPart | null {
  const key = keyOf(line);
  const part = partOf(key);
  return part === 'other' && !BARE_HEADINGS.test(key) ? null : part;
}
