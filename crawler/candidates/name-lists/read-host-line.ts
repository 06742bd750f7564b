/** Finds the host names in one line of a name list: plain names, URLs, table rows, hosts files, zone file records. */
import { domainToUnicode } from 'node:url';
import { isIP } from 'node:net';
import { parse } from 'tldts';
import { canonicalHost, type TargetFault } from '../../reading/canonical-target.ts';
import { ANY_DELIMITER, splitRow } from './split-row.ts';

export type HostFault = TargetFault | 'bad-idn';
/**
 * `skip` = a comment, a directive, a header or a blank; `fault` = a line that should have held a name. `written` is the
 * word or field the name stands in; a line of nothing but names has the further ones in `others`.
 */
export type HostLine =
  | { kind: 'host'; host: string; written: string; others?: { host: string; written: string }[] }
  | { kind: 'skip' }
  | { kind: 'fault'; fault: HostFault };

const PLAIN = /^[a-z0-9][a-z0-9-]*(?:\.[a-z0-9][a-z0-9-]*)+$/;
const RECORD =
  /^(\S+)\s+(?:\d+\w*\s+)?(?:(?:IN|CH)\s+)?(?:\d+\s+)?(?:NS|A|AAAA|CNAME|MX|TXT|SOA|DS|DNSKEY|RRSIG|NSEC3?|CAA|SRV|PTR|HTTPS)\s/i;
const SCHEME = /^[a-z][a-z0-9+.*-]*:\/\//i;
const HEADER =
  /^(?:(?:full[ _-]?)?host(?:[ _-]?names?)?|(?:registered[ _-]?|dns[ _-]?)?domains?(?:[ _-]?names?)?|fqdn|dns[ _-]?name|names?|urls?|links?|web ?sites?|sites?|indicator|ioc|(?:完整|注册|仿冒|可疑|站点|网站)?域名|域名名称|主机名?|网址|网站(?:地址|网址)?|链接(?:地址)?|站点)$/i;
const DOT = /[.。．｡]|\[dot\]/i;
/** Longer than any row of a table of names; matching it against patterns is wasted. */
const LONGEST_ROW = 64 * 1024;
const SKIP: HostLine = { kind: 'skip' };

/** Remembers `$ORIGIN` and the header's host column and delimiter; one for each list. */
export class HostLines {
  #origin = '';
  #column: number | null = null;
  #width = 0;
  #delimiters = ANY_DELIMITER;
  #first = true;
  #before = '';

