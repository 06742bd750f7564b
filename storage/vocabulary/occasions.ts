/** Who looked, why, and under which legal mode. */

/**
 * `sweep` = a whole sweep by the schedule or by hand; `search` = somebody searched without visiting; `relook` = one
 * subject was looked at again; `session` = an evidence session of two officers; `watch` = the watch looked by itself.
 */
export const OCCASION_KINDS = ['sweep', 'search', 'relook', 'session', 'watch'] as const;
export type OccasionKind = (typeof OCCASION_KINDS)[number];

/**
 * What the look is in law (公通字〔2018〕41号 arts 23–32): `public-view` = what anybody sees, without a record of its own;
 * `online-extraction` = 网络在线提取; `remote-inspection` = 网络远程勘验, once content has to be shown or new data is made.
 */
export const LEGAL_MODES = ['public-view', 'online-extraction', 'remote-inspection'] as const;
export type LegalMode = (typeof LEGAL_MODES)[number];

/** One look, of whatever kind, and what it is in law. */
export interface Occasion {
  id: number;
  kind: OccasionKind;
  legalMode: LegalMode;
  /** In the words of whoever began it; null where the kind says it all. */
  purpose: string | null;
  /** Who looked; null = this program by itself. */
  actorId: number | null;
  startedAt: string;
  /** Null while it goes on or when it was stopped. */
  finishedAt: string | null;
}
