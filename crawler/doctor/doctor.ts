/** `mingjing doctor`: what on this machine would stop a sweep or spoil its evidence, and how to mend it. */
import type { Exit } from '../egress/exit.ts';
import { liveExit } from '../egress/live-exit.ts';
import type { Settings } from '../settings/settings.ts';
import { checkClock } from './check-clock.ts';
import { checkDatabase } from './check-database.ts';
import { checkDisk } from './check-disk.ts';
import { checkDns } from './check-dns.ts';
import { checkNode } from './check-node.ts';
import { checkPictures } from './check-pictures.ts';
import { browserChecks } from './check-browser.ts';
import { guardedCheck, type DoctorCheck } from './doctor-check.ts';

export interface DoctorOptions {
  /** The way out to test; default the live one, with the configured resolvers. */
  exit?: Exit;
  /** Names asked for, first answer counts. Default two state portals. */
  names?: readonly string[];
  /** Pages whose Date header the clock is compared with, tried in order. Default the same portals. */
  clockUrls?: readonly string[];
  /** Longest time for each network check, milliseconds. Default 10000. */
  networkLimitMs?: number;
}

const PORTALS = ['www.gov.cn', 'www.mem.gov.cn'];
const LOCAL_LIMIT_MS = 15_000;
/** The first run unpacks a browser. */
const BROWSER_LIMIT_MS = 90_000;

/**
 * All checks at once, in the order of `DOCTOR_PARTS`; never throws. Opening the database makes it when it is missing,
 * as a sweep would; looking for the browser unpacks it.
 */
export async function runDoctor(settings: Settings, options: DoctorOptions = {}): Promise<DoctorCheck[]> {
  const exit = options.exit ?? liveExit({ resolvers: [...settings.resolve.resolvers] });
  const names = options.names ?? PORTALS;
  const clockUrls = options.clockUrls ?? PORTALS.map((name) => `https://${name}/`);
  const network = options.networkLimitMs ?? 10_000;
  const browser = browserChecks(settings);
  try {
    return await Promise.all([
      guardedCheck('node', LOCAL_LIMIT_MS, checkNode),
      guardedCheck('browser', BROWSER_LIMIT_MS, () => browser.browser()),
      guardedCheck('fonts', BROWSER_LIMIT_MS, () => browser.fonts()),
      guardedCheck('pictures', BROWSER_LIMIT_MS, () => checkPictures(settings.capture.readPictures)),
      guardedCheck('dns', network, () => checkDns(exit, names)),
      guardedCheck('clock', network, () => checkClock(exit, clockUrls, network)),
      guardedCheck('disk', LOCAL_LIMIT_MS, () => checkDisk(settings.dataDirectory)),
      guardedCheck('database', LOCAL_LIMIT_MS, () => checkDatabase(settings.database)),
    ]);
  } finally {
    await browser.close();
  }
}
