import { Agent, createServer, get, type RequestListener, type Server, type ServerResponse } from "node:http";
import {
  type ClientHttp2Stream,
  connect as connectHttp2,
  constants,
  createServer as createHttp2Server,
} from "node:http2";
import { connect } from "node:net";
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import type { ContactCenter } from "@plugboard/core";
import express from "express";
import fastify from "fastify";
import { Hono } from "hono";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { body, signed, startCenter } from "./__fixtures__/start-center.js";
import { startSite } from "./__fixtures__/start-site.js";
import { expressWebhooks } from "./express/index.js";
import { fastifyWebhooks } from "./fastify/index.js";
import { honoWebhooks } from "./hono/index.js";
import { nodeWebhooks, type RawRequest } from "./node/index.js";

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}
const onExpress = (app: express.Express): Promise<string> => listen(createServer(app as unknown as RequestListener));

/** Each server with the webhooks under /api, and a JSON route of its own. */
const servers: Record<string, (center: ContactCenter) => Promise<string>> = {
  "node:http": (center) => listen(createServer((request, response) => void nodeWebhooks(center)(request, response))),
  express: (center) => {
    const app = express();
    app.use("/api", expressWebhooks(center));
    app.use(express.json());
    app.post("/own", (request, response) => void response.json(request.body));
    return onExpress(app);
  },
  fastify: async (center) => {
    const app = fastify({ forceCloseConnections: true });
    app.post("/own", (request) => Promise.resolve(request.body));
    await app.register(fastifyWebhooks(center), { prefix: "/api" });
    onTestFinished(() => app.close());
    return app.listen({ port: 0, host: "127.0.0.1" });
  },
  hono: async (center) => {
    const app = new Hono();
    app.all("/api/webhooks/*", honoWebhooks(center));
    app.all("/api/sites/*", honoWebhooks(center));
    app.post("/own", async (context) => context.json(await context.req.json()));
    return new Promise((resolve) => {
      const server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, ({ port }) =>
        resolve(`http://127.0.0.1:${String(port)}`),
      );
      onTestFinished(() => void server.close());
    });
  },
};

