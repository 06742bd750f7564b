/**
 * Something that is read as gov.cn where it is not: mem-gov.cn, kj-gov.cn, www-x-gov-cn.y.com, mem.g0v.cn,
 * modgovcn.com.
 */
import {
  isChineseSuffix,
  isForeignGovernment,
  shapeOf,
  type NameParts,
  type Shape,
  type ShapeName,
} from './name-shape.ts';
import type { RecogniserIndex } from './recogniser-index.ts';

/** gov, or a spelling of it, as a word of its own, with or without cn behind it. */
const GOV_WORD = /-(?:gov|g0v|qov|9ov|govv|goov|gcv)(-?cn)?-/;
/** webgov-cn.cloud, xgov.cn-cx.com. */
const RUN_ON_WORD = /[a-z0-9](?:gov|g0v|qov)-cn-/;
/** modgovcn.com. */
const RUN_ON_END = /[a-z0-9](?:gov|g0v|qov)cn-/;
/** mehrsagov.cn. */
const LABEL_END = /[a-z0-9](?:gov|g0v)$/;
/** Spellings that are somebody's name as well; they count only with an agency's word. */
const WEAK = /g0v|qov|9ov|govv|goov|gcv/;

/** A name that poses as some gov.cn; null for other names, and below the suffixes of other states' governments. */
export function govShape(name: NameParts, index: RecogniserIndex): Shape | null {
  const { host, label, suffix, flat } = name;
  if (isForeignGovernment(suffix)) return null;
  const chinese = isChineseSuffix(suffix);
  const tokens = name.runs.flat();
  const govToken = tokens.find(({ kind }) => kind === 'gov')?.text;
  const looks =
    GOV_WORD.exec(flat)?.[0] ??
    RUN_ON_WORD.exec(flat)?.[0] ??
    RUN_ON_END.exec(flat)?.[0] ??
    (chinese && LABEL_END.test(label) ? label : govToken);
  if (looks === undefined) return null;
  const withCn = /cn-?$/.test(looks);
  const agencies = tokens.filter(({ kind }) => kind === 'agency').map(({ text }) => text);
  const organs = tokens.filter(({ kind }) => kind === 'organ').map(({ text }) => text);
  const common = [...agencies, ...organs].every((text) => index.common.has(text));
  const platform = index.platformOf(agencies);
  if (platform !== null) {
    const shape: ShapeName =
      withCn || chinese
        ? 'agency-gov-cn'
        : common && !looks.includes('-') && name.left === label
          ? 'organ-gov-common'
          : 'agency-gov';
    return shapeOf(
      shape,
      platform,
      `${host} 把机构名 ${agencies[0]} 与 gov 字样拼在非政府后缀下`,
      `${host} joins the agency's word ${agencies[0]} with gov below a suffix that is not a government's`,
    );
  }
  if (organs.length > 0) {
    const shape: ShapeName = withCn || chinese ? 'organ-gov-cn' : common ? 'organ-gov-common' : 'organ-gov';
    return shapeOf(
      shape,
      index.platformOf(organs),
      `${host} 把国家机关简称 ${organs[0]} 与 gov 字样拼在非政府后缀下`,
      `${host} joins the state organ's word ${organs[0]} with gov below a suffix that is not a government's`,
    );
  }
  const shape = tokens.some(({ kind, text }) => (kind === 'service' || kind === 'topic') && !index.common.has(text))
    ? 'gov-service'
    : plainShape(name, looks, withCn, chinese);
  return shape && shapeOf(shape, null, `${host} 冒用 gov.cn 字样`, `${host} is made to be read as gov.cn`);
}

function plainShape({ label, suffix }: NameParts, looks: string, withCn: boolean, chinese: boolean): ShapeName | null {
  if (WEAK.test(looks)) return withCn || (chinese && /^-(?:g0v|qov)|[a-z0-9]g0v$/.test(looks)) ? 'gov-look' : null;
  if (withCn) return looks.endsWith('-cn-') || looks.startsWith('-') ? 'gov-cn-words' : 'gov-run-on';
  if (!chinese) return null;
  if (suffix === 'cn' && /[a-z0-9]-gov$/.test(label)) return 'gov-hyphen-cn';
  return LABEL_END.test(label) ? 'gov-run-on' : 'gov-in-chinese-suffix';
}
