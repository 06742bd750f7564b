/** What could not be looked at, and why. */
import type { Persona } from './personas.ts';

/**
 * What a sweep could not look at though a calmer machine would: `picture-text`, `qr-codes` = in the picture of one
 * visit; `visit` = one visitor's look at one address; `detector` = a detector that failed on one host.
 */
export const OMISSION_KINDS = ['picture-text', 'qr-codes', 'visit', 'detector'] as const;
export type OmissionKind = (typeof OMISSION_KINDS)[number];

/**
 * Why: `stopped` = the run was; `waiting` = its turn never came; `out-of-time`, `no-answer` = of ours, of the page;
 * `still-loading` = when the time was up; `died` = the reading process or thread; `crashed` = the page or browser;
 * `not-installed` = the machine lacks the reader;
 * `failed` = an error of ours; `not-visited`, `not-finished` = planned, or the sweep still has plans for this host.
 */
export const OMISSION_REASONS = [
  'stopped',
  'waiting',
  'out-of-time',
  'no-answer',
  'still-loading',
  'died',
  'crashed',
  'not-installed',
  'failed',
  'not-visited',
  'not-finished',
] as const;
export type OmissionReason = (typeof OMISSION_REASONS)[number];

/**
 * `open` = still to be made up for; `made-up` = looked at since; `given-up` = tried in vain as often as is sensible.
 */
export const OMISSION_STATES = ['open', 'made-up', 'given-up'] as const;
export type OmissionState = (typeof OMISSION_STATES)[number];

/** Not looked at is not harmless: as long as it is not made up for, it keeps a verdict open that it could change. */
export interface Omission {
  kind: OmissionKind;
  reason: OmissionReason;
  /** Of the visit; null where it concerns the host as a whole. */
  url: string | null;
  persona: Persona | null;
}
