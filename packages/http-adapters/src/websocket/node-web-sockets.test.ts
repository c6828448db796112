import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { WebhookAnswerV1 } from "@plugboard/core";
import { expect, onTestFinished, test } from "vitest";
import { WebSocket } from "ws";
import { nodeWebSockets } from "./index.js";

const ORIGIN = "https://www.example.com";

/** A server whose pages stream this. */
async function serve(stream: (signal: AbortSignal | undefined) => AsyncGenerator<string>): Promise<string> {
  const answers: Record<string, (signal: AbortSignal | undefined) => WebhookAnswerV1> = {
    OPTIONS: () => ({ status: 204, headers: { "access-control-allow-origin": ORIGIN }, body: "" }),
    GET: (signal) => ({ status: 200, headers: { "content-type": "text/event-stream" }, body: stream(signal) }),
  };
  const server = createServer();
  server.on(
    "upgrade",
    nodeWebSockets({
      answerWebhook: ({ method, signal }) =>
        Promise.resolve(answers[method]?.(signal) ?? { status: 405, headers: {}, body: "" }),
    }),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return `ws://127.0.0.1:${String((server.address() as AddressInfo).port)}/api/sites/s1/stream`;
}

async function open(url: string): Promise<WebSocket> {
  const socket = new WebSocket(url, { origin: ORIGIN });
  onTestFinished(() => socket.terminate());
  await new Promise((resolve) => socket.once("open", resolve));
  socket.send("{}");
  return socket;
}

test("a reader that stands still holds the stream back: no more is asked of it than the system takes", async () => {
  const many = 100;
  let asked = 0;
  const url = await serve(async function* () {
    for (; asked < many; asked += 1) yield await Promise.resolve("x".repeat(1_048_576));
  });
  const socket = await open(url);
  let got = 0;
  socket.on("message", (data: Buffer) => (got += data.byteLength));
  socket.pause();
  let before = -1;
  await expect.poll(() => before === (before = asked), { interval: 200, timeout: 5_000 }).toBe(true);
  expect(asked).toBeLessThan(many / 2);
  socket.resume();
  await expect.poll(() => got, { timeout: 15_000 }).toBe(many * 1_048_576);
});

test("a website that the page does not name gets no socket, whatever else the page answers", async () => {
  const url = await serve(async function* () {
    yield await Promise.resolve("one");
  });
  for (const headers of [{ origin: "https://www.example.net" }, {}]) {
    const socket = new WebSocket(url, { headers });
    // It says so when it is given up before it was open.
    socket.on("error", () => undefined);
    const status = await new Promise((resolve) => {
      socket.once("unexpected-response", (_request, { statusCode }) => resolve(statusCode));
      socket.once("open", () => resolve("open"));
    });
    socket.terminate();
    expect(status).toBe(403);
  }
});

test("a stream ends when the other side goes", async () => {
  let ended = false;
  const url = await serve(async function* (signal) {
    yield "one";
    await new Promise((resolve) => signal?.addEventListener("abort", resolve));
    ended = true;
  });
  const socket = await open(url);
  await new Promise((resolve) => socket.once("message", resolve));
  socket.terminate();
  await expect.poll(() => ended).toBe(true);
});

test("a stream that fails does not end like a whole one", async () => {
  const url = await serve(async function* () {
    yield await Promise.resolve("one");
    throw new Error("it broke");
  });
  const socket = await open(url);
  expect(await new Promise((resolve) => socket.once("close", resolve))).toBe(1_011);
});

test("pings whose answers nobody fetches are cut before they fill the memory", async () => {
  const url = await serve(async function* (signal) {
    yield "one";
    await new Promise((resolve) => signal?.addEventListener("abort", resolve));
  });
  const socket = await open(url);
  const isOpen = (): boolean => socket.readyState === socket.OPEN;
  await new Promise((resolve) => socket.once("message", resolve));
  // It reads nothing, so that only a write can tell that the other side has cut it.
  socket.pause();
  const failed = new Promise<boolean>((resolve) => socket.on("error", () => resolve(true)));
  const flood = async (): Promise<boolean> => {
    for (let sent = 0; sent < 2_000_000 && isOpen(); sent += 1_000) {
      for (let index = 0; index < 1_000; index += 1) socket.ping(Buffer.alloc(125), true, () => undefined);
      await new Promise(setImmediate);
    }
    return !isOpen();
  };
  expect(await Promise.race([failed, flood()])).toBe(true);
});

test.each(["/other", "/api/webhooks/s1", "/api/sites/s1", "/"])("%s gets no socket", async (path) => {
  const url = new URL(path, await serve(async function* () {}));
  const socket = new WebSocket(url, { origin: ORIGIN });
  const status = new Promise((resolve) =>
    socket.once("unexpected-response", (_request, response) => {
      resolve(response.statusCode);
      socket.on("error", () => undefined).terminate();
    }),
  );
  expect(await status).toBe(404);
});
