/** Text from captures, findings and registries as people may read it: visible, masked and disarmed. */
import { defangText, defangUrl } from './defang.ts';
import { maskPersonalData } from './mask-personal-data.ts';
import { plainText } from './plain-text.ts';

/** Control characters out, personal data masked, addresses defanged. Still to be escaped for HTML by the template. */
export function shownText(text: string, limit = 2000): string {
  return defangText(maskPersonalData(plainText(text, limit)));
}

/** The same for a URL: masked (queries carry ID numbers) and defanged. */
export function shownUrl(url: string): string {
  return defangUrl(maskPersonalData(plainText(url, 500)));
}
