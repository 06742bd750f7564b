/**
 * Reads a WHOIS answer in the shapes that registries and registrars really return: flat keys, blocks, contact handles,
 * in several languages. Pure.
 */
import {
  givenEmail,
  givenText,
  hasFacts,
  NO_FACTS,
  type ParsedRegistration,
  type RegistrationFacts,
} from './registration-facts.ts';
import { registrationDate } from './registration-date.ts';
import { whoisDenial } from './whois-denial.ts';
import { DOMAIN_KEYS, PARTY_KEYS } from './whois-keys.ts';
import { whoisLines, type WhoisLine } from './whois-lines.ts';

/** One key a thousand times. */
const MAX_VALUES = 100;
/** Endings whose registry prints UTC+8 without saying so. */
const UTC_PLUS_8 = /\.(?:cn|xn--fiqs8s|xn--fiqz9s|中国|中國)$/i;
/** Endings whose registry writes `05-03-2024` or `05/03/2024` and means the fifth of March. */
const DAY_FIRST = /\.(?:hk|xn--j6w193g|pt|lu|il|im|sm|tn|vn|my|mt|cy|ro|bg|ae|mk|re|pm|tf|wf|yt|fr|it|es|br|uk)$/i;
/** Keys that mean the registrant only where they stand beside the domain; elsewhere they are any contact's. */
const BESIDE_DOMAIN: ReadonlySet<string> = new Set([
  'org',
  'organization',
  'org name',
  'person',
  'e-mail',
  'email',
  'company english name',
  'company chinese name',
]);
/** Keys that hold the handle under which an answer describes a contact further down. */
const HANDLE_KEYS = ['holder c', 'owner c', 'registrant', 'holder', 'registrant handle', 'registrant id'];
const HANDLE_OF: ReadonlySet<string> = new Set(['nic hdl', 'nic hdl br', 'nic handle', 'contact id', 'handle']);

/**
 * `domain` decides how a bare time and a date of two readings are meant. `not-given` = an answer without a fact: a
 * refusal, a limit, an unknown shape.
 */
export function parseWhois(text: string, domain: string): ParsedRegistration {
  const answer = new WhoisAnswer(whoisLines(text));
  const reading = { offsetMinutes: UTC_PLUS_8.test(domain) ? 480 : 0, dayFirst: DAY_FIRST.test(domain) };
  const date = (fact: 'createdAt' | 'updatedAt' | 'expiresAt'): string | null =>
    firstOf(answer.domain(fact), (value) => registrationDate(value, reading));
  const facts: RegistrationFacts = {
    ...NO_FACTS,
    registrar: firstOf([...answer.domain('registrar'), ...answer.block('registrar')], (value) =>
      givenText(withoutTag(value)),
    ),
    registrant: answer.registrant(),
    registrantEmail: answer.registrantEmail(),
    createdAt: date('createdAt'),
    updatedAt: date('updatedAt'),
    expiresAt: date('expiresAt') ?? firstOf(answer.domain('status'), (value) => connectedUntil(value)),
    status: unique(answer.domain('status').flatMap(statusWords)),
    nameServers: unique(answer.nameServers())
      .filter((name) => name !== domain)
      .slice(0, MAX_VALUES),
  };
  const registered = facts.createdAt ?? facts.registrar ?? facts.registrant ?? facts.nameServers[0] ?? facts.expiresAt;
  // "Status: free" is a fact of nothing
  if (registered === undefined || registered === null) {
    const denial = whoisDenial(text);
    if (denial === 'free') return { outcome: 'not-found', facts: null };
    if (denial === 'refused') return { outcome: 'not-given', facts: null };
  }
  return hasFacts(facts) ? { outcome: 'found', facts } : { outcome: 'not-given', facts: null };
}

const REFERRALS = [
  'registrar whois server',
  'registrar whois',
  'whois server',
  'refer',
  'whois',
  'referralserver',
  'referral server',
  '注册商whois服务器',
  '注册商 whois 服务器',
];

/**
 * The server that knows more (`Registrar WHOIS Server`), a bare host name; null when none is named, or one that speaks
 * something else.
 */
