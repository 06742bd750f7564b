/** The command line: parses it, calls a room, ends with a documented exit code. */
import { Command, CommanderError } from 'commander';
import { EXIT_CODES, MingjingError } from '../storage/mingjing-error.ts';
import { addDoctorCommand } from './doctor-command.ts';
import { addEvalCommand } from './eval-command.ts';
import { addEvidenceCommand } from './evidence-command.ts';
import { addGangCommand } from './gang-command.ts';
import { addLeadCommand } from './lead-command.ts';
import { addNamesCommand } from './names-command.ts';
import { addRangeCommand } from './range-command.ts';
import { addReferenceCommand } from './reference-command.ts';
import { addReportCommand } from './report-command.ts';
import { addSiteCommand } from './site-command.ts';
import { addSweepCommand } from './sweep-command.ts';

/** Sets the exit code; the message of an expected failure is one sentence on stderr. */
export async function runCommandLine(): Promise<void> {
  try {
    await program().parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT_CODES.ok : EXIT_CODES.usage;
    else if (error instanceof MingjingError) {
      process.stderr.write(`${error.sentence[errorLanguage()]}\n`);
      process.exitCode = EXIT_CODES[error.exit];
    } else {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      process.exitCode = EXIT_CODES.internal;
    }
  }
}

function program(): Command {
  const root = new Command('mingjing')
    .description('明镜：发现并证明仿冒官方证书查询平台的网站 / finds and proves fake certificate-query sites')
    .exitOverride();
  for (const add of [
    addSweepCommand,
    addSiteCommand,
    addReportCommand,
    addEvidenceCommand,
    addGangCommand,
    addLeadCommand,
    addNamesCommand,
    addReferenceCommand,
    addDoctorCommand,
    addRangeCommand,
    addEvalCommand,
  ])
    add(root);
  return root;
}

/** Errors come before or after a session, so the language is read from the words themselves. */
function errorLanguage(): 'zh' | 'en' {
  const index = process.argv.findIndex((word) => word === '--lang' || word.startsWith('--lang='));
  const asked =
    index === -1 ? process.env['MINGJING_LANG'] : (process.argv[index]?.split('=')[1] ?? process.argv[index + 1]);
  return asked === 'en' ? 'en' : 'zh';
}
