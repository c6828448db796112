import { randomBytes } from "node:crypto";
import { appendFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type RecordedDelivery, scrubDelivery } from "./scrub-delivery.js";

const MAX_BODY_BYTES = 10_485_760;
/** Of the connection, not of the delivery. */
const OF_TRANSPORT = ["host", "connection", "content-length"];

export interface RecorderOptions {
  /** File that grows by a line a delivery. */
  readonly out: string;
  /** Of 127.0.0.1; 0 for any free one. */
  readonly port: number;
  readonly keep: readonly string[];
  /** Values of the channel's own settings. */
  readonly own: ReadonlySet<string>;
  /** Query field that a GET gets back, by which some providers make sure of an address: `hub.challenge`. */
  readonly challenge: string | undefined;
  /** A delivery was written. */
  taken(): void;
}

/** Takes webhooks on loopback and writes down what is left of them without personal data; nothing else of them is kept. */
export class Recorder {
  private readonly server: Server;
  /** Gone with the process: nobody gets from the recording back to what came. */
  private readonly key = randomBytes(32);

  private constructor(
    private readonly options: RecorderOptions,
    private readonly failed: (error: unknown) => void,
  ) {
    this.server = createServer((request, response) => {
      this.answer(request, response).catch(failed);
    });
  }

  /**
   * @param failed - told when the file cannot be written.
   * @throws the port is taken.
   */
  static async start(options: RecorderOptions, failed: (error: unknown) => void): Promise<Recorder> {
    const recorder = new Recorder(options, failed);
    await new Promise<void>((resolve, reject) => {
      recorder.server.once("error", reject);
      recorder.server.listen(options.port, "127.0.0.1", resolve);
    });
    return recorder;
  }

  /** `http://127.0.0.1:41234/`: give it to the provider by way of a tunnel. */
  get address(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeIdleConnections();
    });
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, query] = (request.url ?? "").split("?");
    if (request.method !== "POST") {
      const { challenge } = this.options;
      response.writeHead(200).end(challenge === undefined ? "" : (new URLSearchParams(query).get(challenge) ?? ""));
      return;
    }
    const body = await bodyOf(request);
    if (body === undefined) {
      response.writeHead(413, { connection: "close" }).end();
      return;
    }
    const contentType = request.headers["content-type"] ?? "";
    const delivery: RecordedDelivery = { contentType, body, ...(query === undefined ? {} : { query }) };
    const headers = Object.keys(request.headers).filter((name) => !OF_TRANSPORT.includes(name));
    const { keep, own, out } = this.options;
    const line = JSON.stringify({ ...scrubDelivery(delivery, { keep, own, key: this.key }), headers });
    await appendFile(out, `${line}\n`, { mode: 0o600 });
    response.writeHead(200, { connection: "close" }).end();
    this.options.taken();
  }
}

/** Nothing when it is too long. */
async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk as Uint8Array);
    sizeBytes += bytes.byteLength;
    if (sizeBytes > MAX_BODY_BYTES) return undefined;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString("utf8");
}
