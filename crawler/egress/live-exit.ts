/** The live internet as an exit: straight out, or through an operator's HTTP or SOCKS proxy. */
import { MingjingError } from '../../storage/mingjing-error.ts';
import type { Exit } from './exit.ts';

export interface LiveExitSettings {
  /** Default `direct`. */
  name?: string;
  /** ISO 3166 alpha-2; default null = unknown. */
  country?: string | null;
  /** `address:port`, in order of preference; default the system's own. */
  resolvers?: string[];
  /**
   * `http://`, `https://`, `socks4://`, `socks5://`, optionally with user and password; default null = straight out.
   */
  upstream?: string | null;
}

const UPSTREAM_PROTOCOLS = new Set(['http:', 'https:', 'socks:', 'socks4:', 'socks4a:', 'socks5:', 'socks5h:']);

/**
 * Connects to exactly the checked address; documentation networks stay refused. Throws MingjingError `SETTINGS_INVALID`
 * for a bad upstream.
 */
export function liveExit(settings: LiveExitSettings = {}): Exit {
  const upstream = settings.upstream ?? null;
  if (upstream !== null && !isUpstream(upstream)) {
    throw new MingjingError('SETTINGS_INVALID', {
      // The value is not repeated: it may hold a password.
      zh: `设置 egress.vantages.upstream（出口 ${settings.name ?? 'direct'}）：应为 http://、https:// 或 socks5:// 代理地址，实际无法识别。`,
      en: `Setting egress.vantages.upstream (exit ${settings.name ?? 'direct'}): expected an http://, https:// or socks5:// proxy but found something else.`,
    });
  }
  return {
    name: settings.name ?? 'direct',
    country: settings.country ?? null,
    resolvers: settings.resolvers ?? [],
    allowDocumentationNetworks: false,
    upstream,
    map: (address, port) => ({ host: address, port }),
  };
}

function isUpstream(text: string): boolean {
  return URL.canParse(text) && UPSTREAM_PROTOCOLS.has(new URL(text).protocol) && new URL(text).hostname !== '';
}
