/** The facts of a registration as one answer gives them. Types and the merging of two answers. */
import type { Registration } from '../../storage/vocabulary/probe.ts';

export type RegistrationFacts = Omit<Registration, 'domain' | 'outcome' | 'whois' | 'rdap' | 'at'>;

/**
 * `facts` null: the server answered and says the name is not registered (`not-found`), or answered without facts
 * (`not-given`).
 */
export type ParsedRegistration =
  { outcome: 'found'; facts: RegistrationFacts } | { outcome: 'not-found' | 'not-given'; facts: null };

export const NO_FACTS: Readonly<RegistrationFacts> = {
  registrar: null,
  registrant: null,
  registrantEmail: null,
  createdAt: null,
  updatedAt: null,
  expiresAt: null,
  status: [],
  nameServers: [],
};

/** `first` wins; what it does not give is taken from `second`. */
export function mergeFacts(first: RegistrationFacts, second: RegistrationFacts): RegistrationFacts {
  return {
    registrar: first.registrar ?? second.registrar,
    registrant: first.registrant ?? second.registrant,
    registrantEmail: first.registrantEmail ?? second.registrantEmail,
    createdAt: first.createdAt ?? second.createdAt,
    updatedAt: first.updatedAt ?? second.updatedAt,
    expiresAt: first.expiresAt ?? second.expiresAt,
    status: first.status.length > 0 ? first.status : second.status,
    nameServers: first.nameServers.length > 0 ? first.nameServers : second.nameServers,
  };
}

export function hasFacts(facts: RegistrationFacts): boolean {
  return Object.values(facts).some((value) => (Array.isArray(value) ? value.length > 0 : value !== null));
}

/** A name or an address is short; the raw answer keeps the rest. */
const MAX_TEXT = 300;
/** Control characters, and the invisible ones that turn or hide text: nobody's name has them, a hostile answer may. */
const UNPRINTABLE = /[\p{Cc}\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/gu;

/**
 * What registries print where nothing is given; null for those, the trimmed text without unprintable characters for
 * everything else.
 */
export function givenText(text: string | undefined): string | null {
  const value = (text ?? '')
    .slice(0, 4 * MAX_TEXT)
    .replace(UNPRINTABLE, ' ')
    .trim()
    .slice(0, MAX_TEXT);
  return value === '' || PLACEHOLDER.test(value) ? null : value;
}

const PLACEHOLDER = new RegExp(
  [
    // nothing, in signs and words
    '[-.*_/=]+|\\**n/?a\\**|none|null|nil|unknown|undefined|not applicable|not available.*|not (?:disclosed|shown|published|displayed|public|provided|given|set|assigned)\\b.*|no (?:value|data|information)|empty|tba',
    // said to be kept back
    'redacted(?: (?:for|due|per|under|by (?:registr|privacy|gdpr|law|policy|the )).*| ?\\|.*)?|data (?:redacted|protected|masked).*|personal data.*(?:not|cannot|can not) be .*|statutory masking.*|gdpr (?:masked|redacted|protected).*|masked(?: by.*)?|withheld.*|undisclosed|hidden(?: (?:upon|on|for|by|due|per|under|data) ?.*)?|private(?: person| registration| individual)?|registration private|privacy protect(?:ed|ion)|non-public data|protected(?: data)?|concealed.*|restricted(?: information)?|ano nymous|anonym(?:ous|ised|ized)',
    // told where to ask
    'please (?:query|contact|visit|see|consult) .*|(?:visit|see) (?:www\\.|https?:).*|select (?:request|contact) .*|.*(?:whois|rdds|rdap) service of the registrar.*|(?:refer to|available (?:from|at|upon)) .*|information (?:not available|available).*',
    '未公开|不公开|保密|隐私保护|(?:个人)?隐私|未提供|未知|无|無|暂无|不显示|已隐藏|不予公开|非公开|未公開|不公開|非公開|비공개',
  ]
    .map((part) => `(?:${part})`)
    .join('|')
    .replace(/^/, '^(?:')
    .replace(/$/, ')$'),
  'i',
);

const EMAIL = /^[^\s@<>()",;:]+@[^\s@<>()",;:]+\.[^\s@<>()",;:.]{2,}$/;

/**
 * An e-mail address; null for everything else that stands where one should: a URL, a form, a sentence, a placeholder.
 */
export function givenEmail(text: string | undefined): string | null {
  const value = givenText(text)
    ?.replace(/^mailto:/i, '')
    .replace(/^<(.*)>$/, '$1')
    .trim();
  return value !== undefined && EMAIL.test(value) ? value : null;
}
