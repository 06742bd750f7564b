#!/usr/bin/env node
/** The front door: keeps compiled code between runs, then hands over to the command line. */
import { existsSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { defaultCacheDirectory } from './crawler/browser/cache-directory.ts';

// only below a folder that `setup` has made: the browser needs it to be open to other users, and Node would make it
// closed. Not in the system's temporary folder, where another user could lay code ready for us to run.
const cache = defaultCacheDirectory();
if (existsSync(cache)) enableCompileCache(join(cache, 'code'));

// imported after that, so that it is kept too
const { runCommandLine } = await import('./command-line/run-command-line.ts');
await runCommandLine();
process.exit();
