/** Shapes of stored gangs. */
import type { Sentence } from '../vocabulary/sentence.ts';

/**
 * `member` = judged to be the operator's; `victim` = an honest host that leads to a member; `possible` = not judged to
 * be, never accused.
 */
export type GangRole = 'member' | 'victim' | 'possible';

/** A mark with its weight of evidence, natural-log odds. */
export interface WeighedMark {
  kind: string;
  value: string;
  weight: number;
}

/** What ties two hosts; `weight` = sum of its marks, natural-log odds. */
export interface GangLink {
  /** The second may be a member of an earlier sweep. */
  hosts: [string, string];
  weight: number;
  /** Strongest first. */
  marks: WeighedMark[];
  because: Sentence;
}

/** One cluster of one sweep, as it is handed to the store. */
export interface NewGang {
  /** Ids of earlier gangs found again in it. */
  known: readonly string[];
  sites: readonly { host: string; role: GangRole }[];
  links: readonly GangLink[];
  /** What members carry. */
  marks: readonly (WeighedMark & { host: string })[];
}

/** `firstSweep`, `lastSweep` = numbers of the sweeps it was seen in the gang. */
export interface GangMember {
  host: string;
  /** As in the last sweep it was seen in. */
  role: GangRole;
  firstSweep: number;
  lastSweep: number;
}

/** `firstSweep`, `lastSweep` = numbers of the sweeps it was seen in; `createdAt` ISO 8601, UTC. */
export interface Gang {
  /** `G-0001` …: given once, never to another gang. */
  id: string;
  createdSweep: number;
  createdAt: string;
  /** Ids of gangs that turned out to be part of this one. */
  merged: string[];
  firstSweep: number;
  lastSweep: number;
  /** By role, then host. */
  members: GangMember[];
}

/** A gang with what ties it. */
export interface GangDetail extends Gang {
  /** Of the last sweep the gang was seen in, or of the one asked for. */
  links: GangLink[];
  /** Marks that two or more members carry or carried, strongest first. */
  marks: (WeighedMark & { hosts: string[] })[];
}
