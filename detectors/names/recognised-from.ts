/** Below this score a name is not worth a DNS query. */
export const RECOGNISED_FROM = 0.4;
