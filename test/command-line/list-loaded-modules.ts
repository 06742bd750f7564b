/**
 * Preloaded with `node --import`: writes the URL of every module the process loaded to the file named by
 * LOADED_MODULES_FILE, one a line.
 */
import { writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

const loaded = new Set<string>();
registerHooks({
  load(url, context, nextLoad) {
    loaded.add(url);
    return nextLoad(url, context);
  },
});
process.on('exit', () => {
  const file = process.env['LOADED_MODULES_FILE'];
  if (file !== undefined) writeFileSync(file, [...loaded].join('\n'));
});
