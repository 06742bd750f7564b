/** One UDP socket to one resolver: sends questions, matches answers to them, and notices a second, different answer. */
import { randomFillSync } from 'node:crypto';
import { createSocket } from 'node:dgram';
import type { Socket } from 'node:dgram';
import type { DnsMessage, DnsType } from './dns-message.ts';
import { decodeAnswer, encodeQuestion } from './dns-message.ts';
import type { ResolverAddress } from './resolver-address.ts';

/** What came of one question: a message, or why there is none. */
export type Exchange = DnsMessage | 'TIMEOUT' | 'UNREACHABLE' | 'CANCELLED' | 'BADRESP' | 'BADNAME';

interface Question {
  name: string;
  type: DnsType;
  packet: Buffer;
  /** Time of the listening clock. */
  deadline: number;
  settle(result: Exchange): void;
}

/**
 * The default buffer loses packets under load (measured: 7 of 20,000; with 4 MiB none). The kernel gives what it
 * allows.
 */
const RECEIVE_BUFFER = 4 * 1024 * 1024;
/** Then another socket, and with it another source port, takes over: a forger has to guess both port and id. */
const QUESTIONS_PER_SOCKET = 4096;
/**
 * How long a second answer to a question already answered is waited for. An injector's answer comes first, the real one
 * after it.
 */
const SECOND_ANSWER_MS = 1500;

export class UdpLane {
  readonly #open = new Map<number, Question>();
  readonly #answered = new Map<number, { question: Question; first: DnsMessage; until: number }>();
  readonly #onSecond: (name: string, first: DnsMessage, second: DnsMessage) => void;
  readonly #ready: Promise<unknown> | null;
  readonly #socket: Socket;
  /** The kernel reports a refusal of the packet before once, to whoever comes first: a reader, or the next to send. */
  readonly #onSent = (error: Error | null): void => {
    if (error !== null) this.#fail('UNREACHABLE');
  };
  #connected = false;
  #asked = 0;
  #dead = false;

  constructor(server: ResolverAddress, onSecond: (name: string, first: DnsMessage, second: DnsMessage) => void) {
    this.#onSecond = onSecond;
    this.#socket = createSocket({ type: server.family === 6 ? 'udp6' : 'udp4', recvBufferSize: RECEIVE_BUFFER });
    // The clock's timer keeps the process alive as long as an answer is waited for.
    this.#socket.unref();
    this.#socket.on('message', (bytes) => this.#receive(bytes));
    this.#socket.on('error', () => this.#fail('UNREACHABLE'));
    const ready = Promise.withResolvers<null>();
    this.#ready = ready.promise;
    // Connected: the kernel drops what comes from anybody else, and tells when nobody listens there.
    this.#socket.connect(server.port, server.host, () => {
      this.#connected = true;
      ready.resolve(null);
    });
    this.#socket.once('error', () => ready.resolve(null));
  }

  /** No more questions for this one. */
  get isUsedUp(): boolean {
    return this.#dead || this.#asked >= QUESTIONS_PER_SOCKET;
  }

  /** Nothing is waited for any more. */
  get isQuiet(): boolean {
    return this.#open.size === 0 && this.#answered.size === 0;
  }

  get isDead(): boolean {
    return this.#dead;
  }

  ask(name: string, type: DnsType, edns: boolean, deadline: number, settle: (result: Exchange) => void): void {
    const id = this.#freeId();
    const packet = encodeQuestion(id, name, type, edns);
    if (packet === null) return settle('BADNAME');
    this.#asked += 1;
    this.#open.set(id, { name, type, packet, deadline, settle });
    if (this.#connected) this.#send(packet);
    else void this.#ready?.then(() => this.#send(packet));
  }

  #send(packet: Buffer): void {
    if (!this.#dead) this.#socket.send(packet, this.#onSent);
  }

  #freeId(): number {
    for (;;) {
      const id = randomId();
      if (!this.#open.has(id) && !this.#answered.has(id)) return id;
    }
  }

  #receive(bytes: Buffer): void {
    if (bytes.length < 2) return;
    const id = bytes.readUInt16BE(0);
    const question = this.#open.get(id);
    if (question === undefined) return this.#receiveSecond(id, bytes);
    const message = decodeAnswer(bytes, question.packet, question.name);
    // Not an answer to this question: the real one may still come.
    if (message === null) return;
    this.#open.delete(id);
    if (
      message !== 'malformed' &&
      !message.truncated &&
      message.answers.length > 0 &&
      (question.type === 'A' || question.type === 'AAAA')
    ) {
      this.#answered.set(id, { question, first: message, until: question.deadline + SECOND_ANSWER_MS });
    }
    question.settle(message === 'malformed' ? 'BADRESP' : message);
  }

  #receiveSecond(id: number, bytes: Buffer): void {
    const answered = this.#answered.get(id);
    if (answered === undefined) return;
    const second = decodeAnswer(bytes, answered.question.packet, answered.question.name);
    if (second === null || second === 'malformed' || second.truncated) return;
    this.#onSecond(answered.question.name, answered.first, second);
  }

  /** Gives up what has been waited for too long. `now`: time of the listening clock. */
  expire(now: number): void {
    for (const [id, question] of this.#open) {
      if (question.deadline > now) continue;
      this.#open.delete(id);
      question.settle('TIMEOUT');
    }
    for (const [id, { until }] of this.#answered) if (until <= now) this.#answered.delete(id);
  }

  close(): void {
    this.#fail('CANCELLED');
  }

  #fail(reason: Exchange): void {
    if (!this.#dead) this.#socket.close();
    this.#dead = true;
    const open = [...this.#open.values()];
    this.#open.clear();
    this.#answered.clear();
    for (const question of open) question.settle(reason);
  }
}

const randomIds = new Uint16Array(2048);
let nextRandom = randomIds.length;

/** From the system's generator, filled in bulk: one call a question would cost more than the question. */
function randomId(): number {
  if (nextRandom >= randomIds.length) {
    randomFillSync(randomIds);
    nextRandom = 0;
  }
  return randomIds[nextRandom++] ?? 0;
}
