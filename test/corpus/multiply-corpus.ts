/**
 * Makes a larger corpus out of a small one: every site that is no stand-in again under other names, found by the name
 * list.
 */
import { cp, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'tldts';

interface SiteJson { hosts: string[]; label: string; found?: { by: string }[]; dns?: Record<string, unknown> }

/** Another name beside the given one: `cx.shop.cn` → `cx.shop-3.cn`. IP literals and suffixes stay. */
function sibling(host: string, copy: number): string {
  const { domainWithoutSuffix, publicSuffix, subdomain } = parse(host.replace(/^\*\./, ''));
  if (!domainWithoutSuffix || !publicSuffix) return host;
  const name = [subdomain, `${domainWithoutSuffix}-${copy}`, publicSuffix].filter(Boolean).join('.');
  return host.startsWith('*.') ? `*.${name}` : name;
}

/** Writes a corpus of about `wanted` sites to `to`. The copies keep their labels; addresses are left to the range. */
export async function multiplyCorpus(from: string, to: string, wanted: number): Promise<number> {
  await mkdir(to, { recursive: true });
  await cp(from, to, { recursive: true });
  const names = (await readdir(join(from, 'sites'))).sort();
  let made = names.length;
  for (let copy = 2; made < wanted; copy++) {
    for (const name of names) {
      if (made >= wanted) break;
      const text = await readFile(join(from, 'sites', name, 'site.json'), 'utf8');
      const site = JSON.parse(text) as SiteJson;
      if (site.label === 'official') continue;
      const folder = join(to, 'sites', `${name}-${copy}`);
      await cp(join(from, 'sites', name), folder, { recursive: true });
      const renamed = site.hosts.reduce((json, host) => json.replaceAll(host.replace(/^\*\./, ''), sibling(host, copy).replace(/^\*\./, '')), text);
      const json = JSON.parse(renamed) as SiteJson;
      const dns = Object.fromEntries(Object.entries(json.dns ?? {}).filter(([key]) => key !== 'A'));
      await writeFile(join(folder, 'site.json'), JSON.stringify({ ...json, dns, found: [{ by: 'list' }] }, null, 2));
      made++;
    }
  }
  return made;
}
