/** Reads how a resolver is named in settings: an address, with or without a port. */
import { isIP } from 'node:net';
import { MingjingError } from '../../../storage/mingjing-error.ts';

export interface ResolverAddress {
  /** `address:port`, IPv6 in brackets: how it is written in records. */
  label: string;
  host: string;
  port: number;
  family: 4 | 6;
}

/**
 * `192.0.2.1`, `192.0.2.1:5353`, `2001:db8::1`, `[2001:db8::1]:53`. @throws MingjingError SETTINGS_INVALID (input) for
 * anything else.
 */
export function readResolverAddress(text: string): ResolverAddress {
  const bracketed = /^\[([^\]]+)\](?::(\d{1,5}))?$/.exec(text);
  const plain = isIP(text) === 6 ? null : /^([^:]+)(?::(\d{1,5}))?$/.exec(text);
  const [, host = text, port = '53'] = bracketed ?? plain ?? [];
  const family = isIP(host);
  const number = Number(port);
  if ((family !== 4 && family !== 6) || number < 1 || number > 65_535) {
    throw new MingjingError('SETTINGS_INVALID', {
      zh: `设置 resolve.resolvers：应为 IP 地址或“地址:端口”，实际为“${text}”。`,
      en: `Setting resolve.resolvers: expected an IP address or "address:port" but found "${text}".`,
    });
  }
  return {
    label: family === 6 ? `[${host}]:${String(number)}` : `${host}:${String(number)}`,
    host,
    port: number,
    family,
  };
}
