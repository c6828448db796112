import { once } from "node:events";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { connect as connectTcp, Server, Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import type { AddressInfo } from "node:net";
import { describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { keeper } from "../__fixtures__/kept.js";
import { makeCertificate } from "../__fixtures__/make-certificate.js";
import { CLOCK_MS, loopbackEgress, openMany, openOne } from "../__fixtures__/open-egress.js";
import { outcomeOf } from "../__fixtures__/outcome-of.js";
import { startRawServer } from "../__fixtures__/raw-server.js";

const kept = keeper();
const loopback = { resolve: async () => [{ address: "127.0.0.1", family: 4 as const }] };
const PROBE = { operation: "probe", endpoint: "api" };

/** A server that greets, and says back what it hears. */
const greeter = async () =>
  kept(
    await startRawServer((socket) => {
      socket.write("220 ready\r\n");
      socket.pipe(socket);
    }),
  );

describe("a socket", () => {
  test("to a declared endpoint is connected and counted in its transfer", async () => {
    const server = await greeter();
    const channel = openOne(kept(loopbackEgress(loopback)), `smtp://mail.test:${server.port}`);
    channel.openTransfer("t", "send");
    const socket = await channel.sockets.connect({ operation: "send", endpoint: "api", transferId: "t" });
    const [greeting] = (await once(socket, "data")) as [Buffer];
    expect(greeting.toString()).toBe("220 ready\r\n");
    socket.write("EHLO me\r\n");
    await once(socket, "data");
    expect(channel.closeTransfer("t")).toEqual({ bytesOut: 9, requestSent: true, sentAtMs: CLOCK_MS });
  });

  test("that is used again counts for the transfer it is used in", async () => {
    const server = await greeter();
    const channel = openOne(kept(loopbackEgress(loopback)), `smtp://mail.test:${server.port}`);
    channel.openTransfer("t1", "send");
    const socket = await channel.sockets.connect({ operation: "send", endpoint: "api", transferId: "t1" });
    await once(socket, "data");
    channel.closeTransfer("t1");
    channel.openTransfer("t2", "send");
    // Said twice, it counts once.
    for (let times = 0; times < 2; times += 1) {
      channel.sockets.reuse(socket, { operation: "send", transferId: "t2" });
    }
    socket.write("MAIL\r\n");
    await once(socket, "data");
    expect(channel.closeTransfer("t2")).toEqual({ bytesOut: 6, requestSent: true, sentAtMs: CLOCK_MS });
    expect(() => channel.sockets.reuse(socket, { operation: "send", transferId: "t2" })).toThrow("transfer-closed");
    const foreign = connectTcp(server.port, "127.0.0.1");
    expect(() => channel.sockets.reuse(foreign, { operation: "probe" })).toThrow("endpoint-undeclared");
    foreign.destroy();
  });

  test("of a secure scheme is verified for the endpoint's name", async () => {
    const authority = makeCertificate("Test Authority");
    const made = makeCertificate("mail.test", { hosts: ["mail.test"], issuedBy: authority });
    const server = createTlsServer({ cert: made.certificate, key: made.key }, (socket) => socket.end("secret"));
    server.on("tlsClientError", () => undefined);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    kept({ close: () => new Promise((resolve) => server.close(resolve)) });
    const { port } = server.address() as AddressInfo;
    const egress = kept(loopbackEgress({ ...loopback, trustedCertificates: [authority.certificate] }));
    const socket = await openOne(egress, `imaps://mail.test:${port}`).sockets.connect(PROBE);
    expect(String((await once(socket, "data"))[0])).toBe("secret");
    const other = openOne(egress, `imaps://other.test:${port}`).sockets.connect(PROBE);
    expect(await outcomeOf(other)).toBe("failed: tls, not sent, provider");
  });

  test.each([
    ["an undeclared operation", { operation: "other" }, "operation-undeclared"],
    ["an undeclared endpoint", { endpoint: "other" }, "endpoint-undeclared"],
    ["an endpoint of HTTP", { endpoint: "web" }, "endpoint-undeclared"],
    ["an endpoint that listens", { endpoint: "listener" }, "endpoint-undeclared"],
    ["an endpoint without its setting", { endpoint: "unset" }, "endpoint-unset"],
    ["a name that leads to a private address", { endpoint: "private" }, "address-private"],
    ["personal data and no transfer", { operation: "send" }, "transfer-missing"],
    ["a transfer that is not open", { operation: "send", transferId: "gone" }, "transfer-closed"],
    ["a zone the account does not allow", { endpoint: "far" }, "residency"],
  ])("to or with %s is refused, connected or only checked", async (_title, change, reason) => {
    const server = await greeter();
    const egress = kept(
      loopbackEgress({
        resolve: async (host) => [{ address: host === "private.test" ? "10.0.0.1" : "127.0.0.1", family: 4 }],
      }),
    );
    const channel = openMany(
      egress,
      [
        { id: "api", url: `smtp://mail.test:${server.port}` },
        { id: "web", url: `http://web.test:${server.port}` },
        { id: "listener", url: "tcp://127.0.0.1:0", direction: "listen" },
        { id: "unset", url: "smtp://{host}:25" },
        { id: "private", url: `smtp://private.test:${server.port}` },
        { id: "far", url: `smtp://far.test:${server.port}` },
      ],
      { refuse: (_operation, endpoint) => (endpoint === "far" ? "residency" : undefined) },
    );
    expect(await outcomeOf(channel.sockets.connect({ ...PROBE, ...change }))).toBe(`refused: ${reason}`);
    expect(await outcomeOf(channel.sockets.check({ ...PROBE, ...change }))).toBe(`refused: ${reason}`);
    expect(server.accepted()).toBe(0);
  });

  test("that cannot be connected is a failure with nothing sent", async () => {
    const gone = await startRawServer(() => undefined);
    await gone.close();
    const channel = openOne(kept(loopbackEgress(loopback)), `tcp://mail.test:${gone.port}`);
    expect(await outcomeOf(channel.sockets.connect(PROBE))).toBe("failed: connection-refused, not sent, provider");
  });

  test.each(["connect", "check"] as const)("whose name is not answered in time fails: %s", async (way) => {
    const egress = kept(loopbackEgress({ resolve: () => new Promise(() => undefined) }));
    const channel = openOne(egress, "smtp://mail.test:25");
    const call = channel.sockets[way]({ ...PROBE, timeoutMs: 100 });
    expect(await outcomeOf(call)).toBe("failed: connect-timeout, not sent, network");
  });

  test("whose own limit is no number has the operation's", async () => {
    const egress = kept(loopbackEgress({ resolve: () => new Promise(() => undefined) }));
    const operations = [{ id: "probe", endpoints: ["api"], timeoutMs: 100 }];
    const channel = openOne(egress, "smtp://mail.test:25", { operations });
    const call = channel.sockets.connect({ ...PROBE, timeoutMs: Number.NaN });
    expect(await outcomeOf(call)).toBe("failed: connect-timeout, not sent, network");
  });

  test("whose name is answered too late is not connected to", async () => {
    const server = await greeter();
    let release: () => void = () => undefined;
    const answered = new Promise<void>((resolve) => (release = resolve));
    let asked = 0;
    const resolve = async () => {
      asked += 1;
      if (asked === 1) await answered;
      return [{ address: "127.0.0.1", family: 4 as const }];
    };
    const channel = openOne(kept(loopbackEgress({ resolve })), `tcp://mail.test:${server.port}`);
    expect(await outcomeOf(channel.sockets.connect({ ...PROBE, timeoutMs: 100 }))).toContain("connect-timeout");
    release();
    const socket = await channel.sockets.connect(PROBE);
    await once(socket, "data");
    expect(server.accepted()).toBe(1);
  });

  test("whose handshake takes too long is let go of", async () => {
    const server = kept(await startRawServer(() => undefined));
    const channel = openOne(kept(loopbackEgress(loopback)), `tls://mail.test:${server.port}`);
    expect(await outcomeOf(channel.sockets.connect({ ...PROBE, timeoutMs: 200 }))).toContain("connect-timeout");
    await expect.poll(() => server.open()).toBe(0);
  });

  test("that is reset does not end the process when nobody listens for its errors", async () => {
    const server = kept(await startRawServer((socket) => setImmediate(() => socket.resetAndDestroy())));
    const channel = openOne(kept(loopbackEgress(loopback)), `tcp://mail.test:${server.port}`);
    const socket = await channel.sockets.connect(PROBE);
    if (!socket.destroyed) await new Promise((resolve) => socket.once("close", resolve));
    expect(socket.destroyed).toBe(true);
  });
});

test("a check answers with one address for the library that connects, its name and how to trust it", async () => {
  const authority = makeCertificate("Test Authority");
  const egress = kept(loopbackEgress({ ...loopback, trustedCertificates: [authority.certificate] }));
  const checked = await openOne(egress, "smtps://Mail.Test.").sockets.check(PROBE);
  expect(checked).toMatchObject({ address: "127.0.0.1", port: 465, servername: "mail.test", tls: true });
  expect(checked.trustedCertificates).toContain(authority.certificate);
  // A library takes the list instead of its own, so it has to be whole.
  expect(checked.trustedCertificates?.length).toBeGreaterThan(50);
});

describe("a listener", () => {
  test("takes connections at the declared address and nowhere else", async () => {
    const channel = openMany(kept(loopbackEgress()), [{ id: "in", url: "tcp://127.0.0.1:0", direction: "listen" }]);
    const heard: string[] = [];
    const listener = await channel.sockets.listen({
      operation: "probe",
      endpoint: "in",
      onConnection: (socket) => socket.on("data", (chunk: Buffer) => heard.push(chunk.toString())),
    });
    expect(listener.address).toBe("127.0.0.1");
    connectTcp(listener.port, "127.0.0.1").end("hello");
    await expect.poll(() => heard).toEqual(["hello"]);
    await listener.close();
    await listener.close();
    const [error] = (await once(connectTcp(listener.port, "127.0.0.1"), "error")) as [NodeJS.ErrnoException];
    expect(error.code).toBe("ECONNREFUSED");
  });

  test("survives a connection that is reset", async () => {
    const channel = openMany(kept(loopbackEgress()), [{ id: "in", url: "tcp://127.0.0.1:0", direction: "listen" }]);
    const ended: Promise<unknown>[] = [];
    const listener = await channel.sockets.listen({
      operation: "probe",
      endpoint: "in",
      onConnection: (socket) => ended.push(new Promise((resolve) => socket.resume().once("close", resolve))),
    });
    const client = connectTcp(listener.port, "127.0.0.1", () => client.resetAndDestroy());
    await expect.poll(() => ended.length).toBe(1);
    await ended[0];
    await once(connectTcp(listener.port, "127.0.0.1"), "connect");
  });

  test("that cannot accept for want of file descriptors does not end the process, and accepts later", async () => {
    const listening = vi.spyOn(Server.prototype, "listen");
    const channel = openMany(kept(loopbackEgress()), [{ id: "in", url: "tcp://127.0.0.1:0", direction: "listen" }]);
    const listener = await channel.sockets.listen({
      operation: "probe",
      endpoint: "in",
      onConnection: (socket) => void socket.end("hello"),
    });
    const server = listening.mock.contexts.at(-1) as Server;
    listening.mockRestore();
    // As node:net tells of an accept that failed.
    server.emit("error", Object.assign(new Error("accept ENFILE"), { code: "ENFILE", syscall: "accept" }));
    expect(String((await once(connectTcp(listener.port, "127.0.0.1"), "data"))[0])).toBe("hello");
  });

  test("is refused where the manifest declares none", async () => {
    const channel = openOne(kept(loopbackEgress()), "tcp://127.0.0.1:1");
    const listen = (endpoint: string) =>
      outcomeOf(channel.sockets.listen({ operation: "probe", endpoint, onConnection: () => undefined }));
    expect(await Promise.all([listen("api"), listen("other")])).toEqual(Array(2).fill("refused: endpoint-undeclared"));
  });

  test("whose address is taken is a fault of the host", async () => {
    const server = await greeter();
    const url = `tcp://127.0.0.1:${server.port}`;
    const channel = openMany(kept(loopbackEgress()), [{ id: "in", url, direction: "listen" }]);
    const call = channel.sockets.listen({ operation: "probe", endpoint: "in", onConnection: () => undefined });
    expect(await outcomeOf(call)).toBe("failed: connection-refused, not sent, host");
  });

  test("whose handler throws loses that connection only", async () => {
    const channel = openMany(kept(loopbackEgress()), [{ id: "in", url: "tcp://127.0.0.1:0", direction: "listen" }]);
    let calls = 0;
    const listener = await channel.sockets.listen({
      operation: "probe",
      endpoint: "in",
      onConnection: (socket) => {
        calls += 1;
        if (calls === 1) throw new Error("plugin");
        socket.end("second");
      },
    });
    await once(connectTcp(listener.port, "127.0.0.1").resume(), "close");
    expect(String((await once(connectTcp(listener.port, "127.0.0.1"), "data"))[0])).toBe("second");
  });
});

test("closing a channel destroys its sockets and listeners, and later ones are refused", async () => {
  const server = await greeter();
  const channel = openMany(kept(loopbackEgress(loopback)), [
    { id: "api", url: `smtp://mail.test:${server.port}` },
    { id: "in", url: "tcp://127.0.0.1:0", direction: "listen" },
  ]);
  const socket = await channel.sockets.connect(PROBE);
  const listen = { operation: "probe", endpoint: "in", onConnection: () => undefined };
  const listener = await channel.sockets.listen(listen);
  const client = connectTcp(listener.port, "127.0.0.1").resume();
  await once(client, "connect");
  const closed = once(client, "close");
  await channel.close();
  await closed;
  expect(socket.destroyed).toBe(true);
  await expect.poll(() => server.open()).toBe(0);
  expect(await outcomeOf(channel.sockets.connect(PROBE))).toBe("refused: closed");
  expect(await outcomeOf(channel.sockets.listen(listen))).toBe("refused: closed");
});

test("closing a channel ends the connections that are being made", async () => {
  const egress = kept(loopbackEgress({ resolve: () => new Promise(() => undefined) }));
  const channel = openOne(egress, "smtp://mail.test:25");
  const calls = [channel.sockets.connect(PROBE), channel.sockets.check(PROBE)].map((call) => outcomeOf(call));
  await channel.close();
  expect(await Promise.all(calls)).toEqual(["refused: closed", "refused: closed"]);
});

test("an open socket is not reused by an operation that does not list its endpoint, or is refused it for residency", async () => {
  const server = kept(await startRawServer(() => undefined));
  const egress = kept(loopbackEgress({ resolve: () => Promise.resolve([{ address: "127.0.0.1", family: 4 }]) }));
  const endpoints = ["x", "y"].map((id) => ({ id, url: `tcp://${id}.test:${String(server.port)}` }));
  const channel = openMany(egress, endpoints, {
    operations: [
      { id: "probe", endpoints: ["x"] },
      { id: "elsewhere", endpoints: ["y"] },
      { id: "far", endpoints: ["x"] },
    ],
    refuse: (operation) => (operation === "far" ? "residency" : undefined),
  });
  const socket = await channel.sockets.connect({ operation: "probe", endpoint: "x" });
  channel.sockets.reuse(socket, { operation: "probe" });
  expect(() => channel.sockets.reuse(socket, { operation: "elsewhere" })).toThrow("endpoint-undeclared");
  expect(() => channel.sockets.reuse(socket, { operation: "far" })).toThrow("residency");
});

test.each(["connect", "check"] as const)(
  "a transfer that is closed while %s looks for its address gets nothing",
  async (call) => {
    const server = kept(await startRawServer(() => undefined));
    let resolved: (addresses: { address: string; family: 4 }[]) => void = () => undefined;
    const resolve = () => new Promise<{ address: string; family: 4 }[]>((found) => (resolved = found));
    const channel = openOne(kept(loopbackEgress({ resolve })), `tcp://slow.test:${String(server.port)}`);
    channel.openTransfer("t", "send");
    const waits = channel.sockets[call]({ operation: "send", endpoint: "api", transferId: "t" });
    channel.closeTransfer("t");
    // Another of the same name is not the one that asked.
    channel.openTransfer("t", "send");
    resolved([{ address: "127.0.0.1", family: 4 }]);
    expect(await outcomeOf(waits)).toBe("refused: transfer-closed");
    expect(channel.closeTransfer("t")).toMatchObject({ bytesOut: 0, requestSent: false });
  },
);

test("a channel that closes between a connection and the promise of it leaves no connection open", async () => {
  const server = kept(await startRawServer(() => undefined));
  const channel = openOne(kept(loopbackEgress(loopback)), `tcp://slow.test:${String(server.port)}`);
  let made: Socket | undefined;
  const onSocket = (message: unknown): void => {
    made = z.object({ socket: z.instanceof(Socket) }).parse(message).socket;
    // Before the continuation of whoever dialled, which is queued by a later listener.
    made.once("connect", () => queueMicrotask(() => void channel.close()));
  };
  subscribe("net.client.socket", onSocket);
  try {
    expect(await outcomeOf(channel.sockets.connect(PROBE))).toBe("refused: closed");
  } finally {
    unsubscribe("net.client.socket", onSocket);
  }
  expect(made?.destroyed).toBe(true);
});
