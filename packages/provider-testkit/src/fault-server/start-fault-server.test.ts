import { request } from "undici";
import { expect, onTestFinished, test } from "vitest";
import { type FaultServer, type FaultServerOptions, startFaultServer } from "./start-fault-server.js";

async function start(options?: FaultServerOptions): Promise<FaultServer> {
  const server = await startFaultServer(options);
  onTestFinished(() => server.close());
  return server;
}

async function post(server: FaultServer, key: string, body: string): Promise<{ status: number; id: unknown }> {
  const headers = { "idempotency-key": key };
  const answer = await request(`${server.baseUrl}/messages`, { method: "POST", headers, body });
  const read = (await answer.body.json()) as { id?: unknown };
  return { status: answer.statusCode, id: read.id };
}

test("answers a known key with the first result and counts no duplicate", async () => {
  const server = await start();
  const first = await post(server, "k", "one");
  expect(await post(server, "k", "one")).toEqual(first);
  expect([server.log.processed.length, server.log.repeats, server.log.duplicates]).toEqual([1, 1, 0]);
});

test("without keys an equal message is a duplicate", async () => {
  const server = await start({ honoursKeys: false });
  await post(server, "k", "one");
  await post(server, "k", "one");
  await post(server, "k", "two");
  expect([server.log.processed.length, server.log.duplicates]).toEqual([3, 1]);
});

test("remembers what it processed although the answer was lost", async () => {
  const server = await start({ script: () => [{ step: "process" }, { step: "reset" }] });
  await expect(post(server, "k", "one")).rejects.toThrow();
  expect(server.log.processed).toMatchObject([{ idempotencyKey: "k" }]);
});

test("does not count what it only read", async () => {
  const server = await start({ script: () => [{ step: "read-request" }, { step: "end" }] });
  await expect(post(server, "k", "one")).rejects.toThrow();
  expect(server.log.processed).toEqual([]);
  expect(server.exchanges).toMatchObject([{ path: "/messages", idempotencyKey: "k" }]);
});

test("speaks in the tested provider's words", async () => {
  const server = await start({
    keyOf: (_head, body) => Buffer.from(body).toString().slice(0, 3),
    receiptOf: ({ id }) => ({ status: 202, body: JSON.stringify({ id: `wamid.${id}` }) }),
  });
  expect(await post(server, "ignored", "one, first")).toEqual({ status: 202, id: "wamid.m-1" });
  expect(server.log.processed[0]?.idempotencyKey).toBe("one");
});

test("a script set later holds from the next exchange on", async () => {
  const server = await start();
  await post(server, "a", "one");
  server.setScript(() => [{ step: "read-request" }, { step: "answer", status: 503, body: "{}" }]);
  expect((await post(server, "b", "two")).status).toBe(503);
});
