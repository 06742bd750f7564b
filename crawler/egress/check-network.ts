/** Tells a machine without a way out before a sweep begins. */
import { MingjingError } from '../../storage/mingjing-error.ts';
import type { Platform } from '../../storage/vocabulary/platform.ts';
import type { Exit } from './exit.ts';
import { createDnsClient } from './dns/dns-client.ts';

/**
 * Asks for the official hosts of the sought platforms: when not one resolves, there is no network (or no name service).
 * @throws MingjingError NO_NETWORK (network).
 */
export async function checkNetwork(exit: Exit | undefined, platforms: readonly Platform[]): Promise<void> {
  const hosts = platforms
    .flatMap((platform) => platform.hosts.filter((host) => !host.startsWith('.')).slice(0, 1))
    .slice(0, 4);
  if (!exit || hosts.length === 0) return;
  const client = createDnsClient(exit);
  const answers = await Promise.all(hosts.map((host) => client.addresses(host)));
  if (answers.some((answer) => answer.outcome === 'live')) return;
  const reasons = [...new Set(answers.map((answer) => answer.reason))].join(', ');
  throw new MingjingError('NO_NETWORK', {
    zh: `没有网络：无法解析 ${hosts.join('、')}（${reasons}）；演练请用 --range test/corpus/first`,
    en: `no network: cannot resolve ${hosts.join(', ')} (${reasons}); to practise use --range test/corpus/first`,
  });
}
