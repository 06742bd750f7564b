/** Makes any text storable in a text column of either database. */

/**
 * Unpaired surrogates and U+0000 become U+FFFD: UTF-8 has no form for the one, PostgreSQL none for the other. JSON
 * needs no such care.
 */
export function storableText<T extends string | null>(text: T): T {
  return (text?.toWellFormed().replaceAll('\0', '\uFFFD') ?? null) as T;
}
