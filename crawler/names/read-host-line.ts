/** Finds the host name in one line of a name list: plain names, URLs, CSV and TSV rows, zone file records. */
import { domainToUnicode } from 'node:url';
import { canonicalHost, type TargetFault } from '../candidates/canonical-target.ts';

/** `skip` = a comment, a directive, a header or a blank; `fault` = a line that should have held a name. */
export type HostLine = { kind: 'host'; host: string } | { kind: 'skip' } | { kind: 'fault'; fault: TargetFault | 'bad-idn' };

const PLAIN = /^[a-z0-9][a-z0-9-]*(?:\.[a-z0-9][a-z0-9-]*)+$/;
const RECORD = /^(\S+)\s+(?:\d+\w*\s+)?(?:(?:IN|CH)\s+)?(?:\d+\s+)?(?:NS|A|AAAA|CNAME|MX|TXT|SOA|DS|DNSKEY|RRSIG|NSEC3?|CAA|SRV|PTR|HTTPS)\s/i;
const SKIP: HostLine = { kind: 'skip' };

/** Remembers `$ORIGIN` and the first row's host column; one for each list. */
export class HostLines {
  #origin = '';
  #column: number | null = null;
  #row = 0;
  #before = '';

  /** A record of the same owner as the line before is skipped: a zone file names each domain several times. */
  read(line: string): HostLine {
    this.#row += 1;
    if (PLAIN.test(line)) return hostOf(line);
    const text = (this.#row === 1 ? line.replace(/^\uFEFF/, '') : line).trimEnd();
    if (text === '' || text.startsWith('#') || text.startsWith(';') || text.startsWith('//')) return SKIP;
    if (text.startsWith('$')) return this.#directive(text);
    const record = RECORD.exec(`${text} `);
    if (record) return this.#owner(record[1] as string);
    // a record that goes on from the line before
    if (/^\s/.test(text) && this.#before !== '') return SKIP;
    return this.#field(text.trim());
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

  #field(text: string): HostLine {
    const fields = text.split(/[,;\t|]/).map((field) => field.trim().replace(/^["']|["']$/g, ''));
    if (fields.length > 1 && this.#row === 1) {
      const named = fields.findIndex((field) => /^(?:host|hostname|domain|domain[_ ]?name|fqdn|name|url|域名|网址)$/i.test(field));
      if (named >= 0) this.#column = named;
      if (named >= 0) return SKIP;
    }
    const chosen = this.#column === null ? undefined : fields[this.#column];
    const field = chosen ?? fields.find((each) => /[^\s.]\.[^\s.]/.test(each)) ?? text;
    const bare = (field.split(/\s+/).find((word) => word.includes('.')) ?? field).replace(/^\*\./, '');
    return hostOf(
      /^[a-z][a-z0-9+.-]*:\/\//i.test(bare)
        ? bare
            .replace(/^[^/]*\/\/(?:[^/@]*@)?/, '')
            .replace(/[/?#].*$/, '')
            .replace(/:\d+$/, '')
        : bare.replace(/[/?#].*$/, ''),
    );
  }
}

function hostOf(text: string): HostLine {
  const lower = text.toLowerCase();
  if (PLAIN.test(lower) && lower.length <= 253 && !lower.includes('xn--')) return { kind: 'host', host: lower };
  const target = canonicalHost(text);
  if (!target.ok) return { kind: 'fault', fault: /xn--|[^\p{ASCII}]/iu.test(text) ? 'bad-idn' : target.fault };
  // a label that does not decode stays as it is
  if (target.host.includes('xn--') && !decodes(target.host)) return { kind: 'fault', fault: 'bad-idn' };
  return { kind: 'host', host: target.host };
}

function decodes(host: string): boolean {
  const readable = domainToUnicode(host);
  return readable !== '' && !readable.includes('xn--');
}
