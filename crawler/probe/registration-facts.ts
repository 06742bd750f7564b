/** The facts of a registration as one answer gives them. Types and the merging of two answers. */
import type { Registration } from '../../storage/vocabulary.ts';

export type RegistrationFacts = Omit<Registration, 'domain' | 'outcome' | 'whois' | 'rdap' | 'at'>;

/** `facts` null: the server answered and says the name is not registered (`not-found`), or answered without facts (`not-given`). */
export type ParsedRegistration = { outcome: 'found'; facts: RegistrationFacts } | { outcome: 'not-found' | 'not-given'; facts: null };

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

/** What registries print where nothing is given; null for those, the trimmed text without unprintable characters for everything else. */
export function givenText(text: string | undefined): string | null {
  const value = (text ?? '')
    .slice(0, 4 * MAX_TEXT)
    .replace(UNPRINTABLE, ' ')
    .trim()
    .slice(0, MAX_TEXT);
  return value === '' || PLACEHOLDER.test(value) ? null : value;
}

const PLACEHOLDER =
  /^(?:-+|\*+|n\/?a|none|null|not applicable|not available.*|not disclosed.*|redacted(?: for .*| by registr.*|)|data (?:redacted|protected).*|statutory masking.*|gdpr (?:masked|redacted).*|withheld.*|please query .*|select request email form.*|.*(?:whois|rdds) service of the registrar.*|未公开|不公开|保密|隐私保护)$/i;
