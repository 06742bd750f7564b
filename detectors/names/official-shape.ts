/**
 * The whole official name, with dots or hyphens, inside another name: cx.mem.gov.cn.a.top, x-cx-mem-gov-cn.b.com,
 * mfa.gov.cn.81-cn.info.
 */
import { shapeOf, type NameParts, type Shape } from './name-shape.ts';
import type { OfficialName, RecogniserIndex } from './recogniser-index.ts';

/** A name that holds a whole official name, its longest; null for other names. */
export function officialShape({ host, left, suffix }: NameParts, { officials }: RecogniserIndex): Shape | null {
  const words = [...left.split(/[.-]/), ...suffix.split('.')];
  let best: OfficialName | null = null;
  for (const [at, word] of words.entries()) {
    for (const official of officials.get(word) ?? []) {
      if (best && best.parts.length >= official.parts.length) break;
      if (official.parts.every((part, offset) => words[at + offset] === part)) best = official;
    }
  }
  if (!best) return null;
  const dotted = host.startsWith(`${best.host}.`) || host.includes(`.${best.host}.`);
  const shape =
    best.platform === null
      ? 'institution-inside'
      : !best.exact
        ? 'official-domain'
        : dotted
          ? 'official-prefix'
          : 'official-hyphens';
  return shapeOf(
    shape,
    best.platform,
    dotted ? `${host} 把官方域名 ${best.host} 整段用作无关域名的前缀` : `${host} 把官方域名 ${best.host} 写进名称`,
    dotted
      ? `${host} carries the official host ${best.host} as a prefix under an unrelated domain`
      : `${host} writes the official host ${best.host} into its name`,
  );
}
