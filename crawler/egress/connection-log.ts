/** The record of one session: every connection asked for, its bytes, its hazards, and the caps that cut it off. */
import type { Socket } from 'node:net';
import type { Connection, Hazard, HazardKind } from '../../storage/vocabulary/capture.ts';

/** Bytes of sockets whose reading we do not see (TLS inside node) are looked up this often, milliseconds. */
const POLL_MS = 25;
/**
 * A page that asks for more than this is an attack on us: the session ends, and what is asked for afterwards is only
 * counted.
 */
const MAX_CONNECTIONS = 5000;
/** Different hazards of one kind that are kept; further ones are counted together. */
const MAX_HAZARDS = 200;

export type CapReached = 'byte-cap' | 'time-cap' | 'connection-cap' | 'closed';

export interface Caps {
  maxBytes: number;
  /** Milliseconds from now; null = none. */
  deadlineMs: number | null;
}

interface Live {
  record: Connection;
  socket: Socket;
  /** Counts of the socket before it was ours: an upstream's CONNECT exchange. */
  readBefore: number;
  writtenBefore: number;
}

/**
 * Owns the session's sockets. When a cap is reached every socket is destroyed, the hazard noted, and `capReached` names
 * it; nothing is connected afterwards. At most one chunk more than the cap is received.
 */
export class ConnectionLog {
  readonly #caps: Caps;
  readonly #exit: string;
  readonly #connections: Connection[] = [];
  readonly #hazards = new Map<string, Hazard>();
  readonly #live = new Set<Live>();
  readonly #deadline: NodeJS.Timeout | undefined;
  #poll: NodeJS.Timeout | undefined;
  #received = 0;
  #capReached: CapReached | null = null;

  constructor(exit: string, caps: Caps) {
    this.#exit = exit;
    this.#caps = caps;
    if (caps.deadlineMs !== null) this.#deadline = setTimeout(() => this.#cut('time-cap'), caps.deadlineMs).unref();
  }

  get capReached(): CapReached | null {
    return this.#capReached;
  }

  /** A new line of the record; the caller fills in what becomes of it. */
  begin(host: string, port: number): Connection {
    const record: Connection = {
      at: new Date().toISOString(),
      host,
      port,
      address: null,
      answers: [],
      outcome: 'failed',
      reason: null,
      bytesReceived: 0,
      bytesSent: 0,
      exit: this.#exit,
    };
    if (this.#connections.length < MAX_CONNECTIONS) {
      this.#connections.push(record);
    } else {
      this.hazard('busy-loop', `more than ${String(MAX_CONNECTIONS)} connections`);
      this.#cut('connection-cap');
    }
    return record;
  }

  /** From here on the socket's bytes belong to `record` and its life ends with the session. */
  own(record: Connection, socket: Socket, before: { read: number; written: number }): void {
    const live: Live = { record, socket, readBefore: before.read, writtenBefore: before.written };
    this.#live.add(live);
    socket.on('error', () => {});
    socket.once('close', () => {
      this.#count(live);
      this.#live.delete(live);
      if (this.#live.size === 0) clearInterval(this.#poll);
    });
    if (this.#capReached !== null) socket.destroy();
    if (this.#live.size === 1) this.#poll = setInterval(() => this.check(), POLL_MS).unref();
  }

  /** The address a live socket of this session was connected to. */
  peerOf(socket: Socket): string | null {
    for (const live of this.#live) if (live.socket === socket) return live.record.address;
    return null;
  }

  /** Brings the counts up to date and enforces the byte cap. Cheap; called on every chunk that is seen. */
  check(): void {
    for (const live of this.#live) this.#count(live);
    if (this.#received > this.#caps.maxBytes) this.#cut('byte-cap');
  }

  hazard(kind: HazardKind, detail: string): void {
    const ofKind = [...this.#hazards.values()].filter((hazard) => hazard.kind === kind);
    const kept =
      ofKind.length < MAX_HAZARDS || ofKind.some((hazard) => hazard.detail === detail)
        ? detail
        : 'more of the same kind';
    const known = this.#hazards.get(`${kind} ${kept}`);
    if (known !== undefined) known.count += 1;
    else this.#hazards.set(`${kind} ${kept}`, { kind, detail: kept, count: 1 });
  }

  connections(): Connection[] {
    for (const live of this.#live) this.#count(live);
    return this.#connections.map((record) => ({ ...record, answers: [...record.answers] }));
  }

  hazards(): Hazard[] {
    return [...this.#hazards.values()].map((hazard) => ({ ...hazard }));
  }

  close(): void {
    this.#cut('closed');
    clearTimeout(this.#deadline);
    clearInterval(this.#poll);
  }

  #count(live: Live): void {
    const received = Math.max(0, live.socket.bytesRead - live.readBefore);
    this.#received += received - live.record.bytesReceived;
    live.record.bytesReceived = received;
    live.record.bytesSent = Math.max(0, (live.socket.bytesWritten ?? 0) - live.writtenBefore);
  }

  #cut(reason: CapReached): void {
    if (this.#capReached !== null) return;
    this.#capReached = reason;
    if (reason === 'byte-cap') this.hazard(reason, `more than ${String(this.#caps.maxBytes)} bytes`);
    if (reason === 'time-cap' && this.#live.size > 0)
      this.hazard(reason, `longer than ${String(this.#caps.deadlineMs)} ms`);
    for (const live of this.#live) {
      this.#count(live);
      if (reason !== 'closed') live.record.reason = reason;
      live.socket.destroy();
    }
  }
}
