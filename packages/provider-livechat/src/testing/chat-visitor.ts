import { z } from "zod";
import { logEntrySchema, type LogEntry } from "../log/log-entry.js";

const entryEventSchema = logEntrySchema;
const seqSchema = z.object({ seq: z.number() });

/** What a visitor's browser heard over its stream. */
export interface HeardEvent {
  readonly event: string;
  readonly data: unknown;
}

/** A visitor without a browser: speaks the element's own protocol, for tests, benchmarks and simulators. */
export class ChatVisitor {
  token = "";
  /** `seq` of the newest entry that came. */
  cursor = 0;
  readonly heard: HeardEvent[] = [];
  readonly entries: LogEntry[] = [];
  private leaving = new AbortController();
  private listener: ((entry: LogEntry) => void) | undefined;
  private made = 0;

  /**
   * @param base - the channel's address: `"http://127.0.0.1:8080/sites/chat"`.
   * @param origin - of the website the visitor is on.
   */
  constructor(
    readonly base: string,
    readonly origin: string,
  ) {}

  async begin(identity?: string): Promise<this> {
    const body = { language: "en", ...(identity === undefined ? {} : { identity }) };
    const response = await this.call("POST", "sessions", { body });
    this.token = z.object({ token: z.string() }).parse(await response.json()).token;
    return this;
  }

  /** @returns the message's place in the conversation. */
  async say(text: string, id = this.nextId(), consent?: unknown): Promise<number> {
    const body = { id, text, ...(consent === undefined ? {} : { consent }) };
    return seqSchema.parse(await (await this.call("POST", "messages", { body })).json()).seq;
  }

  async sendFile(name: string, bytes: Uint8Array, id = this.nextId()): Promise<Response> {
    return this.call("POST", "files", {
      raw: bytes,
      headers: {
        "content-type": "application/octet-stream",
        "x-chat-file-name": encodeURIComponent(name),
        "x-chat-id": id,
      },
    });
  }

  async marks(delivered: number, read: number): Promise<void> {
    await this.call("POST", "marks", { body: { delivered, read } });
  }

  nextId(): string {
    this.made += 1;
    return `message-${String(this.made)}-${String(Math.trunc(performance.now() * 1_000))}`;
  }

  /** Opens the stream at the cursor. Resolves when it is open; it is read until `leave`. */
  async listen(onEntry?: (entry: LogEntry) => void): Promise<void> {
    this.listener = onEntry;
    this.leaving = new AbortController();
    const response = await this.request("GET", "events", {
      headers: { "last-event-id": String(this.cursor) },
      signal: this.leaving.signal,
    });
    if (response.status !== 200 || response.body === null)
      throw new Error(`stream refused: ${String(response.status)}`);
    void this.read(response.body);
  }

  leave(): void {
    this.leaving.abort();
  }

  /** @throws when the answer is no success: the code of it. */
  async call(method: string, path: string, options: CallOptions = {}): Promise<Response> {
    const response = await this.request(method, path, options);
    if (response.ok) return response;
    throw new Error(`${String(response.status)} ${await response.text()}`);
  }

  request(method: string, path: string, { body, raw, headers, signal }: CallOptions = {}): Promise<Response> {
    return fetch(`${this.base}/${path}`, {
      method,
      headers: {
        origin: this.origin,
        ...(this.token === "" ? {} : { authorization: `Bearer ${this.token}` }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(raw === undefined ? {} : { body: Buffer.from(raw) }),
      ...(signal === undefined ? {} : { signal }),
    });
  }

  private async read(body: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    let text = "";
    try {
      for await (const chunk of body) {
        text += decoder.decode(chunk, { stream: true });
        for (let end = text.indexOf("\n\n"); end !== -1; end = text.indexOf("\n\n")) {
          this.take(text.slice(0, end));
          text = text.slice(end + 2);
        }
      }
    } catch (error) {
      if (!this.leaving.signal.aborted) this.heard.push({ event: "broken", data: String(error) });
    }
  }

  private take(block: string): void {
    // Not by a pattern: to one, U+2028 in a text ends a line.
    const field = (name: string): string | undefined =>
      block
        .split("\n")
        .find((line) => line.startsWith(name))
        ?.slice(name.length);
    const event = field("event: ");
    const data = field("data: ");
    if (event === undefined || data === undefined) return;
    const value: unknown = JSON.parse(data);
    this.heard.push({ event, data: value });
    if (event !== "entry") return;
    const entry = entryEventSchema.parse(value);
    this.cursor = entry.seq;
    this.entries.push(entry);
    this.listener?.(entry);
  }
}

interface CallOptions {
  readonly body?: unknown;
  readonly raw?: Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}
