/**
 * Chromium's sandbox: how a browser is started so that it has one, also by root, and how to see that it really does.
 */
import { createHash } from 'node:crypto';
import { access, chmod, constants, readFile, rename, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { Browser } from 'playwright';
import { MingjingError } from '../../storage/mingjing-error.ts';
import { closedFolderOnTheWay, makeReadableFolder } from './cache-directory.ts';
import { profilesFolder } from './browser-profiles.ts';

/**
 * The user the browser runs as when we are root. Nobody's: above systemd's dynamic users (61184–65519), inside Debian's
 * reserved range (65000–65533), and within the 65,536 ids that a rootless container maps.
 */
export const SANDBOX_UID = 65_529;

/**
 * `user`: we are not root, Chromium's own sandbox is enough. `setpriv`: root drops to SANDBOX_UID first. `off`:
 * switched off by the operator.
 */
export type SandboxMode = 'user' | 'setpriv' | 'off';

/** @throws MingjingError SANDBOX_UNAVAILABLE (environment) when root has no `setpriv` to drop its rights with. */
export async function sandboxMode(wanted: boolean): Promise<SandboxMode> {
  if (!wanted) return 'off';
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'user';
  for (const folder of (process.env['PATH'] ?? '/usr/bin:/bin').split(delimiter)) {
    const found = await access(join(folder, 'setpriv'), constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return 'setpriv';
  }
  throw sandboxUnavailable('setpriv');
}

/**
 * Writes the small shell script that Playwright starts in the browser's place. It makes a fresh profile folder named by
 * its process id (which stays the browser's: `exec`), replaces Playwright's, and as root drops to SANDBOX_UID. The
 * file descriptors 3 and 4 of the DevTools pipe stay open throughout.
 * @throws MingjingError SANDBOX_UNAVAILABLE when the unprivileged user could not reach the browser or the cache folder.
 */
export async function writeLauncher(browserPath: string, cacheDir: string, mode: SandboxMode): Promise<string> {
  const profiles = await makeReadableFolder(profilesFolder(cacheDir));
  if (mode === 'setpriv') {
    for (const path of [browserPath, profiles]) {
      const closed = await closedFolderOnTheWay(path);
      if (closed !== null) throw sandboxUnavailable('closed-folder', closed);
    }
  }
  const script = launcherScript(browserPath, profiles, mode);
  const path = join(cacheDir, `launch-${createHash('sha256').update(script).digest('hex').slice(0, 12)}.sh`);
  const temporary = `${path}.${process.pid}.tmp`;
  await writeFile(temporary, script);
  await chmod(temporary, 0o755);
  await rename(temporary, path);
  return path;
}

function launcherScript(browserPath: string, profiles: string, mode: SandboxMode): string {
  const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
  const drop =
    mode === 'setpriv'
      ? `setpriv --reuid=${SANDBOX_UID} --regid=${SANDBOX_UID} --clear-groups --inh-caps=-all -- `
      : '';
  return [
    '#!/bin/sh',
    '# Written by mingjing: starts the browser with a fresh profile folder named by its process id.',
    'set -eu',
    'ulimit -c 0',
    `profile=${quote(profiles)}/$$`,
    'rm -rf "$profile"',
    'mkdir -m 0700 "$profile"',
    ...(mode === 'setpriv' ? [`chown ${SANDBOX_UID}:${SANDBOX_UID} "$profile"`] : []),
    'for argument do',
    '  shift',
    '  case $argument in',
    '    --user-data-dir=*) rmdir "${argument#*=}" 2>/dev/null || : ;;',
    '    *) set -- "$@" "$argument" ;;',
    '  esac',
    'done',
    'export HOME="$profile" TMPDIR="$profile" XDG_CONFIG_HOME="$profile" XDG_CACHE_HOME="$profile"',
    'cd "$profile"',
    `exec ${drop}${quote(browserPath)} "$@" --user-data-dir="$profile"`,
    '',
  ].join('\n');
}

export interface SandboxReport {
  /** True when every renderer runs under a seccomp filter, in a pid namespace of its own, and not as root. */
  sandboxed: boolean;
  renderers: { pid: number; seccomp: number; namespaces: number; uid: number }[];
}

/**
 * Looks at the browser's renderer processes in /proc: seccomp mode 2 (a filter), a nested pid namespace, not root.
 * Opens an empty page when there is no renderer yet. Linux only: elsewhere it reports `sandboxed: false` with no
 * renderers.
 */
export async function isSandboxed(browser: Browser): Promise<SandboxReport> {
  const page = await browser.newPage();
  const session = await browser.newBrowserCDPSession();
  try {
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    const renderers: SandboxReport['renderers'] = [];
    for (const { type, id } of processInfo) {
      if (type !== 'renderer') continue;
      const status = await readFile(`/proc/${id}/status`, 'utf8').catch(() => null);
      if (status === null) continue;
      const numbers = (key: string): number[] =>
        (new RegExp(`^${key}:\\s*(.*)$`, 'm').exec(status)?.[1] ?? '').split(/\s+/).filter(Boolean).map(Number);
      renderers.push({
        pid: id,
        seccomp: numbers('Seccomp')[0] ?? 0,
        namespaces: numbers('NSpid').length,
        uid: numbers('Uid')[0] ?? 0,
      });
    }
    return {
      sandboxed:
        renderers.length > 0 &&
        renderers.every(({ seccomp, namespaces, uid }) => seccomp === 2 && namespaces > 1 && uid !== 0),
      renderers,
    };
  } finally {
    await session.detach().catch(() => {});
    await page.close();
  }
}

/** Why there is no sandbox, and how to mend it; `detail` is the folder or the browser's own words. */
export function sandboxUnavailable(
  why: 'setpriv' | 'closed-folder' | 'browser' | 'not-effective',
  detail = '',
  cause?: unknown,
): MingjingError {
  const off = {
    zh: '。若本机（如受限容器）确实无法启用沙箱，可设 browser.sandbox 为 false，风险自负',
    en: '. Where the machine (a restricted container) can have no sandbox, set browser.sandbox to false, at your own risk',
  };
  const sentences = {
    setpriv: {
      zh: '以 root 运行时需要 setpriv（util-linux）来降权启动浏览器：请安装 util-linux，或改用普通用户运行',
      en: 'as root, setpriv (util-linux) is needed to start the browser without rights: install util-linux, or run as an ordinary user',
    },
    'closed-folder': {
      zh: `降权后的浏览器用户无法进入目录 ${detail}：请 chmod o+x ${detail}，或把 MINGJING_CACHE / MINGJING_BROWSER 指到其他用户可读的位置`,
      en: `the unprivileged browser user cannot pass through ${detail}: chmod o+x it, or point MINGJING_CACHE / MINGJING_BROWSER to a place other users can read`,
    },
    browser: {
      zh: `浏览器沙箱启动失败（${detail}）。请允许非特权用户命名空间：sysctl -w kernel.unprivileged_userns_clone=1（Debian）或 kernel.apparmor_restrict_unprivileged_userns=0（Ubuntu）；容器请换用允许 user namespace 的 seccomp 配置`,
      en: `the browser's sandbox does not start (${detail}). Allow unprivileged user namespaces: sysctl -w kernel.unprivileged_userns_clone=1 (Debian) or kernel.apparmor_restrict_unprivileged_userns=0 (Ubuntu); give a container a seccomp profile that allows user namespaces`,
    },
    'not-effective': {
      zh: `浏览器已启动，但渲染进程不在沙箱内（${detail}）`,
      en: `the browser runs, but its renderers are not sandboxed (${detail})`,
    },
  };
  const sentence = sentences[why];
  return new MingjingError(
    'SANDBOX_UNAVAILABLE',
    { zh: sentence.zh + off.zh, en: sentence.en + off.en },
    cause === undefined ? undefined : { cause },
  );
}
