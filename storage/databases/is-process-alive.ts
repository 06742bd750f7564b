/** Whether a process of this machine lives. */

/** True also for one of another user; an id that was given out again counts as alive. */
export function isProcessAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
