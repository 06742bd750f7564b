/** Fifty protected platforms for measuring: the shipped ones, and provincial ones made after the same fashion. */
import { NAME_WORDS } from '../../detectors/names/name-words.ts';
import type { Platform } from '../../storage/vocabulary/platform.ts';

const OFFICES = [
  { organ: '应急管理厅', host: 'yjt', certificate: '特种作业操作证' },
  { organ: '住房和城乡建设厅', host: 'zjt', certificate: '建筑施工特种作业人员证书' },
];

/** The shipped platforms first; never more than `count`. Made hosts lie below the province's own gov.cn label. */
export function manyPlatforms(shipped: readonly Platform[], count: number): Platform[] {
  const made = OFFICES.flatMap(({ organ, host, certificate }) =>
    Object.entries(NAME_WORDS.regions).map(([place, [short = 'xx']]): Platform => ({
      id: `${short}-${host}`,
      name: `${place}${certificate}查询平台`,
      owner: `${place}${organ}`,
      hosts: [`cx.${host}.${place === '陕西' ? 'shaanxi' : short}.gov.cn`],
      keywords: [`${place}${certificate}查询`, `${certificate}查询`],
      domainTokens: { agency: [`${short}${host}`], service: ['cx', 'zscx', 'chaxun'] },
    })),
  );
  return [...shipped, ...made].slice(0, count);
}
