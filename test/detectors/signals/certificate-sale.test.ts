import { expect, it } from 'vitest';
import { saleEvidence } from '../../../detectors/reading/sale-evidence.ts';
import { certificateSale } from '../../../detectors/signals/certificate-sale.ts';
import { capture, context, page } from '../page-fixtures.ts';

it('a sale is described with its words and contact', () => {
  const seller = capture(page({ text: '电工证 免考 包过 三天拿证\n微信：gszs2024' }));
  const [finding] = certificateSale(seller, context(), { sale: saleEvidence(seller) });
  expect(finding?.because[0]?.zh).toContain('gszs2024');
  expect(finding?.because[0]?.zh).toContain('免考');
});
