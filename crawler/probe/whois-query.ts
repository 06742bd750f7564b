/** Asks one WHOIS server (RFC 3912) through the egress: one line out, everything it says back, within bounds. */
import type { EgressSession } from '../egress/egress.ts';
import { EgressFailure } from '../egress/egress-error.ts';
import { WHOIS_PORT } from '../egress/port-policy.ts';

/**
 * `raw` null: nothing came. `reason` says why nothing, or why no more (`timeout`, `cap`, a system code); null =
 * complete.
 */
export interface WhoisAnswer {
  raw: Buffer | null;
  reason: string | null;
  /** `address:port` that answered. */
  peerAddress: string | null;
}

export interface WhoisLimits {
  /** For the whole question. Default 10000. */
  timeoutMs?: number;
  /** What is kept of the answer. Default 256 kB. */
  maxBytes?: number;
}

/** `server`: a host or `host:port`. Never throws. */
export async function whoisQuery(
  session: EgressSession,
  server: string,
  query: string,
  limits: WhoisLimits = {},
): Promise<WhoisAnswer> {
  const { timeoutMs = 10_000, maxBytes = 256 * 1024 } = limits;
  const [host = '', port] = server.split(':');
  const chunks: Buffer[] = [];
  let size = 0;
  let reason: string | null = null;
  let peerAddress: string | null = null;
  let timer: NodeJS.Timeout | undefined;
  try {
    const socket = await session.connect(host, port === undefined ? WHOIS_PORT : Number(port));
    peerAddress = session.connections().findLast((connection) => connection.outcome === 'connected')?.address ?? null;
    timer = setTimeout(() => socket.destroy(Object.assign(new Error('timeout'), { code: 'timeout' })), timeoutMs);
    socket.write(`${query}\r\n`);
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      chunks.push(chunk.subarray(0, maxBytes - size));
      size += chunk.length;
      if (size > maxBytes) {
        reason = 'cap';
        break;
      }
    }
    socket.destroy();
  } catch (error) {
    reason = error instanceof EgressFailure ? error.code : ((error as NodeJS.ErrnoException).code ?? 'failed');
  } finally {
    clearTimeout(timer);
  }
  return { raw: size > 0 ? Buffer.concat(chunks) : null, reason: reason ?? (size > 0 ? null : 'empty'), peerAddress };
}

/**
 * WHOIS carries no charset: UTF-8 if it is that (a character cut off at the end still counts), UTF-16 with a byte order
 * mark, else each line for itself UTF-8 or GB18030: registrars mix them, and one wrong byte must not spoil the whole
 * answer.
 */
export function whoisText(raw: Uint8Array): string {
  if ((raw[0] === 0xff && raw[1] === 0xfe) || (raw[0] === 0xfe && raw[1] === 0xff))
    return new TextDecoder(raw[0] === 0xff ? 'utf-16le' : 'utf-16be').decode(raw);
  const whole = utf8(raw, true);
  if (whole !== null) return whole;
  const lines: string[] = [];
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(0x0a, start);
    const line = bytes.subarray(start, end < 0 ? bytes.length : end);
    lines.push(utf8(line, false) ?? new TextDecoder('gb18030').decode(line));
    start = end < 0 ? bytes.length : end + 1;
  }
  return lines.join('\n');
}

function utf8(bytes: Uint8Array, mayBeCut: boolean): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: mayBeCut });
  } catch {
    return null;
  }
}
