import type { Duplex } from "node:stream";
import { z } from "zod";
import { type Frame, frameSchema } from "./frame.js";
import { NotDataError, packData, TailReader } from "./packed-data.js";

/** A batch is two lengths, the frames as JSON, and the bytes that belong to them. */
const HEAD_BYTES = 8;
/** A batch that has grown so long leaves at once: it may not reach what the other side takes. Characters and bytes. */
const LONG_BATCH = 1_048_576;
const batchSchema = z.array(frameSchema);

export interface FrameStreamHandlers {
  frame(frame: Frame): void;
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
 * a system call for each would cost a busy plugin more than all the rest. The other side is not trusted: what it sends is JSON, checked, and bounded.
 */
export class FrameStream {
  private outbox: string[] = [];
  private outboxLength = 0;
  private tail: Uint8Array[] = [];
  private received: Buffer[] = [];
  private receivedBytes = 0;
  private hasEnded = false;

  constructor(
    private readonly stream: Duplex,
    private readonly handlers: FrameStreamHandlers,
    private readonly limits: FrameStreamLimits,
  ) {
    stream.on("data", (chunk: Buffer) => this.read(chunk));
    stream.on("error", () => this.end("closed"));
    stream.on("close", () => this.end("closed"));
  }

  /** @throws {NotDataError} nothing of the frame is sent. */
  send(frame: Frame): void {
    if (this.hasEnded) return;
    const tail: Uint8Array[] = [];
    const text = JSON.stringify(packData(frame, tail));
    if (Buffer.byteLength(text) > this.limits.longestSent) throw new NotDataError("more than may cross at once");
    const length = tail.reduce((sum, bytes) => sum + bytes.byteLength, text.length);
    // Whatever waits goes first: a long frame is a batch of its own.
    if (this.outboxLength + length >= LONG_BATCH) this.flush();
    this.outbox.push(text);
    // As they are now: whoever sends may write into them before the round is over.
    this.tail.push(...tail.map((bytes) => new Uint8Array(bytes)));
    this.outboxLength += length;
    if (this.outboxLength >= LONG_BATCH) this.flush();
    else if (this.outbox.length === 1) setImmediate(() => this.flush());
  }

  close(): void {
    this.flush();
    this.end("closed");
    this.stream.destroy();
  }

  private flush(): void {
    if (this.outbox.length === 0 || this.hasEnded) return;
    const { outbox, tail } = this;
    this.outbox = [];
    this.tail = [];
    this.outboxLength = 0;
    const text = Buffer.from(`[${outbox.join(",")}]`);
    const head = Buffer.allocUnsafe(HEAD_BYTES);
    head.writeUInt32BE(text.byteLength, 0);
    head.writeUInt32BE(
      tail.reduce((sum, bytes) => sum + bytes.byteLength, 0),
      4,
    );
    this.stream.write(Buffer.concat([head, text, ...tail]));
  }

  private read(chunk: Buffer): void {
    this.received.push(chunk);
    this.receivedBytes += chunk.byteLength;
    while (!this.hasEnded && this.receivedBytes >= HEAD_BYTES) {
      const [first] = this.received;
      if (first === undefined) return;
      const head = first.byteLength >= HEAD_BYTES ? first : this.joined();
      const textBytes = head.readUInt32BE(0);
      const batchBytes = HEAD_BYTES + textBytes + head.readUInt32BE(4);
      if (batchBytes > this.limits.maxBatchBytes || textBytes > this.limits.maxTextBytes) {
        this.end("too-large");
        return;
      }
      if (this.receivedBytes < batchBytes) return;
      const whole = this.joined();
      this.received = batchBytes === whole.byteLength ? [] : [whole.subarray(batchBytes)];
      this.receivedBytes -= batchBytes;
      this.take(whole.subarray(HEAD_BYTES, HEAD_BYTES + textBytes), whole.subarray(HEAD_BYTES + textBytes, batchBytes));
    }
  }

  private joined(): Buffer {
    const [first] = this.received;
    const whole = first !== undefined && this.received.length === 1 ? first : Buffer.concat(this.received);
    this.received = [whole];
    return whole;
  }

  private take(text: Buffer, tail: Buffer): void {
    const frames = readBatch(text, tail);
    if (frames === undefined) {
      this.end("malformed");
      return;
    }
    for (const frame of frames) this.handlers.frame(frame);
  }

  private end(reason: "closed" | "malformed" | "too-large"): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    this.handlers.ended(reason);
  }
}

function readBatch(text: Buffer, tail: Buffer): readonly Frame[] | undefined {
  try {
    const batch = batchSchema.safeParse(new TailReader(tail).unpack(JSON.parse(text.toString("utf8"))));
    return batch.success ? batch.data : undefined;
  } catch (error) {
    // No JSON, nested beyond the stack, a place outside of the tail, or no text there.
    if (error instanceof SyntaxError || error instanceof RangeError || error instanceof TypeError) return undefined;
    throw error;
  }
}