describe.each(Object.keys(servers))("%s", (name) => {
  const start = async () => {
    const { center, handled } = await startCenter();
    const origin = await (servers[name]?.(center) ?? Promise.reject(new Error("no server")));
    const post = (headers: Record<string, string>, text = body, path = "/api/webhooks/c1") =>
      fetch(origin + path, { method: "POST", headers, body: text });
    return { origin, post, handled };
  };

  test("hands on the bytes as they came, below a prefix", async () => {
    const { post, handled } = await start();
    const response = await post(signed());
    expect([response.status, await response.text()]).toEqual([204, ""]);
    await expect.poll(() => handled.length).toBe(1);
    expect(handled[0]?.event).toMatchObject({ type: "message", text: "hällo ü" });
  });

  test("takes a body of several chunks", async () => {
    const { post, handled } = await start();
    const long = JSON.stringify({
      events: [{ type: "message", id: "1", from: "+49301", to: "+49302", text: "x".repeat(400_000) }],
    });
    expect((await post(signed(long), long)).status).toBe(204);
    await expect.poll(() => handled.length).toBe(1);
  });

  test.each(["json", "text/plain, application/json", "application/json charset=utf-8"])(
    "takes a true post whatever type it says it is of: %s",
    async (type) => {
      const { post, handled } = await start();
      expect((await post({ ...signed(), "content-type": type })).status).toBe(204);
      await expect.poll(() => handled.length).toBe(1);
    },
  );

  test("answers forged, missing and oversized posts with the one 401", async () => {
    const { post } = await start();
    const answers = await Promise.all([
      post(signed(), body.replace("in-1", "in-2")),
      post({}),
      post({}, "1"),
      post({ "content-type": "application/x-unknown" }, "[]"),
      post(signed(), body, "/api/webhooks/nobody"),
      post({}, "x".repeat(3_000_000)),
    ]);
    for (const one of answers) expect([one.status, await one.text()]).toEqual([401, ""]);
  });

  // What is left of a body there is a matter of Hono's own server: it waits half a second.
  test.skipIf(name === "hono")(
    "whoever sends the whole of a body that is too large before it reads gets the answer, not a reset",
    async () => {
      const { origin } = await start();
      // More than the buffers of both ends hold: it is written only when the other side takes it.
      const sizeBytes = 12 * 1_048_576;
      const socket = connect({ port: Number(new URL(origin).port), host: "127.0.0.1" }).pause();
      onTestFinished(() => void socket.destroy());
      const failed = new Promise<never>((_resolve, reject) => socket.once("error", reject));
      const sent = new Promise<void>((resolve) => {
        socket.write(`POST /api/webhooks/c1 HTTP/1.1\r\nhost: h\r\ncontent-length: ${String(sizeBytes)}\r\n\r\n`);
        socket.write(Buffer.alloc(sizeBytes), () => resolve());
      });
      await Promise.race([sent, failed]);
      let text = "";
      socket.on("data", (chunk: Buffer) => (text += chunk.toString())).resume();
      await Promise.race([new Promise<void>((resolve) => socket.once("end", resolve)), failed]);
      expect(text).toMatch(/^HTTP\/1.1 401 .*connection: close/is);
    },
  );

  // Hono's own server takes what still comes for half a second.
  test.skipIf(name === "hono")("a body that says it is a bomb is answered and not read", async () => {
    const { origin } = await start();
    const sizeBytes = 100 * 1_048_576;
    const socket = connect({ port: Number(new URL(origin).port), host: "127.0.0.1" });
    onTestFinished(() => void socket.destroy());
    // Its sender writes on, whatever is answered, until it is cut off.
    const ended = new Promise<void>((resolve) => socket.once("close", () => resolve()));
    socket.on("error", () => socket.destroy());
    let text = "";
    socket.on("data", (chunk: Buffer) => (text += chunk.toString()));
    socket.write(`POST /api/webhooks/c1 HTTP/1.1\r\nhost: h\r\ncontent-length: ${String(sizeBytes)}\r\n\r\n`);
    const chunk = Buffer.alloc(65_536);
    let takenBytes = 0;
    const writeOn = (): void =>
      void socket.write(chunk, (error) => {
        if (error) return;
        takenBytes += chunk.byteLength;
        writeOn();
      });
    writeOn();
    await ended;
    expect(text).toMatch(/^HTTP\/1.1 401 .*connection: close/is);
    // What the buffers of both ends hold.
    expect(takenBytes).toBeLessThan(12 * 1_048_576);
  });

  test("serves the pages of a channel, whatever their method, and says who visits", async () => {
    const { center, visits } = await startSite();
    const origin = await (servers[name]?.(center) ?? Promise.reject(new Error("no server")));
    const ask = async (method: string, body?: string) => {
      const response = await fetch(`${origin}/api/sites/s1/a`, { method, ...(body === undefined ? {} : { body }) });
      return [response.status, await response.text()];
    };
    expect([await ask("GET"), await ask("OPTIONS"), await ask("POST", "hällo"), await ask("HEAD")]).toEqual([
      [200, "GET /a 0"],
      [200, "OPTIONS /a 0"],
      [200, "POST /a 6"],
      [200, ""],
    ]);
    expect(visits.map(({ clientAddress }) => clientAddress)).toEqual(Array(4).fill("127.0.0.1"));
    expect(visits[0]?.baseUrl).toBe(`${origin}/api/sites/s1`);
  });

  test("streams a page, and tells it when the visitor goes", async () => {
    const { center, visits } = await startSite();
    const origin = await (servers[name]?.(center) ?? Promise.reject(new Error("no server")));
    const leaving = new AbortController();
    const response = await fetch(`${origin}/api/sites/s1/stream`, { signal: leaving.signal });
    const first = await response.body?.getReader().read();
    expect(Buffer.from(first?.value ?? []).toString()).toBe("one\n");
    const { signal } = visits[0]!;
    expect(signal.aborted).toBe(false);
    leaving.abort();
    await expect.poll(() => signal.aborted).toBe(true);
  });

  test("keeps nothing of a visit on its connection, which many others may use", async () => {
    const { center, visits } = await startSite();
    const origin = await (servers[name]?.(center) ?? Promise.reject(new Error("no server")));
    const warnings: Error[] = [];
    const warned = (warning: Error): void => void warnings.push(warning);
    process.on("warning", warned);
    onTestFinished(() => void process.off("warning", warned));
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    onTestFinished(() => agent.destroy());
    for (let visit = 0; visit < 12; visit += 1) {
      const answer = new Promise<void>((resolve, reject) => {
        const asking = get(`${origin}/api/sites/s1/`, { agent }, (response) => response.resume().once("end", resolve));
        asking.once("error", reject);
      });
      await answer;
      // As a page does that asks again and again for what is new.
      expect(visits[visit]?.signal.aborted).toBe(false);
    }
    expect(warnings.filter(({ name: kind }) => kind === "MaxListenersExceededWarning")).toEqual([]);
  });

  test.each(["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"])(
    "says which method is allowed to %s",
    async (method) => {
      const { origin } = await start();
      const response = await fetch(`${origin}/api/webhooks/c1`, { method });
      expect([response.status, response.headers.get("allow"), await response.text()]).toEqual([405, "POST", ""]);
    },
  );

  test("takes a body whose length is not told", async () => {
    const { origin, handled } = await start();
    const parts = new ReadableStream<Uint8Array>({
      start: (controller) => {
        for (const part of [body.slice(0, 40), body.slice(40)]) controller.enqueue(Buffer.from(part));
        controller.close();
      },
    });
    const request = { method: "POST", headers: signed(), body: parts, duplex: "half" } as RequestInit;
    expect((await fetch(`${origin}/api/webhooks/c1`, request)).status).toBe(204);
    await expect.poll(() => handled.length).toBe(1);
  });

  test("takes nothing of a body that breaks off, and the next one whole", async () => {
    const { origin, post, handled } = await start();
    for (const length of [`content-length: ${String(body.length + 50)}`, "transfer-encoding: chunked"]) {
      const socket = connect(Number(new URL(origin).port), "127.0.0.1");
      const headers = Object.entries(signed()).map(([name, value]) => `${name}: ${value}\r\n`);
      const start = length.startsWith("t") ? `${body.length.toString(16)}\r\n` : "";
      socket.write(`POST /api/webhooks/c1 HTTP/1.1\r\nhost: h\r\n${headers.join("")}${length}\r\n\r\n${start}${body}`);
      await new Promise<void>((resolve) => socket.end(resolve));
      await new Promise<void>((resolve) => void socket.once("close", resolve).resume());
    }
    expect(handled).toEqual([]);
    expect((await post(signed())).status).toBe(204);
    await expect.poll(() => handled.length).toBe(1);
  });

  test.runIf(name !== "node:http")("leaves the parsers of other routes alone", async () => {
    const { post } = await start();
    const response = await post({ "content-type": "application/json" }, `{"a":1}`, "/own");
    expect(await response.json()).toEqual({ a: 1 });
  });
});

