/** Text from captures, findings and registries as people may read it: visible, masked and disarmed. */
import { defangText, defangUrl } from './defang.ts';
import { maskPersonalData } from './mask-personal-data.ts';
import { plainText } from './plain-text.ts';

/** Control characters out, personal data masked, addresses defanged. Still to be escaped for HTML by the template. */
export function shownText(text: string, limit = 2000): string {
  return defangText(maskPersonalData(plainText(text, limit)));
}

/** The same for a URL: masked (queries carry ID numbers) but for its host, and defanged. */
export function shownUrl(url: string): string {
  return defangUrl(maskUrl(plainText(url, 500)));
}

/** Personal data masked in path, query and fragment; the host stays what it is. */
export function maskUrl(url: string): string {
  const host = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/iu.exec(url)?.[0] ?? '';
  return host + maskPersonalData(url.slice(host.length));
}
