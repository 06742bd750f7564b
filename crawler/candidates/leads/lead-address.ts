/**
 * Finds the addresses in what a reporter wrote into the cell for them: URLs alone, several, or in the middle of a
 * sentence.
 */
import { addressText } from '../../reading/address-text.ts';
import { canonicalUrl, type TargetFault } from '../../reading/canonical-target.ts';
import { textAddresses, type TextAddress } from '../../reading/text-addresses.ts';

/** A cell that is nothing but a name with a dot, whatever its suffix. */
const BARE_NAME = /^[\w-]+(?:\.[\w-]+)*\.(?!\d+(?:[:/?#]|$))[\w-]+(?::\d{1,5})?(?:[/?#]\S*)?$/u;
/** What may close around a bare name. */
const AROUND = new Set(` \n"'“”‘’「」『』《》〈〉<>()（）[]【】，。；、,;`);

/** Empty when there is none; the fault of the whole text is then `fault`. */
export function addressesIn(text: string): { addresses: TextAddress[]; fault: TargetFault | null } {
  const addresses = textAddresses(text);
  if (addresses.length > 0) return { addresses, fault: null };
  const bare = uncovered(addressText(text));
  const whole = canonicalUrl(/^[0-9a-f]*:[0-9a-f:.]+$/iu.test(bare) ? `[${bare}]` : bare);
  if (whole.ok && (BARE_NAME.test(bare) || (bare.includes(':', 1) && whole.host.includes(':'))))
    return { addresses: [{ url: whole.url, host: whole.host }], fault: null };
  return { addresses: [], fault: whole.ok ? 'not-a-url' : whole.fault };
}

function uncovered(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && AROUND.has(text[start] ?? '')) start++;
  while (end > start && AROUND.has(text[end - 1] ?? '')) end--;
  return text.slice(start, end);
}
