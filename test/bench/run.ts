/** `npm run bench [name…]`: runs the benches one after the other and prints their figures and ratios. */
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

export interface BenchRow {
  label: string;
  value: number;
  unit: string;
  ratio?: number | undefined;
}
export interface BenchResult {
  name: string;
  rows: BenchRow[];
}

const folder = fileURLToPath(new URL('.', import.meta.url));
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
const files = (await readdir(folder)).filter((file) => file.endsWith('.bench.ts')).sort();
const chosen = files.filter((file) => wanted.length === 0 || wanted.includes(file.replace('.bench.ts', '')));
if (chosen.length === 0) {
  process.stderr.write(
    `no bench named ${wanted.join(', ')}; there are: ${files.map((file) => file.replace('.bench.ts', '')).join(', ')}\n`,
  );
  process.exit(2);
}
for (const file of chosen) {
  const bench = (await import(`./${file}`)) as { run: () => Promise<BenchResult> };
  const started = performance.now();
  const { name, rows } = await bench.run();
  process.stdout.write(`\n${name} (${((performance.now() - started) / 1000).toFixed(0)} s)\n`);
  for (const { label, value, unit, ratio } of rows) {
    const shown = value >= 100 ? value.toFixed(0) : value.toPrecision(3);
    process.stdout.write(
      `  ${label.padEnd(58)} ${shown.padStart(10)} ${unit.padEnd(12)}${ratio === undefined ? '' : ` × ${ratio.toFixed(2)}`}\n`,
    );
  }
}
process.exit(0);
