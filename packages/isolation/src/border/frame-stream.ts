import type { Duplex } from "node:stream";
import type { Frame } from "./frame.js";
import { isFrame } from "./is-frame.js";
import { NotDataError, packData, TailReader } from "./packed-data.js";

/** A batch is two lengths, the frames as JSON, and the bytes that belong to them. */
const HEAD_BYTES = 8;
/** A batch that has grown so long leaves at once: it may not reach what the other side takes. Characters and bytes. */
const LONG_BATCH = 1_048_576;
/** One whose JSON has grown so long leaves at once: a turn of the other side's event loop reads one. Characters. */
const SHORT_TEXT = 16_384;
/** As many characters at most, and what holds them together. Longer JSON is one frame. Bytes. */
const LONGEST_SHARED_TEXT = 4 * SHORT_TEXT;
/** So many frames of weight 1 are handled in one turn of the event loop; the rest, and what is still in the pipe, waits for the next ones. */
const FRAMES_A_TURN = 128;
/** A character (one unit of UTF-16) is no more bytes than this. */
const BYTES_OF_CHARACTER = 3;

export interface FrameStreamHandlers {
  /** @returns how much of a turn it takes: 1, or as many as it is worth. */
  frame(frame: Frame): number;
  /** Once: the stream ended, or what came is not what may come. */
  ended(reason: "closed" | "malformed" | "too-large"): void;
}

export interface FrameStreamLimits {
  /** A longer batch ends the stream. */
  readonly maxBatchBytes: number;
  /** Nor may its JSON be longer than this: reading it holds up everything else. Bytes. */
  readonly maxTextBytes: number;
  /** A frame whose JSON is longer is not sent: the other side would not take it. Bytes. */
  readonly longestSent: number;
}

/**
 * Frames over a stream. What is sent in one round of the event loop leaves as one write: each answer of a provider comes in a turn of its own, and
 * a system call for each would cost a busy plugin more than all the rest. The other side is not trusted: what it sends is JSON, checked, and bounded,
 * and a turn of the event loop takes one batch of it, so that nobody waits for a talkative one (G8).
 */
export class FrameStream {
  private outbox: string[] = [];
  private outboxLength = 0;
  private outboxText = 0;
  private tail: Uint8Array[] = [];
  private received: Buffer[] = [];
  private receivedBytes = 0;
  /** Of the batch that is being handled: what waits for the next turns. */
  private waiting: Frame[] = [];
  private isWorking = false;
  private isGone = false;
  private hasEnded = false;

  constructor(
    private readonly stream: Duplex,
    private readonly handlers: FrameStreamHandlers,
    private readonly limits: FrameStreamLimits,
  ) {
    stream.on("data", (chunk: Buffer) => this.read(chunk));
    stream.on("error", () => this.gone());
    stream.on("close", () => this.gone());
  }

  /** @throws {NotDataError} nothing of the frame is sent. */
  send(frame: Frame): void {
    if (this.hasEnded) return;
    const tail: Uint8Array[] = [];
    const text = JSON.stringify(packData(frame, tail));
    if (isLonger(text, this.limits.longestSent)) throw new NotDataError("more than may cross at once");
    const length = text.length + byteLengthOf(tail);
    // Whatever waits goes first: a long frame is a batch of its own.
    if (this.isLong(length, text.length)) this.flush();
    this.outbox.push(text);
    // As they are now: whoever sends may write into them before the round is over.
    for (const bytes of tail) this.tail.push(new Uint8Array(bytes));
    this.outboxLength += length;
    this.outboxText += text.length;
    if (this.isLong()) this.flush();
    else if (this.outbox.length === 1) setImmediate(() => this.flush());
  }

  close(): void {
    this.flush();
    this.end("closed");
    this.stream.destroy();
  }

  private isLong(more = 0, moreText = 0): boolean {
    return this.outboxLength + more >= LONG_BATCH || this.outboxText + moreText >= SHORT_TEXT;
  }