export function whoisReferral(text: string): string | null {
  const lines = whoisLines(text);
  const named = firstOf(
    REFERRALS.flatMap((key) => lines.filter((line) => line.key === key).map(({ value }) => value)),
    givenText,
  );
  if (named === null || /^(?!whois|https?)[a-z][a-z0-9+.-]*:\/\//i.test(named)) return null;
  const host = named
    .replace(/^(?:whois|https?):\/\//i, '')
    .replace(/[/?#].*$/, '')
    .replace(/:43$|\.$/, '')
    .toLowerCase();
  return /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/.test(host) ? host : null;
}

class WhoisAnswer {
  readonly #lines: readonly WhoisLine[];
  /** The paragraph that names the domain; contacts may stand in others. */
  readonly #main: number;
  /** Paragraphs that describe a contact or a set of servers. */
  readonly #described = new Set<number>();
  /** Contacts by the handle under which the domain refers to them. */
  readonly #contacts = new Map<string, WhoisLine[]>();

  constructor(lines: readonly WhoisLine[]) {
    this.#lines = lines;
    const naming = lines.find(
      ({ key, part }) => part === null && /^(?:domain|domain ?name|ascii|域名|도메인이름|ドメイン名)$/.test(key),
    );
    this.#main = (naming ?? lines[0])?.paragraph ?? 0;
    for (const [paragraph, of] of Map.groupBy(lines, (line) => line.paragraph)) {
      if (paragraph === this.#main) continue;
      const [first] = of;
      const handle = of.find(({ key }) => HANDLE_OF.has(key)) ?? (first?.key === 'contact' ? first : undefined);
      if (handle && !this.#contacts.has(handle.value)) this.#contacts.set(handle.value, of);
      if (handle || /^(?:contact|nsset|keyset|person|personname|role)$/.test(first?.key ?? ''))
        this.#described.add(paragraph);
    }
  }

  /** Values of the domain's own keys for a fact: those of its paragraph first, most telling first. */
  domain(fact: keyof typeof DOMAIN_KEYS): string[] {
    const keys: readonly string[] = DOMAIN_KEYS[fact];
    const own = this.#lines.filter(
      ({ part, key, paragraph }) => !this.#described.has(paragraph) && (part === null || COMMENCEMENT.has(key)),
    );
    const beside = own.filter(({ paragraph }) => paragraph === this.#main);
    const elsewhere = own.filter(({ key, paragraph }) => paragraph !== this.#main && !BESIDE_DOMAIN.has(key));
    return [...valuesOf(beside, keys), ...valuesOf(elsewhere, keys)].slice(0, MAX_VALUES);
  }

  /** Names in the block about a party, the keyed ones first. */
  block(part: 'registrant' | 'registrar'): string[] {
    const lines = this.#lines.filter((line) => line.part === part);
    return [
      ...namesIn(lines),
      ...valuesOf(lines, DOMAIN_KEYS[part]),
      ...lines.filter(({ key, value }) => key === '' && !EMAIL.test(value)).map(({ value }) => value),
    ];
  }

  registrant(): string | null {
    const given = [...this.domain('registrant'), ...this.block('registrant')].filter(
      (value) => !this.#contacts.has(value),
    );
    return firstOf([...given, ...namesIn(this.#holder()).filter((name) => !this.#contacts.has(name))], givenText);
  }

  registrantEmail(): string | null {
    const inBlock = this.#lines.filter(({ part }) => part === 'registrant');
    const bare = inBlock.filter(({ key }) => key === '').map(({ value }) => EMAIL.exec(value)?.[0] ?? '');
    return firstOf(
      [
        ...this.domain('registrantEmail'),
        ...valuesOf(inBlock, PARTY_KEYS.email),
        ...bare,
        ...valuesOf(this.#holder(), PARTY_KEYS.email),
      ],
      givenEmail,
    );
  }

  nameServers(): string[] {
    const keys: ReadonlySet<string> = new Set(DOMAIN_KEYS.nameServers);
    return this.#lines.flatMap(({ part, key, value }) =>
      keys.has(key)
        ? nameServerNames(value)
        : part === 'nameServers' && key === ''
          ? nameServerNames(value.split(/\s+/)[0] ?? '')
          : [],
    );
  }

  /** The contact whom the domain names as its holder by a handle. */
  #holder(): readonly WhoisLine[] {
    const named = valuesOf(
      this.#lines.filter(({ part, paragraph }) => part === null && !this.#described.has(paragraph)),
      HANDLE_KEYS,
    );
    return named.map((handle) => this.#contacts.get(handle)).find((lines) => lines !== undefined) ?? [];
  }
}

/** Hong Kong writes the domain's dates into the registrant's block. */
const COMMENCEMENT: ReadonlySet<string> = new Set(['domain name commencement date', 'expiry date']);
const EMAIL = /[^\s@<>()",;:]+@[^\s@<>()",;:]+\.[a-z]{2,}/i;

const valuesOf = (lines: readonly WhoisLine[], keys: readonly string[]): string[] =>
  keys.flatMap((key) => lines.filter((line) => line.key === key).map(({ value }) => value));
const namesIn = (lines: readonly WhoisLine[]): string[] => valuesOf(lines, PARTY_KEYS.name);

/** The first value that reads as something. */
function firstOf<T>(values: readonly T[], read: (value: T) => string | null): string | null {
  for (const value of values) {
    const found = read(value);
    if (found !== null) return found;
  }
  return null;
}

/** `Example Ltd [Tag = EXAMPLE]`, `Example Ltd (http://www.example.com)` → `Example Ltd`. */
function withoutTag(value: string): string {
  return value.replace(/\s*\[Tag = [^\]]*\]$/i, '').replace(/\s*\((?:https?:\/\/|www\.)[^)]*\)$/i, '');
}

/** `clientHold https://icann.org/epp#clientHold` → the code; `REGISTERED, DELEGATED` → both; a phrase stays one. */
function statusWords(value: string): string[] {
  return value.split(/,\s*/).flatMap((each) => {
    const words = each.replace(/\s*\([^)]*\)?\s*$|\.$/g, '').trim();
    const code = /^\S+(?=\s+(?:https?:|www\.|-))/i.exec(words)?.[0];
    return givenText(code ?? words.slice(0, 80)) ?? [];
  });
}

/** Japan writes the end of an organisation's registration behind its status: `Connected (2025/03/31)`. */
function connectedUntil(status: string): string | null {
  const until = /^connected \(([\d/]+)\)$/i.exec(status)?.[1];
  return until === undefined ? null : registrationDate(until, { offsetMinutes: 0 });
}

/** `NS1.EXAMPLE.COM 192.0.2.1` or several names in one line → lower-case names. */
function nameServerNames(value: string): string[] {
  return value
    .toLowerCase()
    .split(/[\s,;|]+/)
    .map((name) => name.replace(/\.$/, ''))
    .filter((name) => /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.[a-z][a-z0-9-]*$/.test(name));
}

function unique(values: string[]): string[] {
  return [...new Set(values.filter((value) => value !== ''))];
}
