/** Reads an RDAP domain object (RFC 9083). Pure; anything malformed is "not given", and takes nothing else with it. */
import { listOf, objectOf, rdapContact, type RdapContact } from './rdap-contact.ts';
import { givenText, hasFacts, type ParsedRegistration, type RegistrationFacts } from './registration-facts.ts';
import { registrationDate } from './registration-date.ts';

/** A hostile answer lists one thing a thousand times. */
const MAX_VALUES = 100;

const CREATED = ['registration', 'registered', 'creation', 'created'];
const UPDATED = ['last changed', 'last update', 'updated', 'changed'];
const EXPIRES = ['expiration', 'expires', 'expiry', 'registrar expiration'];

export function parseRdap(text: string): ParsedRegistration {
  const answer = rdapObject(text);
  const { objectClassName, errorCode } = answer ?? {};
  if (answer === null || (typeof objectClassName === 'string' && objectClassName.toLowerCase() !== 'domain'))
    return { outcome: 'not-given', facts: null };
  if (Number(errorCode) === 404) return { outcome: 'not-found', facts: null };
  const registrar = rdapContact(answer['entities'], 'registrar');
  const registrant = withoutRedacted(rdapContact(answer['entities'], 'registrant'), answer['redacted']);
  const facts: RegistrationFacts = {
    registrar: registrar?.organization ?? registrar?.name ?? null,
    registrant: registrant?.organization ?? registrant?.name ?? null,
    registrantEmail: registrant?.email ?? null,
    createdAt: datesOf(answer['events'], CREATED)[0] ?? null,
    updatedAt: datesOf(answer['events'], UPDATED).at(-1) ?? null,
    expiresAt: datesOf(answer['events'], EXPIRES).at(-1) ?? null,
    status: texts(listOf(answer['status'])),
    nameServers: texts(listOf(answer['nameservers']).map(serverName)),
  };
  return hasFacts(facts) ? { outcome: 'found', facts } : { outcome: 'not-given', facts: null };
}

/**
 * An answer of status 404: a server that has no such name says so in JSON or says nothing (RFC 7480 §5.3); a web page
 * is a wrong address.
 */
export function deniesName(text: string): boolean {
  return text.trim() === '' || rdapObject(text) !== null;
}

/**
 * The registrar's own object about the same domain (`rel` related, RFC 9083 §4.2); null when none is named by an HTTP
 * URL.
 */
export function relatedRdap(text: string): string | null {
  const links = listOf(rdapObject(text)?.['links']).map(objectOf);
  const isObject = ({ type, href }: Record<string, unknown>) =>
    typeof type === 'string' ? type.startsWith('application/rdap+json') : /\/domain\/[^/]+$/i.test(String(href));
  const href = links.find((link) => link['rel'] === 'related' && typeof link['href'] === 'string' && isObject(link))?.[
    'href'
  ];
  return typeof href === 'string' && URL.canParse(href) && /^https?:/i.test(href) ? href : null;
}

function rdapObject(text: string): Record<string, unknown> | null {
  try {
    const json: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** Dates of the events that mean the same, earliest first; an event without a readable date is none. */
function datesOf(events: unknown, actions: readonly string[]): string[] {
  const named = listOf(events)
    .map(objectOf)
    .filter(({ eventAction }) => typeof eventAction === 'string');
  const dated = actions.map((action) =>
    named
      .filter(({ eventAction }) => String(eventAction).trim().toLowerCase().replaceAll('_', ' ') === action)
      .flatMap(({ eventDate }) =>
        typeof eventDate === 'string' ? (registrationDate(eventDate, { offsetMinutes: 0 }) ?? []) : [],
      )
      .toSorted(),
  );
  return dated.find((dates) => dates.length > 0) ?? [];
}

const serverName = (server: unknown): unknown => {
  const name = typeof server === 'string' ? server : (objectOf(server)['ldhName'] ?? objectOf(server)['unicodeName']);
  return typeof name === 'string' ? name.toLowerCase().replace(/\.$/, '') : null;
};

function texts(values: readonly unknown[]): string[] {
  return values.slice(0, MAX_VALUES).flatMap((value) => (typeof value === 'string' ? (givenText(value) ?? []) : []));
}

/**
 * Takes out what the answer itself says it has removed or put something else for (RFC 9537); a part of a value is left
 * as given.
 */
function withoutRedacted(contact: RdapContact | null, redacted: unknown): RdapContact | null {
  if (contact === null) return null;
  const gone = listOf(redacted)
    .map(objectOf)
    .filter(({ method }) => method !== 'partialValue')
    .map(({ name }) => objectOf(name)['description'] ?? objectOf(name)['type'])
    .map((name) => (typeof name === 'string' ? name.toLowerCase() : ''));
  const kept = (field: string, value: string | null) =>
    gone.some((name) => name.startsWith('registrant') && name.includes(field)) ? null : value;
  return {
    organization: kept('organization', contact.organization),
    name: kept('name', contact.name),
    email: kept('email', contact.email),
  };
}
