/**
 * A process that writes records with their evidence over and over, each time with other bytes, to be killed at any
 * moment: `node record-worker.ts <url> <sweep id>`.
 */
import { createHash, randomUUID } from 'node:crypto';
import { openStore } from '../../../storage/open-store.ts';
import type { NewArtifact } from '../../../storage/vocabulary/artifacts.ts';
import { artifact, entryCandidate, probe, registration, resolution } from '../samples.ts';

const sha256 = ({ data }: NewArtifact): string => createHash('sha256').update(data).digest('hex');

if (import.meta.main) {
  const [url = '', sweep = ''] = process.argv.slice(2);
  const sweepId = Number(sweep);
  const { candidates } = await openStore({ url });
  process.send?.('ready');
  for (let turn = 0; ; turn += 1) {
    const host = `h${turn % 7}.test`;
    const [whois, rdap, headers, dns, photo] = (['whois', 'rdap', 'headers', 'dns', 'lead-image'] as const).map(
      (kind) => artifact(kind, `${kind} ${randomUUID()} `.repeat(300)),
    );
    if (!whois || !rdap || !headers || !dns || !photo) throw new Error('five artefacts');
    await candidates.saveRegistration(sweepId, { ...registration(host), whois: sha256(whois), rdap: sha256(rdap) }, [
      rdap,
      whois,
    ]);
    // the digest stands in a field of the record, so that the test can tell what belongs together
    await candidates.saveProbe(sweepId, { ...probe(host), reason: sha256(headers) }, [headers]);
    await candidates.saveResolutions(sweepId, [{ ...resolution(host), reason: sha256(dns) }], () => [dns]);
    await candidates.add(sweepId, [
      { ...entryCandidate(`http://${host}/${turn}-${process.pid}`, { photo: sha256(photo) }), artifacts: [photo] },
    ]);
  }
}
