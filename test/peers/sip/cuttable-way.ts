import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

/** Passes bytes on to a port of this machine, until it is cut: then every connection breaks, and new ones are taken again unless it is shut. */
export class CuttableWay {
  private readonly open = new Set<Socket>();
  /** Whether new connections break, too. */
  isShut = false;

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  static async open(to: number): Promise<CuttableWay> {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const way = new CuttableWay(server, (server.address() as AddressInfo).port);
    server.on("connection", (near) => {
      if (way.isShut) {
        near.resetAndDestroy();
        return;
      }
      const far = connect(to, "127.0.0.1");
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        way.open.add(one);
        one.on("error", () => undefined);
        one.on("close", () => {
          way.open.delete(one);
          other.destroy();
        });
        one.pipe(other);
      }
    });
    return way;
  }

  cut(): void {
    for (const socket of this.open) socket.resetAndDestroy();
  }

  close(): void {
    this.cut();
    this.server.close();
  }
}
