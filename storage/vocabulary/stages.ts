/** The flow, in one word per stage. */
/** The flow. A candidate's `stage` is the last stage that finished for it. */
export const STAGES = ['candidates', 'resolve', 'probe', 'capture', 'detect', 'store', 'report'] as const;
export type Stage = (typeof STAGES)[number];
