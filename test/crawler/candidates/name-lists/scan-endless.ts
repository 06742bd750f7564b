/**
 * Run by name-list.test.ts in a process of its own: scans sixty million bytes from a pipe and prints what it counted
 * and its peak memory in KiB.
 */
import { Readable } from 'node:stream';
import { nameBatches } from '../../../../crawler/candidates/name-lists/name-stream.ts';
import { noCounts, scanNames } from '../../../../crawler/candidates/name-lists/scan-names.ts';

const chunk = Buffer.from('abcdefgh.example.com\n'.repeat(12_000));
function* chunks(): Generator<Buffer> {
  for (let count = 0; count < 240; count += 1) yield chunk;
}
const counts = noCounts();
for await (const _hits of scanNames(
  nameBatches('-', { stdin: Readable.from(chunks(), { objectMode: false }) }),
  [],
  counts,
  0.4,
));
process.stdout.write(JSON.stringify({ names: counts.names, peak: process.resourceUsage().maxRSS }));
