import { gzipSync } from "node:zlib";
import { Readable } from "node:stream";
import { http, HttpResponse } from "msw";
import { setupServer } from "msw/node";
import { Agent, type Dispatcher, FormData, request } from "undici";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { mswBridge } from "./msw-bridge.js";

const ORIGIN = "https://provider.example.com";
const server = setupServer();
const dispatcher = new Agent().compose(mswBridge());

beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => server.resetHandlers());
afterAll(async () => {
  server.close();
  await dispatcher.close();
});

/** The last request as msw saw it. */
function seen(): { read: () => Promise<{ headers: Headers; body: Buffer; url: string; method: string }> } {
  const requests: Promise<{ headers: Headers; body: Buffer; url: string; method: string }>[] = [];
  server.use(
    http.all(`${ORIGIN}/*`, ({ request: { headers, url, method }, request: whole }) => {
      requests.push(whole.arrayBuffer().then((body) => ({ headers, url, method, body: Buffer.from(body) })));
      return HttpResponse.json({ ok: true });
    }),
  );
  return { read: () => requests[0] ?? Promise.reject(new Error("msw saw no request")) };
}

describe("the request as msw sees it", () => {
  test("has method, path, query and headers", async () => {
    const last = seen();
    await request(`${ORIGIN}/a/b?x=1`, { dispatcher, query: { y: "2 3" }, method: "POST", headers: { "x-one": "1" } });
    const { url, method, headers } = await last.read();
    expect([url, method, headers.get("x-one")]).toEqual([`${ORIGIN}/a/b?x=1&y=2+3`, "POST", "1"]);
  });

  test("has no content-type that was not given", async () => {
    const last = seen();
    await request(`${ORIGIN}/a`, { dispatcher, method: "POST", body: "text" });
    expect((await last.read()).headers.get("content-type")).toBeNull();
  });

  test.each([
    ["object", { "x-a": "1", "x-b": ["2", "3"] }],
    ["flat list", ["x-a", "1", "x-b", "2", "x-b", "3"]],
    [
      "pairs",
      new Map<string, string | string[]>([
        ["x-a", "1"],
        ["x-b", ["2", "3"]],
      ]),
    ],
  ])("takes headers as %s", async (_form, headers) => {
    const last = seen();
    await request(`${ORIGIN}/a`, { dispatcher, headers: headers as Dispatcher.DispatchOptions["headers"] & object });
    const sent = (await last.read()).headers;
    expect([sent.get("x-a"), sent.get("x-b")]).toEqual(["1", "2, 3"]);
  });

  const bytes = Buffer.from([0, 255, 13, 10, 128]);
  test.each([
    ["a string", () => "Grüße", Buffer.from("Grüße")],
    ["bytes", () => bytes, bytes],
    ["a stream", () => Readable.from([bytes.subarray(0, 2), bytes.subarray(2)]), bytes],
  ])("has %s as body, byte for byte", async (_form, body, expected) => {
    const last = seen();
    await request(`${ORIGIN}/a`, { dispatcher, method: "POST", body: body() });
    expect((await last.read()).body).toEqual(expected);
  });

  test("has a form with its boundary", async () => {
    const form = new FormData();
    form.set("name", "value");
    const last = seen();
    await request(`${ORIGIN}/a`, { dispatcher, method: "POST", body: form });
    const { headers, body } = await last.read();
    const boundary = /boundary=(.+)$/.exec(headers.get("content-type") ?? "")?.[1] ?? "none";
    expect(body.toString()).toContain(`--${boundary}\r\nContent-Disposition: form-data; name="name"\r\n\r\nvalue`);
  });

  test("is refused where fetch could not carry it", async () => {
    seen();
    await expect(request(`${ORIGIN}/a`, { dispatcher, method: "GET", body: "x" })).rejects.toThrow("no body with GET");
  });
});

