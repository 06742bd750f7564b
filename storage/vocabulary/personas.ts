/** The visitors that a site is looked at as. */

/** Visitors we can play. `search` is the desktop visitor arriving from a search engine's result page. */
export const PERSONAS = ['desktop', 'mobile', 'wechat', 'search'] as const;
export type Persona = (typeof PERSONAS)[number];
