import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import type { SocketsV1 } from "@plugboard/core/spec";
import { describe, expect, onTestFinished, test } from "vitest";
import { duplexPair } from "../__fixtures__/duplex-pair.js";
import { Link } from "../border/link.js";
import { QUESTIONS } from "../border/questions.js";
import { RemoteSockets } from "../child/remote-sockets.js";
import { SocketBroker } from "./socket-broker.js";

const LIMITS = {
  maxBatchBytes: 1_048_576,
  maxTextBytes: 1_048_576,
  longestSent: 1_048_576,
  maxAsked: 64,
  maxAskedPerSecond: 1_000,
  maxToldPerSecond: 1_000,
  unaskedWeight: 1,
};
const place = { operation: "listen", endpoint: "listener" };

/** The host's guarded sockets, on loopback; `listening` is called before the listener is handed back. */
function loopback(
  port: number,
  listening: (port: number) => Promise<void>,
): SocketsV1 & { readonly servers: Server[] } {
  const servers: Server[] = [];
  return {
    servers,
    connect: async () => {
      const socket = connect(port, "127.0.0.1");
      await once(socket, "connect");
      return socket;
    },
    listen: async ({ onConnection }) => {
      const server = createServer(onConnection);
      servers.push(server);
      server.listen(0, "127.0.0.1");
      await once(server, "listening");
      const { port: found, address } = server.address() as AddressInfo;
      await listening(found);
      return { port: found, address, close: () => new Promise((resolve) => void server.close(() => resolve())) };
    },
    reuse: () => {
      throw new Error("its transfer is closed");
    },
    check: () => Promise.reject(new Error("not here")),
  };
}

/** Both sides of the border in one process: the host's sockets, and the connector's of them. */
function border({
  port = 0,
  listening = () => Promise.resolve(),
}: { port?: number; listening?: (port: number) => Promise<void> } = {}) {
  const [left, right] = duplexPair();
  const sockets = loopback(port, listening);
  const lost = () => new Error("gone");
  const asked: string[] = [];
  const host: Link = new Link(
    left,
    {
      asked: (method, data) => {
        asked.push(method);
        if (method === "socket-connect") return broker.connect(sockets, QUESTIONS[method].parse(data));
        if (method === "socket-reuse") return broker.reuse(sockets, QUESTIONS[method].parse(data));
        if (method === "socket-listen") return broker.listen(sockets, QUESTIONS[method].parse(data));
        if (method === "socket-unlisten") return broker.unlisten(QUESTIONS[method].parse(data));
        if (method === "socket-write") return broker.write(QUESTIONS[method].parse(data));
        if (method === "socket-end") return broker.end(QUESTIONS[method].parse(data));
        if (method === "socket-destroy") return broker.destroy(QUESTIONS[method].parse(data));
        throw new Error(method);
      },
      told: () => undefined,
      ended: () => undefined,
    },
    LIMITS,
    lost,
  );
  const child: Link = new Link(
    right,
    {
      asked: (_method, data) => remote.data(data),
      told: (method, data) => remote.told(method, data),
      ended: () => undefined,
    },
    LIMITS,
    lost,
  );
  const broker = new SocketBroker(() => host);
  const remote = new RemoteSockets(() => child);
  onTestFinished(async () => {
    await broker.clear();
    host.close();
  });
  return { broker, servers: sockets.servers, sockets: remote.of(1), asked };
}

const textOf = async (socket: Duplex): Promise<string> => {
  const [bytes] = (await once(socket, "data")) as [Buffer];
  return Buffer.from(bytes).toString();
};

