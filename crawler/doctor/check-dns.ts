/** Name resolution through the configured resolvers, and whether they invent answers. */
import { randomBytes } from 'node:crypto';
import type { Exit } from '../egress/exit.ts';
import { createDnsClient, type DnsClient } from '../egress/dns/dns-client.ts';
import { fine, warning, type DoctorFinding } from './doctor-check.ts';

/** Offline is a warning: the practice range needs no network. A name below `.invalid` (RFC 2606) must not exist. */
export async function checkDns(exit: Exit, names: readonly string[]): Promise<DoctorFinding> {
  const client = createDnsClient({ resolvers: exit.resolvers });
  try {
    const reasons: string[] = [];
    for (const name of names) {
      const answer = await client.addresses(name);
      if (answer.outcome === 'live') return await honest(client, name, answer.resolver);
      reasons.push(`${name}: ${answer.reason ?? answer.outcome}`);
    }
    const servers = exit.resolvers.length > 0 ? exit.resolvers.join(', ') : null;
    return warning(
      {
        zh: `无法解析域名（${reasons.join('；')}；解析器：${servers ?? '系统默认'}）`,
        en: `names cannot be resolved (${reasons.join('; ')}; resolvers: ${servers ?? "the system's"})`,
      },
      {
        zh: '离线时只能演练（--range）；联网后检查 resolve.resolvers',
        en: 'offline, only the range works (--range); online, look at resolve.resolvers',
      },
    );
  } finally {
    client.close();
  }
}

async function honest(client: DnsClient, name: string, resolver: string | null): Promise<DoctorFinding> {
  const invented = await client.addresses(`mingjing-${randomBytes(6).toString('hex')}.invalid`);
  if (invented.outcome !== 'live')
    return fine(
      `${name} 已由 ${resolver ?? '系统解析器'} 解析`,
      `${name} resolved by ${resolver ?? 'the system resolver'}`,
    );
  return warning(
    {
      zh: `解析器 ${resolver ?? ''} 对不存在的域名也给出地址（${invented.addresses.join('、')}）`,
      en: `the resolver ${resolver ?? ''} gives addresses for names that do not exist (${invented.addresses.join(', ')})`,
    },
    {
      zh: '在 resolve.resolvers 中改用不劫持的解析器，否则不存在的域名会被当作存在',
      en: 'name a resolver that does not do this in resolve.resolvers, else absent names count as live',
    },
  );
}