describe("the answer as undici's caller sees it", () => {
  const answer = async (response: () => Response): Promise<Dispatcher.ResponseData> => {
    server.use(http.get(`${ORIGIN}/a`, response));
    return request(`${ORIGIN}/a`, { dispatcher });
  };

  test("has status, headers and every cookie", async () => {
    const headers = new Headers({ "x-one": "1" });
    headers.append("set-cookie", "a=1");
    headers.append("set-cookie", "b=2");
    const { statusCode, headers: read, body } = await answer(() => new HttpResponse("text", { status: 418, headers }));
    expect([statusCode, read["x-one"], read["set-cookie"], await body.text()]).toEqual([
      418,
      "1",
      ["a=1", "b=2"],
      "text",
    ]);
  });

  test("is bytes", async () => {
    const { body } = await answer(() => HttpResponse.arrayBuffer(Uint8Array.from([0, 255, 128]).buffer));
    expect(new Uint8Array(await body.arrayBuffer())).toEqual(Uint8Array.from([0, 255, 128]));
  });

  test("is decoded once and does not claim to be encoded", async () => {
    const coded = gzipSync("plain text");
    const { headers, body } = await answer(
      () => new HttpResponse(Uint8Array.from(coded), { headers: { "content-encoding": "gzip" } }),
    );
    expect([headers["content-encoding"], headers["content-length"], await body.text()]).toEqual([
      undefined,
      undefined,
      "plain text",
    ]);
  });

  test.each([204, 304])("may have no body (%i)", async (status) => {
    const { statusCode, body } = await answer(() => new HttpResponse(null, { status }));
    expect([statusCode, await body.text()]).toEqual([status, ""]);
  });

  test("may be a redirect, which is not followed", async () => {
    const { statusCode, headers } = await answer(() => HttpResponse.redirect(`${ORIGIN}/elsewhere`, 307));
    expect([statusCode, headers["location"]]).toEqual([307, `${ORIGIN}/elsewhere`]);
  });

  test("waits while its reader is slow", async () => {
    const pull = vi.fn((controller: ReadableStreamDefaultController<Uint8Array>) => {
      if (pull.mock.calls.length > 64) controller.close();
      else controller.enqueue(new Uint8Array(65_536));
    });
    const { body } = await answer(() => new HttpResponse(new ReadableStream({ pull })));
    await new Promise((resolve) => setImmediate(resolve));
    expect(pull.mock.calls.length).toBeLessThan(16);
    expect((await body.arrayBuffer()).byteLength).toBe(64 * 65_536);
  });
});

describe("failures", () => {
  test("a request no handler knows is an error and reaches no network", async () => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    await expect(request("https://unknown.example.com/", { dispatcher })).rejects.toThrow();
    vi.restoreAllMocks();
  });

  test("a network error of msw is one of the caller", async () => {
    server.use(http.get(`${ORIGIN}/a`, () => HttpResponse.error()));
    await expect(request(`${ORIGIN}/a`, { dispatcher })).rejects.toThrow();
  });

  test("an aborted request rejects with the caller's reason", async () => {
    server.use(http.get(`${ORIGIN}/a`, () => new Promise<Response>(() => undefined)));
    const abort = new AbortController();
    const pending = request(`${ORIGIN}/a`, { dispatcher, signal: abort.signal });
    const reason = new Error("no longer wanted", { cause: new Error("a reason of its own") });
    setImmediate(() => abort.abort(reason));
    await expect(pending).rejects.toBe(reason);
  });

  test("an answer can be aborted in the middle", async () => {
    server.use(
      http.get(
        `${ORIGIN}/a`,
        () => new HttpResponse(new ReadableStream({ start: (c) => c.enqueue(Buffer.from("x")) })),
      ),
    );
    const abort = new AbortController();
    const { body } = await request(`${ORIGIN}/a`, { dispatcher, signal: abort.signal });
    setImmediate(() => abort.abort(new Error("enough")));
    await expect(body.text()).rejects.toThrow("enough");
  });
});

// The reason for the bridge: this is what happens without it.
test("without the bridge msw does not see undici's requests", async () => {
  const last = seen();
  const plain = new Agent({ connect: { timeout: 50 } });
  await expect(request("http://127.0.0.1:1/", { dispatcher: plain })).rejects.toThrow("ECONNREFUSED");
  await expect(last.read()).rejects.toThrow("msw saw no request");
  await plain.close();
});
