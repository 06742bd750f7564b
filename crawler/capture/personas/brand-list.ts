/**
 * The brands of `Sec-CH-UA` and `navigator.userAgentData`, in the order and with the decoy that this version of
 * Chromium itself gives.
 */

export interface Brand {
  brand: string;
  version: string;
}

const DECOY_MARKS = [' ', '(', ':', '-', '.', '/', ')', ';', '=', '?', '_'];
const DECOY_VERSIONS = ['8', '99', '24'];
/** Places of decoy, `Chromium` and the browser's own brand. */
const ORDERS = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
] as const;

/**
 * Decoy and order follow from the major version (`GenerateBrandVersionList` in Chromium's
 * components/embedder_support/user_agent_utils.cc): any other list belongs to no browser of that version.
 * @param version major version for `brands`, full version for `fullVersionList`.
 */
export function brandList(brand: string, version: string): Brand[] {
  const seed = Number.parseInt(version, 10) || 0;
  const mark = (index: number): string => DECOY_MARKS[index % DECOY_MARKS.length] ?? ' ';
  const decoy = DECOY_VERSIONS[seed % DECOY_VERSIONS.length] ?? '99';
  const entries: Brand[] = [
    { brand: `Not${mark(seed)}A${mark(seed + 1)}Brand`, version: version.includes('.') ? `${decoy}.0.0.0` : decoy },
    { brand: 'Chromium', version },
    { brand, version },
  ];
  const list: Brand[] = [];
  for (const [index, place] of (ORDERS[seed % ORDERS.length] ?? ORDERS[0]).entries()) {
    const entry = entries[index];
    if (entry) list[place] = entry;
  }
  return list;
}
