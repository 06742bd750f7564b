/**
 * Reads the contacts of an RDAP object: roles, jCards (RFC 7095) with the liberties servers take, JSContact cards (RFC
 * 9553). Pure.
 */
import { givenEmail, givenText } from './registration-facts.ts';

export interface RdapContact {
  organization: string | null;
  name: string | null;
  email: string | null;
}

type Json = Record<string, unknown>;

const MAX_DEPTH = 3;
/** A hostile answer lists one thing a thousand times. */
const MAX_ENTITIES = 200;

/** The first contact with the role, the nearest first; null when there is none. */
export function rdapContact(entities: unknown, role: string): RdapContact | null {
  const found = withRole(listed(entities), role, 0);
  if (!found) return null;
  const rows = jCardRows(found['vcardArray']);
  const card = objectOf(found['jscard'] ?? found['jscard_0']);
  const names = objectOf(card['name']);
  return {
    organization: firstText([...valuesOf(rows, 'org'), ...membersOf(card['organizations'], 'name')], givenText),
    name: firstText([...valuesOf(rows, 'fn'), ...valuesOf(rows, 'n').map(fullName), names['full']], givenText),
    email: firstText([...valuesOf(rows, 'email'), ...membersOf(card['emails'], 'address')], givenEmail),
  };
}

export const objectOf = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
export const listOf = (value: unknown): unknown[] =>
  Array.isArray(value) ? (value as unknown[]).slice(0, MAX_ENTITIES) : [];
const listed = (value: unknown): Json[] => listOf(value).map(objectOf);

function withRole(entities: readonly Json[], role: string, depth: number): Json | undefined {
  const here = entities.find(({ roles }) =>
    (typeof roles === 'string' ? [roles] : listOf(roles)).some(
      (each) => typeof each === 'string' && each.toLowerCase() === role,
    ),
  );
  if (here !== undefined || depth >= MAX_DEPTH) return here;
  for (const { entities: inner } of entities) {
    const found = withRole(listed(inner), role, depth + 1);
    if (found) return found;
  }
  return undefined;
}

/** `["vcard", [[name, parameters, type, value…], …]]`, or the rows alone. */
function jCardRows(card: unknown): unknown[][] {
  const rows = listOf(card);
  const inner = rows.find((row) => Array.isArray(row) && Array.isArray((row as unknown[])[0]));
  return (inner === undefined ? rows : listOf(inner)).filter((row) => Array.isArray(row));
}

/** Values of a property; a structured one (`org` with its units, `n`) stays a list. */
function valuesOf(rows: readonly unknown[][], property: string): unknown[] {
  return rows
    .filter(([name]) => typeof name === 'string' && name.toLowerCase() === property)
    .flatMap((row) => (row.length > 3 ? row.slice(3) : row.slice(2)));
}

const membersOf = (value: unknown, key: string): unknown[] =>
  Object.values(objectOf(value)).map((member) => objectOf(member)[key]);

/** `n` is family, given, additional names, then titles: Chinese names are written in that order. */
function fullName(value: unknown): unknown {
  return listOf(value)
    .slice(0, 2)
    .filter((part) => typeof part === 'string' && part.trim() !== '')
    .join(' ');
}

/** The first text that reads as something; of a list its first telling member. */
function firstText(values: readonly unknown[], read: (text: string) => string | null): string | null {
  for (const value of values) {
    const found =
      typeof value === 'string' ? read(value) : Array.isArray(value) ? firstText(value as unknown[], read) : null;
    if (found !== null) return found;
  }
  return null;
}
