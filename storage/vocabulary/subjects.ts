/** What is watched and decided on, whoever looked and however often. */

/** A `site` is one host; the others stand on somebody else's platform. */
export const SUBJECT_KINDS = ['site', 'account', 'mini-program', 'app', 'listing', 'advertisement'] as const;
export type SubjectKind = (typeof SUBJECT_KINDS)[number];

/**
 * The one key of a subject: of a site its host in lower-case ASCII; of an account, mini-program or app the platform and
 * the identifier there (`weixin:gh_0123`); of a listing or advertisement its canonical address. At most 1,000 bytes.
 */
export interface SubjectKey {
  kind: SubjectKind;
  key: string;
}

/** A subject as stored; `id` never changes. */
export interface Subject extends SubjectKey {
  id: number;
  /** When it was first and last really seen; null = never. */
  firstSeen: string | null;
  lastSeen: string | null;
  /** When it was last found to be gone, and when it last came back; null = never. */
  goneAt: string | null;
  backAt: string | null;
}
