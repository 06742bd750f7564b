/** `mingjing evidence export <host>`: one site's evidence as a folder. */
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { addCommand, OUT, RANGE, SWEEP } from './add-command.ts';
import type { Session } from './session.ts';

/** The folder's SHA256SUMS is what `sha256sum -c` reads. */
export function addEvidenceCommand(root: Command): void {
  const evidence = root.command('evidence').description('证据 / evidence');
  addCommand(evidence, 'export <host>', '导出一个网站的证据 / export one site', evidenceExportCommand)
    .option(...RANGE)
    .option(...SWEEP)
    .option(...OUT);
}

async function evidenceExportCommand(session: Session, host: string): Promise<void> {
  const { exportEvidence } = await import('../reports/evidence-folder/evidence-export.ts');
  const store = await session.storeToRead();
  const sweepId = await session.sweepId(store);
  const directory =
    session.flags.out ??
    join(session.settings.dataDirectory, 'evidence', `sweep-${sweepId}-${host.replaceAll(/[^\w.-]+/g, '_')}`);
  const manifest = await exportEvidence({ store, sweepId, host, directory });
  session.print(
    { directory: resolve(directory), manifest },
    () => `${session.lang === 'zh' ? '证据已导出：' : 'evidence exported: '}${resolve(directory)}`,
  );
}
