/**
 * Checks of a corpus that need more than one key: files that must exist, hosts claimed twice, links to missing sites.
 */
import { existsSync, statSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { problem } from './corpus-problem.ts';
import { siteUrl } from './site-url.ts';
import type { Sentence } from '../../storage/vocabulary/sentence.ts';
import type { CorpusSite } from './corpus.ts';

const URL_EXPECTED: Sentence = {
  zh: '以 / 开头的路径或 http(s) 网址',
  en: 'a path that begins with / or an http(s) URL',
};

/** Everything wrong between the files of the corpus at `dir`. */
export function crossProblems(dir: string, sites: readonly CorpusSite[]): Sentence[] {
  const names = new Set(sites.map(({ name }) => name));
  return [
    ...hostProblems(sites),
    ...sites.flatMap((site) => [...foundProblems(dir, site, names), ...entryProblems(site), ...routeProblems(site)]),
  ];
}

const fileOf = (site: CorpusSite) => `sites/${site.name}/site.json`;

function hostProblems(sites: readonly CorpusSite[]): Sentence[] {
  const owners = new Map<string, string>();
  return sites.flatMap((site) =>
    site.hosts.flatMap((host, index) => {
      const key = `hosts[${index}]`;
      if (host === 'range.test' || host.endsWith('.range.test')) {
        return [
          problem(
            fileOf(site),
            key,
            {
              zh: 'range.test 以外的域名（该域名归靶场自身的服务）',
              en: 'a name outside range.test (kept for the services of the range)',
            },
            JSON.stringify(host),
          ),
        ];
      }
      const owner = owners.get(host);
      owners.set(host, site.name);
      if (owner === undefined) return [];
      return [
        problem(
          fileOf(site),
          key,
          { zh: '只属于一个网站的主机', en: 'a host of one site only' },
          { zh: `“${host}”，也属于网站 ${owner}`, en: `"${host}", which is also a host of site ${owner}` },
        ),
      ];
    }),
  );
}

function foundProblems(dir: string, site: CorpusSite, names: ReadonlySet<string>): Sentence[] {
  return site.found.flatMap((found, index) => {
    const key = `found[${index}]`;
    if (found.by === 'search' && found.url !== null && !siteUrl(site, found.url)) {
      return [problem(fileOf(site), `${key}.url`, URL_EXPECTED, JSON.stringify(found.url))];
    }
    if (found.by === 'link' && found.from !== null && !names.has(found.from)) {
      return [
        problem(
          fileOf(site),
          `${key}.from`,
          { zh: '语料中的网站名', en: 'the name of a site of this corpus' },
          JSON.stringify(found.from),
        ),
      ];
    }
    if (found.by === 'qr' && found.image !== null && !isQrImage(dir, found.image)) {
      return [
        problem(
          fileOf(site),
          `${key}.image`,
          { zh: 'qr/ 目录中存在的 png 或 jpg 图片', en: 'an existing png or jpg file below qr/' },
          JSON.stringify(found.image),
        ),
      ];
    }
    return [];
  });
}

function isQrImage(dir: string, image: string): boolean {
  const path = resolve(dir, image);
  return path.startsWith(resolve(dir, 'qr') + sep) && /\.(?:png|jpe?g)$/i.test(path) && existsSync(path);
}

function entryProblems(site: CorpusSite): Sentence[] {
  const entry = site.truth.expect?.entry ?? null;
  return entry === null || siteUrl(site, entry)
    ? []
    : [problem(fileOf(site), 'expect.entry', URL_EXPECTED, JSON.stringify(entry))];
}

function routeProblems(site: CorpusSite): Sentence[] {
  return site.routes.flatMap(({ respond }, index) => {
    if (respond.file === null) return [];
    const path = join(site.dir, respond.file);
    const inside = path.startsWith(site.dir + sep);
    if (inside && existsSync(path) && statSync(path).isFile()) return [];
    return [
      problem(
        fileOf(site),
        `routes[${index}].respond.file`,
        { zh: '网站目录中存在的文件', en: "an existing file of the site's folder" },
        JSON.stringify(respond.file),
      ),
    ];
  });
}