test.each(["/search?next=/webhooks/c1", "/admin?tab=/sites/c1/edit", "/webhooks", "/webhooks/"])(
  "express goes on to the application's own route with %s",
  async (path) => {
    const { center } = await startCenter();
    const app = express();
    app.use(expressWebhooks(center));
    app.use((_request, response) => void response.status(200).send("own"));
    const response = await fetch((await onExpress(app)) + path);
    expect([response.status, await response.text()]).toEqual([200, "own"]);
  },
);

describe("HTTP/2", () => {
  const open = async (center: ContactCenter) => {
    const server = createHttp2Server();
    const answer = nodeWebhooks(center);
    server.on("request", (request, response) => {
      void answer(request as unknown as RawRequest, response as unknown as ServerResponse);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const client = connectHttp2(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`);
    onTestFinished(() => {
      client.destroy();
      server.close();
    });
    return client;
  };
  const start = async () => {
    const { center, handled } = await startCenter();
    return { client: await open(center), handled };
  };
  const head = { ":method": "POST", ":path": "/webhooks/c1" };
  const statusOf = (stream: ClientHttp2Stream) =>
    new Promise<unknown>((resolve) => stream.once("response", (headers) => resolve(headers[":status"])).resume());

  test("takes a post, and refuses a forged and an oversized one", async () => {
    const { client, handled } = await start();
    const post = (headers: Record<string, string>, text: string) => {
      const stream = client.request({ ...head, ...headers });
      stream.on("error", () => undefined).end(text);
      return statusOf(stream);
    };
    expect(await post(signed(), body)).toBe(204);
    expect(await post(signed(), body.replace("in-1", "in-2"))).toBe(401);
    expect(await post({}, "x".repeat(3_000_000))).toBe(401);
    await expect.poll(() => handled.length).toBe(1);
  });

  test("tells a page when its visitor goes, though the connection stays", async () => {
    const { center, visits } = await startSite();
    const client = await open(center);
    const stream = client.request({ ":path": "/sites/s1/stream" });
    stream.on("error", () => undefined);
    await new Promise<void>((resolve) => void stream.once("data", () => resolve()));
    const { signal } = visits[0]!;
    expect(signal.aborted).toBe(false);
    stream.close(constants.NGHTTP2_CANCEL);
    await expect.poll(() => signal.aborted).toBe(true);
    expect(client.closed).toBe(false);
  });

  test("takes nothing of a stream that breaks off", async () => {
    const { client, handled } = await start();
    const stream = client.request({ ...head, ...signed() });
    stream.on("error", () => undefined).write(body);
    await new Promise<void>((resolve) => void client.ping(() => resolve()));
    stream.close(constants.NGHTTP2_CANCEL);
    await new Promise<void>((resolve) => void stream.once("close", resolve));
    const whole = body.replace("in-1", "in-2");
    const next = client.request({ ...head, ...signed(whole, "evt-2") });
    next.end(whole);
    expect(await statusOf(next)).toBe(204);
    await expect.poll(() => handled.map(({ event }) => event)).toMatchObject([{ providerMessageId: "in-2" }]);
  });
});

test("express.json() in front is an error that says what to do, and the provider's post is not acknowledged", async () => {
  const { center, handled } = await startCenter();
  const app = express();
  app.use(express.json());
  app.use("/api", expressWebhooks(center));
  const errors: unknown[] = [];
  app.use((error: unknown, _request: express.Request, response: express.Response, _next: express.NextFunction) => {
    errors.push(error);
    response.status(500).end();
  });
  const origin = await onExpress(app);
  const response = await fetch(`${origin}/api/webhooks/c1`, { method: "POST", headers: signed(), body });
  expect([response.status, handled.length]).toEqual([500, 0]);
  expect(errors).toMatchObject([{ code: "WEBHOOK_BODY_CONSUMED" }]);
  expect(String(errors[0])).toMatch(/before `express.json\(\)`/);
});

test.each<[string, express.RequestHandler]>([
  ["express.raw()", express.raw({ type: "*/*" })],
  [
    "a verify option",
    express.json({ verify: (request, _response, bytes) => void Object.assign(request, { rawBody: bytes }) }),
  ],
])("the bytes that %s keeps are taken", async (_name, parser) => {
  const { center } = await startCenter();
  const app = express();
  app.use(parser);
  app.use(expressWebhooks(center));
  const origin = await onExpress(app);
  const response = await fetch(`${origin}/webhooks/c1`, { method: "POST", headers: signed(), body });
  expect(response.status).toBe(204);
});

test("a body that was read before makes hono's handler fail with the same error", async () => {
  const { center } = await startCenter();
  const app = new Hono();
  app.use(async (context, next) => {
    await context.req.raw.text();
    await next();
  });
  app.all("/webhooks/*", honoWebhooks(center));
  const errors: unknown[] = [];
  app.onError((error, context) => {
    errors.push(error);
    return context.body(null, 500);
  });
  await app.request("http://host/webhooks/c1", { method: "POST", headers: signed(), body });
  expect(errors).toMatchObject([{ code: "WEBHOOK_BODY_CONSUMED" }]);
});

test("on node:http a body that was read before is asked for again, with a warning", async () => {
  const { center } = await startCenter();
  const warn = vi.spyOn(process, "emitWarning").mockReturnValue();
  onTestFinished(() => warn.mockRestore());
  const answer = nodeWebhooks(center);
  const origin = await listen(
    createServer((request, response) => {
      request.resume();
      request.once("end", () => void answer(request, response));
    }),
  );
  const response = await fetch(`${origin}/webhooks/c1`, { method: "POST", headers: signed(), body });
  expect(response.status).toBe(503);
  expect(warn).toHaveBeenCalledWith(expect.stringMatching(/express.json/), { code: "WEBHOOK_BODY_CONSUMED" });
});

test("a connection whose body was not read is closed behind the answer", async () => {
  const { center } = await startCenter();
  const origin = await listen(createServer((request, response) => void nodeWebhooks(center)(request, response)));
  const socket = connect(Number(new URL(origin).port), "127.0.0.1");
  onTestFinished(() => void socket.destroy());
  let text = "";
  const closed = new Promise<void>((resolve) => socket.on("close", () => resolve()));
  socket.on("error", () => undefined);
  socket.on("data", (chunk: Buffer) => (text += chunk.toString()));
  socket.write("POST /webhooks/c1 HTTP/1.1\r\nhost: h\r\ncontent-length: 100000000\r\n\r\nabc");
  await closed;
  expect(text).toMatch(/^HTTP\/1.1 401 .*connection: close/is);
});