  private flush(): void {
    if (this.outbox.length === 0 || this.hasEnded) return;
    const { outbox, tail } = this;
    this.outbox = [];
    this.tail = [];
    this.outboxLength = 0;
    this.outboxText = 0;
    const text = `[${outbox.join(",")}]`;
    const textBytes = Buffer.byteLength(text);
    const tailBytes = byteLengthOf(tail);
    const batch = Buffer.allocUnsafe(HEAD_BYTES + textBytes + tailBytes);
    batch.writeUInt32BE(textBytes, 0);
    batch.writeUInt32BE(tailBytes, 4);
    batch.write(text, HEAD_BYTES);
    let place = HEAD_BYTES + textBytes;
    for (const bytes of tail) {
      batch.set(bytes, place);
      place += bytes.byteLength;
    }
    this.stream.write(batch);
  }

  private read(chunk: Buffer): void {
    this.received.push(chunk);
    this.receivedBytes += chunk.byteLength;
    if (!this.isWorking) this.work();
  }

  /** One turn: as many frames as one may have, then the stream waits for the next. */
  private work(): void {
    this.isWorking = false;
    if (this.waiting.length === 0) this.waiting = this.nextBatch() ?? [];
    let handled = 0;
    for (let left = FRAMES_A_TURN; left > 0 && handled < this.waiting.length; handled += 1) {
      const frame = this.waiting[handled];
      if (frame !== undefined) left -= this.handlers.frame(frame);
      if (this.hasEnded) return;
    }
    this.waiting = this.waiting.slice(handled);
    if (this.waiting.length > 0 || this.batchBytes() !== undefined) {
      this.isWorking = true;
      this.stream.pause();
      setImmediate(() => this.work());
    } else if (this.isGone) this.end("closed");
    else this.stream.resume();
  }

  /** Of the batch that came first; nothing while it has not come whole. Ends the stream when it is too long. */
  private batchBytes(): { text: number; all: number } | undefined {
    const [first] = this.received;
    if (this.hasEnded || this.receivedBytes < HEAD_BYTES || first === undefined) return undefined;
    const head = first.byteLength >= HEAD_BYTES ? first : this.joined();
    const text = head.readUInt32BE(0);
    const all = HEAD_BYTES + text + head.readUInt32BE(4);
    if (all > this.limits.maxBatchBytes || text > this.limits.maxTextBytes) {
      this.end("too-large");
      return undefined;
    }
    return this.receivedBytes < all ? undefined : { text, all };
  }

  private nextBatch(): Frame[] | undefined {
    const bytes = this.batchBytes();
    if (bytes === undefined) return undefined;
    const { text, all } = bytes;
    const whole = this.joined();
    this.received = all === whole.byteLength ? [] : [whole.subarray(all)];
    this.receivedBytes -= all;
    const frames = readBatch(whole.subarray(HEAD_BYTES, HEAD_BYTES + text), whole.subarray(HEAD_BYTES + text, all));
    if (frames === undefined) this.end("malformed");
    return frames;
  }

  private joined(): Buffer {
    const [first] = this.received;
    const whole = first !== undefined && this.received.length === 1 ? first : Buffer.concat(this.received);
    this.received = [whole];
    return whole;
  }

  /** The other side is gone: what it said before still counts. */
  private gone(): void {
    this.isGone = true;
    if (!this.isWorking) this.end("closed");
  }

  private end(reason: "closed" | "malformed" | "too-large"): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    this.handlers.ended(reason);
  }
}

function readBatch(text: Buffer, tail: Buffer): Frame[] | undefined {
  try {
    const found: unknown = JSON.parse(text.toString("utf8"));
    if (text.byteLength > LONGEST_SHARED_TEXT && Array.isArray(found) && found.length > 1) return undefined;
    const batch: unknown = new TailReader(tail).unpack(found);
    return Array.isArray(batch) && batch.every(isFrame) ? batch : undefined;
  } catch (error) {
    // No JSON, nested beyond the stack, a place outside of the tail, or no text there.
    if (error instanceof SyntaxError || error instanceof RangeError || error instanceof TypeError) return undefined;
    throw error;
  }
}

/** Counting bytes takes as long as writing them: a text that is short enough by any count is not counted. */
function isLonger(text: string, mostBytes: number): boolean {
  return text.length * BYTES_OF_CHARACTER > mostBytes && Buffer.byteLength(text) > mostBytes;
}

function byteLengthOf(tail: readonly Uint8Array[]): number {
  let length = 0;
  for (const bytes of tail) length += bytes.byteLength;
  return length;
}
