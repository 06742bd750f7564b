/** What `mingjing range serve` shows: a running range with the table of hosts and ports to explore it by hand. */
import { startRange } from './range.ts';
import type { Corpus } from './corpus.ts';
import type { Range } from './range.ts';

export interface ServedHost {
  host: string;
  site: string;
  /** First address it resolves to; null when it has none or its name fails. */
  address: string | null;
  scheme: 'http' | 'https' | 'both';
  /** The dns failure it plays, if any. */
  fails: string | null;
}

/** Everything needed to explore the range with curl and dig; truth is not shown. */
export interface RangeFacts {
  corpus: string;
  dnsPort: number;
  whoisPort: number;
  /** Each exit's listener serves HTTP and HTTPS of every host. */
  exits: { name: string; country: string | null; port: number }[];
  endpoints: Range['endpoints'];
  hosts: ServedHost[];
  /** Commands to begin with, for the first host that answers. */
  commands: string[];
}

export interface ServedRange {
  range: Range;
  facts: RangeFacts;
  /** The facts as a table for people. */
  text(language: 'zh' | 'en'): string;
  close(): Promise<void>;
}

/** Starts the range of a corpus; it serves until `close()`. */
export async function serveRange(corpus: Corpus): Promise<ServedRange> {
  const range = await startRange(corpus);
  const facts: RangeFacts = {
    corpus: `${corpus.name} ${corpus.version}`,
    dnsPort: range.ports.dns,
    whoisPort: range.ports.whois,
    exits: range.exits.map(({ name, country }) => ({ name, country, port: range.ports.web[name] ?? 0 })),
    endpoints: range.endpoints,
    hosts: servedHosts(corpus, range),
    commands: [],
  };
  facts.commands = commandsFor(facts);
  return { range, facts, text: (language) => factsText(facts, language), close: () => range.close() };
}

function servedHosts(corpus: Corpus, range: Range): ServedHost[] {
  return corpus.sites.flatMap((site) =>
    site.hosts.map((host): ServedHost => {
      const fails = site.dns?.fail ?? null;
      return {
        host,
        site: site.name,
        address: fails === null ? range.addressOf(host.replace('*', 'www')) : null,
        scheme: site.scheme,
        fails,
      };
    }),
  );
}

function commandsFor({ hosts, exits, dnsPort, whoisPort }: RangeFacts): string[] {
  const shown = hosts.find(({ address, host }) => address !== null && !host.startsWith('*.'));
  if (!shown) return [];
  const { host, scheme } = shown;
  return [
    // --connect-to leaves Host header and server name without a port, as a visitor would send them.
    `curl ${scheme === 'http' ? '' : '-k '}--connect-to ::127.0.0.1:${exits[0]?.port} ${scheme === 'http' ? 'http' : 'https'}://${host}/`,
    `dig @127.0.0.1 -p ${dnsPort} ${host}`,
    `whois -h 127.0.0.1 -p ${whoisPort} ${host.split('.').slice(-2).join('.')}`,
  ];
}

function factsText({ corpus, dnsPort, whoisPort, exits, hosts, commands }: RangeFacts, language: 'zh' | 'en'): string {
  const words =
    language === 'zh'
      ? {
          title: '靶场运行中，按 Ctrl+C 结束',
          dns: 'DNS（UDP 与 TCP）',
          exit: '出口',
          host: '主机',
          address: '地址',
          scheme: '协议',
          site: '网站',
        }
      : {
          title: 'The range is running; Ctrl+C ends it',
          dns: 'DNS (UDP and TCP)',
          exit: 'exit',
          host: 'host',
          address: 'address',
          scheme: 'scheme',
          site: 'site',
        };
  const width = Math.max(words.host.length, ...hosts.map(({ host }) => host.length)) + 2;
  const row = (host: string, address: string, scheme: string, site: string) =>
    `${host.padEnd(width)}${address.padEnd(18)}${scheme.padEnd(8)}${site}`;
  return [
    `${words.title}: ${corpus}`,
    `  ${words.dns}: 127.0.0.1:${dnsPort}`,
    `  WHOIS: 127.0.0.1:${whoisPort}`,
    ...exits.map(
      ({ name, country, port }) => `  ${words.exit} ${name} (${country ?? '?'}): 127.0.0.1:${port} HTTP + HTTPS`,
    ),
    ...commands.map((command) => `  $ ${command}`),
    '',
    row(words.host, words.address, words.scheme, words.site),
    ...hosts.map(({ host, address, scheme, site, fails }) => row(host, address ?? fails ?? '-', scheme, site)),
  ].join('\n');
}
