/** The range's WHOIS server (RFC 3912): one query line, one answer, end of connection. */
import { createServer } from 'node:net';
import { domainToASCII } from 'node:url';
import { closeServer, trackSockets } from './socket-set.ts';
import type { AddressInfo } from 'node:net';
import type { RegistrationBook, RegistrationFacts } from './registration-book.ts';
import type { RequestLog } from './request-log.ts';

const MAX_QUERY_BYTES = 512;
/** CNNIC prints UTC+8 without saying so. */
const BEIJING_MS = 8 * 3_600_000;

export interface WhoisServer {
  port: number;
  close(): Promise<void>;
}

/** Starts on a free loopback port. */
export async function startWhoisServer(registrations: RegistrationBook, log: RequestLog): Promise<WhoisServer> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    let asked: Buffer = Buffer.alloc(0);
    const answer = () => {
      socket.removeAllListeners('data');
      const { found, bytes } = whoisAnswer(registrations, asked.toString());
      log.add({
        service: 'whois',
        exit: null,
        host: asked.toString().trim().toLowerCase(),
        method: '',
        path: '',
        headers: {},
        site: null,
        answer: found ? 'found' : 'no match',
      });
      socket.end(bytes);
    };
    socket.on('error', () => socket.destroy());
    socket.once('end', () => {
      if (!socket.writableEnded) answer();
    });
    socket.on('data', (chunk) => {
      asked = Buffer.concat([asked, chunk]);
      if (asked.includes('\n')) answer();
      else if (asked.length > MAX_QUERY_BYTES) socket.destroy();
    });
  });
  const sockets = trackSockets(server);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return { port: (server.address() as AddressInfo).port, close: () => closeServer(server, sockets) };
}

/** The last word of the line is the name: `domain x.com` and `=x.com` are what some clients send. */
function whoisAnswer(registrations: RegistrationBook, query: string): { found: boolean; bytes: Buffer } {
  const name = (query.trim().split(/\s+/).at(-1) ?? '').replace(/^=/, '');
  const entry = registrations.find(domainToASCII(name));
  const bytes = entry?.whois ?? (entry?.facts ? Buffer.from(generated(entry.facts)) : null);
  return bytes ? { found: true, bytes } : { found: false, bytes: Buffer.from('No matching record.\r\n') };
}

function generated(facts: RegistrationFacts): string {
  const lines = /\.(?:cn|xn--fiqs8s|xn--fiqz9s)$/.test(facts.domain) ? cnnicLines(facts) : gtldLines(facts);
  return `${lines.join('\r\n')}\r\n`;
}

function cnnicLines({ domain, createdAt, expiresAt, registrar, nameServers, id }: RegistrationFacts): string[] {
  const local = (iso: string) => new Date(Date.parse(iso) + BEIJING_MS).toISOString().slice(0, 19).replace('T', ' ');
  return [
    `Domain Name: ${domain}`,
    `ROID: ${local(createdAt).slice(0, 10).replaceAll('-', '')}s10001s${String(Number.parseInt(id.slice(0, 6), 16)).padStart(8, '0')}-cn`,
    'Domain Status: ok',
    `Registrant: 某某某`,
    `Registrant Contact Email: ${id.slice(0, 8)}@mail.example`,
    `Sponsoring Registrar: ${registrar.cn}`,
    ...nameServers.map((server) => `Name Server: ${server}`),
    `Registration Time: ${local(createdAt)}`,
    `Expiration Time: ${local(expiresAt)}`,
    'DNSSEC: unsigned',
  ];
}

function gtldLines({
  domain,
  createdAt,
  updatedAt,
  expiresAt,
  registrar,
  nameServers,
  id,
}: RegistrationFacts): string[] {
  const zulu = (iso: string) => `${iso.slice(0, 19)}Z`;
  return [
    `   Domain Name: ${domain.toUpperCase()}`,
    `   Registry Domain ID: ${id.slice(0, 10).toUpperCase()}_DOMAIN-RANGE`,
    `   Registrar WHOIS Server: whois.range.test`,
    `   Updated Date: ${zulu(updatedAt)}`,
    `   Creation Date: ${zulu(createdAt)}`,
    `   Registry Expiry Date: ${zulu(expiresAt)}`,
    `   Registrar: ${registrar.en}`,
    `   Registrar IANA ID: ${registrar.id}`,
    '   Domain Status: ok https://icann.org/epp#ok',
    ...nameServers.map((server) => `   Name Server: ${server.toUpperCase()}`),
    '   DNSSEC: unsigned',
    '>>> Last update of whois database: now <<<',
  ];
}
