/** A page that sells or advertises certificates. */
import type { Finding } from '../../storage/vocabulary/detect.ts';
import { finding, pageEvidence, quote, sentence } from '../finding.ts';
import type { CaptureView, DetectionContext } from '../host-view.ts';
import type { PageReading } from '../reading/page-reading.ts';

/** One finding of no platform; none below a trace. */
export function certificateSale(
  capture: CaptureView,
  _context: DetectionContext,
  { sale }: Pick<PageReading, 'sale'>,
): Finding[] {
  if (sale.value < 0.2) return [];
  const list = quote([...sale.offers, ...sale.boasts].join('、'), 80);
  const contact = sale.contact ? quote(sale.contact, 40) : null;
  const zh = `页面以“${list}”等用语推销证书（“${quote(sale.sample)}”）${contact ? `，并留有联系方式“${contact}”` : ''}${sale.price ? '，标有价格' : ''}`;
  const en = `The page advertises certificates with "${list}" ("${quote(sale.sample)}")${contact ? `, with the contact "${contact}"` : ''}${sale.price ? ' and prices' : ''}`;
  return [
    finding({
      signal: 'certificate-sale',
      platform: null,
      value: sale.value,
      because: [sentence(zh, en)],
      evidence: [pageEvidence(capture, sale.sample)],
    }),
  ];
}