  /** A record of the same owner as the line before is skipped: a zone file names each domain several times. */
  read(line: string): HostLine {
    if (PLAIN.test(line)) return hostOf(line);
    if (line.length > LONGEST_ROW) return { kind: 'fault', fault: 'too-long' };
    const text = line.replace(/^\uFEFF/, '').trimEnd();
    if (text === '' || text.startsWith('#') || text.startsWith(';') || text.startsWith('//') || text.startsWith('!'))
      return SKIP;
    if (text.startsWith('$')) return this.#directive(text);
    const owner = RECORD.exec(`${text} `)?.[1];
    // "not a name" is none: a zone without an origin has owners with dots
    if (owner !== undefined && (owner === '@' || owner.includes('.') || this.#origin !== '')) return this.#owner(owner);
    // a record that goes on from the line before, or more of its data
    if (this.#before !== '' && /^\s/.test(text) && (RECORD.test(`@${text} `) || /^\s+[\d()]+(?:\s|$)/.test(text)))
      return SKIP;
    // `||name^`: a rule of an ad blocker
    return this.#row(text.trim().replace(/^\|\|([^^|]+)\^.*$/, '$1'));
  }

  #directive(text: string): HostLine {
    const origin = /^\$ORIGIN\s+(\S+)/i.exec(text)?.[1];
    if (origin !== undefined) this.#origin = origin.replace(/\.$/, '').toLowerCase();
    return SKIP;
  }

  #owner(owner: string): HostLine {
    if (owner === '@' || owner === this.#before) return SKIP;
    this.#before = owner;
    const absolute = owner.endsWith('.') || this.#origin === '' || owner.includes('.');
    const host = absolute ? owner.replace(/\.$/, '') : `${owner}.${this.#origin}`;
    // a zone's own apex (`com.`) is no name of the list
    return host.includes('.') ? hostOf(host.toLowerCase()) : SKIP;
  }

  #row(text: string): HostLine {
    if (this.#first && (/^sep=.$/i.test(text) || this.#header(text))) return SKIP;
    const fields = this.#column === null && SCHEME.test(text) ? text.split(/\s+/) : fieldsOf(text, this.#delimiters);
    const chosen = this.#column === null ? undefined : fields[this.#column];
    const read = chosen === undefined ? null : fieldHost(chosen);
    // a row of another width is out of step with the header
    const best = read?.kind === 'host' || (read !== null && fields.length === this.#width) ? read : bestHost(fields);
    if (best?.kind === 'host') this.#first = false;
    return best ?? read ?? hostOf(fields.find((field) => DOT.test(field)) ?? text);
  }

  /**
   * The first row that names a host column, when no row before it held a name. The delimiter that makes most of it is
   * the list's.
   */
  #header(text: string): boolean {
    const [widest] = ANY_DELIMITER.split('')
      .map((delimiter) => ({ delimiter, fields: splitRow(text, delimiter).fields }))
      .map((split) => ({ ...split, column: split.fields.findIndex((field) => HEADER.test(field)) }))
      .filter(({ column }) => column >= 0)
      .toSorted((one, other) => other.fields.length - one.fields.length);
    if (!widest) return false;
    [this.#first, this.#column, this.#width] = [false, widest.column, widest.fields.length];
    if (widest.fields.length > 1) this.#delimiters = widest.delimiter;
    return true;
  }
}

/** A quote that is never closed is no quote. */
function fieldsOf(text: string, delimiters: string): string[] {
  const { fields, quotes } = splitRow(text, delimiters);
  return quotes === 'open' ? splitRow(text.replaceAll('"', ' '), delimiters).fields : fields;
}

/**
 * Of a row without a known column the field that most surely is a name, the others too when it is nothing but names;
 * null = none is.
 */
function bestHost(fields: readonly string[]): HostLine | null {
  const words =
    fields.length === 1 ? (fields[0] ?? '').replace(/\s#.*$/, '').split(/\s+/) : fields.filter((field) => field !== '');
  // `0.0.0.0 name name`: a hosts file
  const given = fields.length === 1 && words.length > 1 && isIP(words[0] ?? '') !== 0 ? words.slice(1) : words;
  const names = given.flatMap((field) => {
    const read = DOT.test(field) || field.includes(':') ? fieldHost(field) : null;
    return read?.kind === 'host' ? [{ ...read, whole: !/\s/.test(field) && isIP(read.host) === 0 }] : [];
  });
  const [first, ...others] = names;
  if (!first || others.length === 0) return first ?? null;
  if (names.length === given.length && names.every(({ whole }) => whole)) return { ...first, others };
  const sure = ({ host, whole }: (typeof names)[number]) =>
    (isIP(host) === 0 ? 1 : 0) + (whole ? 2 : 0) + (parse(host).isIcann === true ? 1 : 0);
  return names.toSorted((one, other) => sure(other) - sure(one))[0] ?? first;
}

/**
 * The name in one field: the whole of it, or the first word with a dot; quotes, brackets and wildcards are taken off.
 */
function fieldHost(field: string): HostLine {
  const word = (field.split(/\s+/).find((each) => DOT.test(each)) ?? field)
    .replace(/^['"<(（【“‘]+|['">)）】”’]+$/g, '')
    .replace(/^\*\./, '');
  const bare = SCHEME.test(word)
    ? word
        .replace(/^[^/]*\/\/(?:[^/@]*@)?/, '')
        .replace(/[/?#].*$/, '')
        .replace(/:\d+$/, '')
    : word.replace(/[/?#].*$/, '').replace(/:\d+$/, '');
  const read = hostOf(bare);
  return read.kind === 'host' ? { ...read, written: word } : read;
}

function hostOf(text: string): HostLine {
  const lower = text.toLowerCase();
  if (/\d$/.test(lower) && isIP(lower) === 0 && /^[\d.]+$/.test(lower.slice(lower.lastIndexOf('.'))))
    return { kind: 'fault', fault: lower.includes('.') ? 'bad-name' : 'no-dot' };
  if (PLAIN.test(lower) && lower.length <= 253 && !lower.includes('xn--'))
    return { kind: 'host', host: lower, written: text };
  const target = canonicalHost(text);
  if (!target.ok)
    return {
      kind: 'fault',
      fault: target.fault !== 'no-dot' && /xn--|[^\p{ASCII}]/iu.test(text) ? 'bad-idn' : target.fault,
    };
  // a label that does not decode stays as it is
  if (target.host.includes('xn--') && !decodes(target.host)) return { kind: 'fault', fault: 'bad-idn' };
  return { kind: 'host', host: target.host, written: text };
}

function decodes(host: string): boolean {
  const readable = domainToUnicode(host);
  return readable !== '' && !readable.includes('xn--');
}
