import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { z } from "zod";

const eventSchema = z.object({
  event: z.literal(true),
  type: z.string(),
  peeruri: z.string().nullish(),
  param: z.string().nullish(),
});
export type BaresipEvent = z.infer<typeof eventSchema>;

/** baresip's `ctrl_tcp`: JSON in netstrings, events as they come. */
export class BaresipControl {
  readonly events: BaresipEvent[] = [];
  private waiting: (() => void)[] = [];
  private held = Buffer.alloc(0);

  private constructor(private readonly socket: Socket) {
    socket.on("data", (chunk: Buffer) => this.read(chunk));
  }

  static async open(port: number): Promise<BaresipControl> {
    const socket = connect(port, "127.0.0.1");
    await once(socket, "connect");
    return new BaresipControl(socket);
  }

  /** The first event of this type that `from` and later ones hold; waits for it. */
  async next(type: string, wanted: (event: BaresipEvent) => boolean = () => true, from = 0): Promise<BaresipEvent> {
    for (;;) {
      const found = this.events.slice(from).find((event) => event.type === type && wanted(event));
      if (found) return found;
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  command(command: string, params?: string): void {
    const text = JSON.stringify({ command, ...(params === undefined ? {} : { params }) });
    this.socket.write(`${Buffer.byteLength(text)}:${text},`);
  }

  close(): void {
    this.socket.destroy();
  }

  private read(chunk: Buffer): void {
    this.held = Buffer.concat([this.held, chunk]);
    for (;;) {
      const colon = this.held.indexOf(":");
      if (colon < 0) break;
      const length = Number(this.held.subarray(0, colon).toString("latin1"));
      const end = colon + 1 + length;
      if (this.held.length < end + 1) break;
      const read = eventSchema.safeParse(JSON.parse(this.held.subarray(colon + 1, end).toString("utf8")));
      if (read.success) this.events.push(read.data);
      this.held = this.held.subarray(end + 1);
    }
    for (const wake of this.waiting.splice(0)) wake();
  }
}