/** Time for everything under way on loopback to arrive. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

describe("a connector's sockets over the border", () => {
  test("a peer that comes before the listener is answered for finds its handler", async () => {
    const peers: Socket[] = [];
    const { sockets } = border({
      listening: async (port) => {
        // The first has reached the host's handler by the time there is a second.
        for (let turn = 0; turn < 2; turn += 1) {
          const peer = connect(port, "127.0.0.1");
          peers.push(peer);
          await once(peer, "connect");
        }
      },
    });
    const listener = await sockets.listen({ ...place, onConnection: (socket) => void socket.write("220 ready") });
    expect(await Promise.all(peers.map(textOf))).toEqual(["220 ready", "220 ready"]);
    for (const peer of peers) peer.destroy();
    await listener.close();
  });

  test("what is written in many small pieces crosses in few, in order", async () => {
    const server = createServer((socket) => socket.pipe(socket));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { sockets, asked } = border({ port: (server.address() as AddressInfo).port });
    const socket = await sockets.connect({ operation: "send", endpoint: "api" });
    const lines = Array.from({ length: 500 }, (_, line) => `${line}\n`);
    for (const line of lines) socket.write(line);
    let echoed = "";
    for await (const bytes of socket) if ((echoed += String(bytes)).length >= lines.join("").length) break;
    expect(echoed).toBe(lines.join(""));
    expect(asked.filter((method) => method === "socket-write").length).toBeLessThanOrEqual(3);
    server.close();
  });

  test("bytes go both ways, and it knows both ends as a socket does", async () => {
    const server = createServer((socket) => socket.pipe(socket));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const { sockets } = border({ port });
    const socket = await sockets.connect({ operation: "send", endpoint: "api" });
    socket.write("hello");
    expect(await textOf(socket)).toBe("hello");
    expect(socket).toMatchObject({ remoteAddress: "127.0.0.1", remotePort: port, localAddress: "127.0.0.1" });
    socket.end();
    await once(socket, "close");
    server.close();
  });

  test("a socket that nothing comes over says so", async () => {
    const server = createServer(() => undefined);
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { sockets } = border({ port: (server.address() as AddressInfo).port });
    const socket = (await sockets.connect({ operation: "send", endpoint: "api" })) as Socket;
    socket.setTimeout(20);
    await once(socket, "timeout");
    socket.destroy();
    server.close();
  });

  test("after a transfer was refused a connection, nothing of it is written there", async () => {
    let received = "";
    const server = createServer((socket) => socket.on("data", (bytes) => (received += String(bytes))));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { sockets } = border({ port: (server.address() as AddressInfo).port });
    const socket = await sockets.connect({ operation: "send", endpoint: "api" });
    await new Promise((resolve) => socket.write("EHLO", resolve));
    sockets.reuse(socket, { operation: "send", transferId: "trf_over" });
    socket.write("MAIL FROM");
    socket.on("error", () => undefined);
    await once(socket, "close");
    await new Promise((resolve) => server.close(resolve));
    expect(received).toBe("EHLO");
  });

  test("is open to a server that asks whether it is before it answers", async () => {
    const { sockets } = border();
    const listener = await sockets.listen({
      ...place,
      onConnection: (socket) => void socket.write(String(Reflect.get(socket, "readyState"))),
    });
    const peer = connect(listener.port, "127.0.0.1");
    expect(await textOf(peer)).toBe("open");
    peer.destroy();
    await listener.close();
  });

  test("a peer that said everything before it was read is heard to the end, and answered", async () => {
    const { sockets } = border();
    const accepted = new Promise<Duplex>((resolve) => {
      void sockets.listen({ ...place, onConnection: resolve }).then(({ port }) => {
        const peer = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
        peer.end("DATA and QUIT");
        peer.on("data", (bytes: Buffer) => (answer += bytes.toString()));
        gone = once(peer, "close");
        peer.on("end", () => peer.destroy());
      });
    });
    let answer = "";
    let gone: Promise<unknown> | undefined;
    const socket = await accepted;
    await turns();
    let heard = "";
    socket.on("data", (bytes: Buffer) => {
      heard += bytes.toString();
      socket.write("250 and 221");
    });
    await gone;
    expect([heard, answer]).toEqual(["DATA and QUIT", "250 and 221"]);
  });

  test("the last words of a peer can be read when its connection is gone", async () => {
    const server = createServer({ allowHalfOpen: true }, (socket) => socket.on("end", () => socket.end("221 bye")));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { sockets } = border({ port: (server.address() as AddressInfo).port });
    const socket = await sockets.connect({ operation: "send", endpoint: "api" });
    socket.end();
    await new Promise((resolve) => server.close(resolve));
    await turns();
    const closed = once(socket, "close");
    expect(await textOf(socket)).toBe("221 bye");
    await closed;
  });

  test("a process that goes takes its listeners with it", async () => {
    const { broker, servers, sockets } = border();
    await sockets.listen({ ...place, onConnection: () => undefined });
    await broker.clear();
    expect(servers.map((server) => server.listening)).toEqual([false]);
  });
});
