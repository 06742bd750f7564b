/** Reads an RDAP domain object (RFC 9083). Pure; anything malformed is "not given". */
import { z } from 'zod';
import type { ParsedRegistration, RegistrationFacts } from './registration-facts.ts';
import { givenText, hasFacts } from './registration-facts.ts';
import { registrationDate } from './registration-date.ts';

interface Entity {
  roles?: string[] | undefined;
  vcardArray?: unknown;
  entities?: Entity[] | undefined;
}

const entity: z.ZodType<Entity> = z.object({
  roles: z.array(z.string()).optional().catch(undefined),
  vcardArray: z.unknown().optional(),
  get entities() {
    return z.array(entity).optional().catch(undefined);
  },
});

const schema = z.object({
  errorCode: z.number().optional().catch(undefined),
  ldhName: z.string().optional().catch(undefined),
  status: z.array(z.string()).catch([]).default([]),
  events: z
    .array(z.object({ eventAction: z.string(), eventDate: z.string() }))
    .catch([])
    .default([]),
  entities: z.array(entity).catch([]).default([]),
  nameservers: z
    .array(z.object({ ldhName: z.string() }))
    .catch([])
    .default([]),
});

const MAX_DEPTH = 3;
/** A hostile answer lists one thing a thousand times. */
const MAX_VALUES = 100;

export function parseRdap(text: string): ParsedRegistration {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { outcome: 'not-given', facts: null };
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success) return { outcome: 'not-given', facts: null };
  const { data } = parsed;
  if (data.errorCode === 404) return { outcome: 'not-found', facts: null };
  const when = (action: string): string | null => {
    const date = data.events.find((event) => event.eventAction.toLowerCase() === action)?.eventDate;
    return date === undefined ? null : registrationDate(date, 0);
  };
  const registrant = withRole(data.entities, 'registrant');
  const facts: RegistrationFacts = {
    registrar: nameOf(withRole(data.entities, 'registrar')),
    registrant: nameOf(registrant),
    registrantEmail: cardText(registrant, 'email'),
    createdAt: when('registration'),
    updatedAt: when('last changed'),
    expiresAt: when('expiration'),
    status: data.status
      .slice(0, MAX_VALUES)
      .map(givenText)
      .filter((value) => value !== null),
    nameServers: data.nameservers
      .slice(0, MAX_VALUES)
      .map((server) => givenText(server.ldhName.toLowerCase().replace(/\.$/, '')))
      .filter((value) => value !== null),
  };
  return hasFacts(facts) ? { outcome: 'found', facts } : { outcome: 'not-given', facts: null };
}

const links = z.object({
  links: z
    .array(z.object({ rel: z.string().optional(), href: z.string(), type: z.string().optional() }).or(z.unknown()))
    .catch([])
    .default([]),
});

/** The registrar's own object about the same domain (`rel` related, RFC 9083 §4.2); null when none is named by an HTTP URL. */
export function relatedRdap(text: string): string | null {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  const parsed = links.safeParse(json);
  const named = (parsed.data?.links ?? []) as ({ rel?: string; href?: string; type?: string } | null)[];
  const link = named.find((each) => each?.rel === 'related' && each.type?.startsWith('application/rdap+json') === true && typeof each.href === 'string');
  return link?.href !== undefined && URL.canParse(link.href) && /^https?:/i.test(link.href) ? link.href : null;
}

function withRole(entities: Entity[], role: string, depth = 0): Entity | undefined {
  const here = entities.find((candidate) => candidate.roles?.includes(role));
  if (here !== undefined || depth >= MAX_DEPTH) return here;
  return entities.map((candidate) => withRole(candidate.entities ?? [], role, depth + 1)).find((found) => found !== undefined);
}

function nameOf(found: Entity | undefined): string | null {
  return cardText(found, 'org') ?? cardText(found, 'fn');
}

/** One property of a jCard (RFC 7095): `["vcard", [[name, parameters, type, value], …]]`. */
function cardText(found: Entity | undefined, property: string): string | null {
  const rows: unknown = Array.isArray(found?.vcardArray) ? (found.vcardArray as unknown[])[1] : undefined;
  if (!Array.isArray(rows)) return null;
  for (const row of rows as unknown[]) {
    if (!Array.isArray(row) || row[0] !== property) continue;
    const value: unknown = Array.isArray(row[3]) ? (row[3] as unknown[])[0] : row[3];
    if (typeof value === 'string') return givenText(value);
  }
  return null;
}
