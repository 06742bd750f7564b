/** Whether a page is about one certificate: asks for its number, or shows it. */
import type { PageModel } from '../../storage/vocabulary/page-model.ts';
import { showsRecord } from './certificate-record.ts';
import { asksForCertificate } from './query-form.ts';

/** True when the page asks for an identity or certificate number, or shows one certificate record, whoever's. */
export function offersQuery(page: PageModel): boolean {
  return asksForCertificate(page) || showsRecord(page);
}
