import { expect, test } from "vitest";
import type { Socket } from "node:net";
import { keeper } from "../__fixtures__/kept.js";
import { onRequest, startRawServer } from "../__fixtures__/raw-server.js";
import type { Route } from "../channel/route.js";
import { DeadlineQueue } from "../../timing/deadline-queue.js";
import { Dialer } from "../dial/dialer.js";
import { trustAnchors } from "../dial/trust-anchors.js";
import { originOf } from "../endpoint/origin-of.js";
import { Call } from "./call.js";
import { ConnectionPool } from "./connection-pool.js";

const kept = keeper();
const OK = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";
const ROUTE: Route = {
  operation: "probe",
  timeoutMs: 5_000,
  maxResponseBytes: 1_000,
  needsTransfer: false,
  endpoints: [],
};

async function pooled(onConnection: (socket: Socket) => void, connectionsAtMost = 512) {
  const server = kept(await startRawServer(onConnection));
  const origin = originOf(server.origin);
  if (!origin) throw new Error("no origin");
  const dialer = new Dialer(
    () => Promise.resolve([]),
    () => true,
    trustAnchors([]),
    new DeadlineQueue(),
  );
  const pool = new ConnectionPool({ origin, trusted: false, session: undefined }, dialer, connectionsAtMost);
  kept({ close: () => pool.destroy() });
  const get = () =>
    new Promise((resolve, reject) => {
      const owner = { channelId: "c", ended: () => undefined };
      const request = { method: "GET", path: "/", headers: [], body: null } as const;
      pool.start(new Call(owner, pool, ROUTE, "api", undefined, { ...request, headers: [] }, resolve, reject));
    });
  return { server, pool, get };
}

test("uses the connection that was used last, so that the others fall idle", async () => {
  const ports = new Set<number | undefined>();
  const { pool, get } = await pooled((socket) =>
    onRequest(socket, () => {
      ports.add(socket.remotePort);
      socket.write(OK);
    }),
  );
  await Promise.all([get(), get(), get()]);
  expect([pool.size, ports.size]).toEqual([3, 3]);
  ports.clear();
  for (let index = 0; index < 10; index += 1) await get();
  expect(ports.size).toBe(1);
});

test("forgets an idle connection that the server closed", async () => {
  const open: Socket[] = [];
  const { pool, get } = await pooled((socket) => {
    open.push(socket);
    onRequest(socket, () => socket.write(OK));
  });
  await Promise.all([get(), get()]);
  expect(pool.size).toBe(2);
  for (const socket of open) socket.destroy();
  await expect.poll(() => pool.size).toBe(0);
  await get();
  expect(pool.size).toBe(1);
});

test("forgets a connection whose call failed", async () => {
  const { pool, get } = await pooled((socket) => onRequest(socket, () => socket.resetAndDestroy()));
  await Promise.allSettled([get(), get(), get()]);
  expect(pool.size).toBe(0);
});

test("gives the next waiting call a connection of its own when one fails", async () => {
  let connections = 0;
  const { pool, get } = await pooled((socket) => {
    connections += 1;
    const fails = connections % 2 === 1;
    onRequest(socket, () => (fails ? socket.resetAndDestroy() : socket.write(OK)));
  }, 1);
  const results = await Promise.allSettled([get(), get(), get(), get()]);
  expect(results.map(({ status }) => status)).toEqual(["rejected", "fulfilled", "fulfilled", "fulfilled"]);
  expect([pool.size, connections]).toEqual([1, 2]);
});
