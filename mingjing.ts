#!/usr/bin/env node
/** The front door: the command line, which only parses and calls a room. */
import { Command, CommanderError } from 'commander';
import { addDoctorCommand } from './command-line/doctor-command.ts';
import { addEvalCommand } from './command-line/eval-command.ts';
import { addEvidenceCommand } from './command-line/evidence-command.ts';
import { addGangCommand } from './command-line/gang-command.ts';
import { addLeadCommand } from './command-line/lead-command.ts';
import { addNamesCommand } from './command-line/names-command.ts';
import { addRangeCommand } from './command-line/range-command.ts';
import { addReferenceCommand } from './command-line/reference-command.ts';
import { addReportCommand } from './command-line/report-command.ts';
import { addSiteCommand } from './command-line/site-command.ts';
import { addSweepCommand } from './command-line/sweep-command.ts';
import { EXIT_CODES, MingjingError } from './storage/mingjing-error.ts';

function program(): Command {
  const root = new Command('mingjing').description('明镜:发现并证明仿冒官方证书查询平台的网站 / finds and proves fake certificate-query sites').exitOverride();
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
  const asked = index === -1 ? process.env['MINGJING_LANG'] : (process.argv[index]?.split('=')[1] ?? process.argv[index + 1]);
  return asked === 'en' ? 'en' : 'zh';
}

/** Ends with a documented exit code; the message of an expected failure is one sentence on stderr. */
async function main(): Promise<void> {
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

await main();
process.exit();
