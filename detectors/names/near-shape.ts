/**
 * One slip off the registrable label of an official host, below its own suffix (chsic.com.cn, e-cps.cn), or off a long
 * agency word alone.
 */
import { isChineseSuffix, shapeOf, type NameParts, type Shape } from './name-shape.ts';
import type { RecogniserIndex } from './recogniser-index.ts';

/** A name one letter away from an official label or a long agency word; null for other names. */
export function nearShape({ host, label, suffix }: NameParts, index: RecogniserIndex): Shape | null {
  const { nearLabels, labelOwners, nearAgencies } = index;
  const near = nearLabels.find(label);
  const owners = near === null ? [] : (labelOwners.get(near) ?? []);
  const owner = owners.find((each) => each.suffix === suffix);
  if (near !== null && owner && near !== label && isBelievable(label, near)) {
    return shapeOf(
      'near-label',
      owner.platform,
      `${host} 与官方域名 ${near}.${suffix} 只差一个字符`,
      `${host} is one character off the official ${near}.${suffix}`,
    );
  }
  const other =
    near === label && (isChineseSuffix(suffix) || label.length >= NEAR_LENGTH)
      ? owners.find((each) => each.suffix !== suffix)
      : undefined;
  if (other) {
    const shape = label.length >= NEAR_LENGTH ? 'own-label' : 'own-label-short';
    return shapeOf(
      shape,
      other.platform,
      `${host} 与官方域名 ${label}.${other.suffix} 同名而后缀不同`,
      `${host} is the official ${label}.${other.suffix} under another suffix`,
    );
  }
  const agency =
    label.length >= SAFE_LENGTH && (isChineseSuffix(suffix) || suffix === 'com') ? nearAgencies.find(label) : null;
  if (agency === null || agency.length < SAFE_LENGTH) return null;
  return shapeOf(
    'near-agency',
    index.platformOf([agency]),
    `${host} 与机构名 ${agency} 相同或只差一个字符`,
    `${host} is the agency's word ${agency} or one character off it`,
  );
}

const NEAR_LENGTH = 5;
/** Shorter words are one letter away from too many honest names. */
const SAFE_LENGTH = 6;

/**
 * Of a label of four letters only one more letter or a swap is a costume; fewer or other letters make somebody else's
 * initials.
 */
function isBelievable(label: string, own: string): boolean {
  if (own.length >= NEAR_LENGTH || label.length > own.length) return true;
  return label.length === own.length && sorted(label) === sorted(own);
}

const sorted = (text: string): string => Array.from(text).sort().join('');
