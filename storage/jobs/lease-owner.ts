/** Who holds a lease, and whether that process still lives. */
import { hash, randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { isProcessAlive } from '../databases/is-process-alive.ts';

interface OwnerRecord {
  /** This machine since its last start, and its process-id namespace: ids mean nothing elsewhere. */
  machine: string;
  pid: number;
  /** When the process began, in the kernel's ticks: ids are given out again. Empty where the system does not tell. */
  started: string;
  /** One opened store: a process may close a store and go on. */
  store: string;
}

/** Stores open in this process. */
const openStores = new Set<string>();

/** One opened store of one process: what it leases can be told from what a process that is gone has left. */
export class LeaseOwner {
  /** As written into the job's row. */
  readonly text: string;
  readonly #record: OwnerRecord;

  private constructor(record: OwnerRecord) {
    this.#record = record;
    this.text = JSON.stringify(record);
  }

  static open(): LeaseOwner {
    const record = { machine: machine(), pid: process.pid, started: startOf(process.pid) ?? '', store: randomUUID() };
    openStores.add(record.store);
    return new LeaseOwner(record);
  }

  close(): void {
    openStores.delete(this.#record.store);
  }

  /**
   * True only when the holder is known to be gone: its process ended, or it is a store of this process that was closed.
   * A holder on another machine is never known to be gone; its lease has to run out.
   */
  isGone(text: string): boolean {
    const { machine, pid, started, store } = JSON.parse(text) as OwnerRecord;
    if (machine !== this.#record.machine) return false;
    if (pid === process.pid && started === this.#record.started) return !openStores.has(store);
    return startOf(pid) !== started;
  }
}

/**
 * Null when there is no such process (or only its unreaped remains); empty when it lives and the system does not tell
 * its start.
 */
function startOf(pid: number): string | null {
  const status = readOrNull(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  // proc(5): the name in parentheses may hold anything; after it, field 3 is the state and field 22 the start time.
  const fields = status?.slice(status.lastIndexOf(')') + 2).split(' ');
  if (fields) return fields[0] === 'Z' || fields[0] === 'X' ? null : (fields[19] ?? '');
  return isProcessAlive(pid) ? '' : null;
}

function machine(): string {
  const boot = readOrNull(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8'));
  const namespace = readOrNull(() => readlinkSync('/proc/self/ns/pid'));
  return hash('sha256', JSON.stringify([hostname(), boot, namespace]), 'hex').slice(0, 16);
}

function readOrNull(read: () => string): string | null {
  try {
    return read();
  } catch {
    return null;
  }
}
