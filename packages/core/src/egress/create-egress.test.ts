import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { Agent, type Dispatcher, MockAgent } from "undici";
import { describe, expect, test } from "vitest";
import type { LogFields } from "../spec/connection/logger.js";
import { OptionInvalidError } from "../spec/errors/option-invalid-error.js";
import { keeper } from "./__fixtures__/kept.js";
import { bodyOf, type LoopbackServer, startLoopbackServer } from "./__fixtures__/loopback-server.js";
import { CLOCK_MS, loopbackEgress, openMany, openOne } from "./__fixtures__/open-egress.js";
import { outcomeOf } from "./__fixtures__/outcome-of.js";
import { createEgress } from "./create-egress.js";
import type { EgressOptions } from "./egress-options.js";

const kept = keeper();

async function echo(): Promise<LoopbackServer> {
  return kept(
    await startLoopbackServer((request, response) => {
      void bodyOf(request).then((body) => {
        response.writeHead(201, { "x-path": request.url ?? "", "set-cookie": ["a=1", "b=2"] });
        response.end(body);
      });
    }),
  );
}

test("a declared endpoint is called, the body leaves byte for byte and the answer comes back whole", async () => {
  const server = await echo();
  const channel = openOne(kept(loopbackEgress()), `${server.origin}/v1`);
  channel.openTransfer("t-1", "send");
  const answer = await channel.http.request({
    operation: "send",
    transferId: "t-1",
    method: "POST",
    endpoint: "api",
    path: "/messages?x=%20",
    headers: { "content-type": "application/json" },
    body: '{"text":"grüße \u{1f600}"}',
  });
  expect(answer.status).toBe(201);
  expect(answer.headers["x-path"]).toBe("/v1/messages?x=%20");
  expect(answer.headers["set-cookie"]).toEqual(["a=1", "b=2"]);
  expect(Buffer.from(answer.body).toString()).toBe('{"text":"grüße \u{1f600}"}');
  expect(channel.closeTransfer("t-1")).toEqual({ bytesOut: 23, requestSent: true, sentAtMs: CLOCK_MS });
});

test("an operation with personal data is refused without an open transfer of its own", async () => {
  const server = await echo();
  const channel = openOne(kept(loopbackEgress()), server.origin);
  const send = (transferId?: string) =>
    outcomeOf(
      channel.http.request({
        operation: "send",
        method: "POST",
        endpoint: "api",
        path: "/",
        ...(transferId === undefined ? {} : { transferId }),
      }),
    );
  expect(await send()).toBe("refused: transfer-missing");
  channel.openTransfer("t-probe", "probe");
  expect(await send("t-probe")).toBe("refused: transfer-missing");
  channel.openTransfer("t-2", "send");
  expect(await send("t-2")).toBe("done");
  channel.closeTransfer("t-2");
  expect(await send("t-2")).toBe("refused: transfer-closed");
  expect(server.connections()).toBe(1);
});

test("a call without personal data that names a transfer is held to it too", async () => {
  const server = await echo();
  const channel = openOne(kept(loopbackEgress()), server.origin);
  const probe = {
    operation: "probe",
    method: "POST",
    endpoint: "api",
    path: "/",
    body: "abc",
    transferId: "p",
  } as const;
  expect(await outcomeOf(channel.http.request(probe))).toBe("refused: transfer-closed");
  channel.openTransfer("p", "probe");
  await channel.http.request(probe);
  await channel.http.request(probe);
  expect(channel.transferFacts("p")).toEqual({ bytesOut: 6, requestSent: true, sentAtMs: CLOCK_MS });
});

describe("an endpoint that the host redirected", () => {
  test("is called at the other place, private and in plain text as it is, and nothing else is", async () => {
    const server = await echo();
    const egress = kept(
      createEgress(
        { dangerouslyRedirectEndpoints: { "https://graph.example.com": server.origin } },
        { clock: { now: () => CLOCK_MS }, logger: silent() },
      ),
    );
    const channel = openMany(egress, [{ id: "api", url: "https://graph.example.com/v20" }]);
    const get = { operation: "probe", method: "GET" } as const;
    const named = await channel.http.request({ ...get, endpoint: "api", path: "/me" });
    expect(named.headers["x-path"]).toBe("/v20/me");
    for (const origin of ["https://graph.example.com", server.origin]) {
      const found = await channel.http.request({ ...get, url: `${origin}/v20/media/1` });
      expect(found.headers["x-path"]).toBe("/v20/media/1");
    }
    expect(() => openOne(egress, server.origin)).toThrow(/plain-text/);
    expect(() => openOne(egress, server.origin.replace("http:", "https:"))).toThrow(/address-private/);
  });

  test("shares no connection with the same place when it is not the target of a redirection", async () => {
    const server = await echo();
    const egress = kept(
      loopbackEgress({
        dangerouslyAllowPrivateAddresses: [],
        dangerouslyRedirectEndpoints: { "https://graph.example.com": `http://localhost:${server.port}` },
      }),
    );
    const get = { operation: "probe", method: "GET", endpoint: "api" } as const;
    const redirected = openOne(egress, "https://graph.example.com");
    expect(await outcomeOf(redirected.http.request(get))).toBe("done");
    const direct = openOne(egress, `http://localhost:${server.port}`);
    expect(await outcomeOf(direct.http.request(get))).toBe("refused: address-private");
  });
});

describe("a dispatcher of a test", () => {
  test("carries the calls without resolving names, and every other check stays", async () => {
    const mock = new MockAgent();
    mock.disableNetConnect();
    mock
      .get("https://api.example.com")
      .intercept({ method: "POST", path: "/v1/messages" })
      .reply(202, { id: 1 }, { headers: { "X-Request-Id": "r-1" } });
    const resolve = () => Promise.reject(new Error("asked"));
    const egress = kept(
      createEgress({ dispatcher: mock, resolve }, { clock: { now: () => CLOCK_MS }, logger: silent() }),
    );
    const channel = openOne(egress, "https://api.example.com/v1");
    channel.openTransfer("t", "send");
    const post = { operation: "send", transferId: "t", method: "POST", endpoint: "api", body: "hello" } as const;
    const answer = await channel.http.request({ ...post, path: "/messages" });
    expect([answer.status, answer.headers["x-request-id"], Buffer.from(answer.body).toString()]).toEqual([
      202,
      "r-1",
      '{"id":1}',
    ]);
    expect(channel.closeTransfer("t")).toEqual({ bytesOut: 5, requestSent: true, sentAtMs: CLOCK_MS });
    expect(await outcomeOf(channel.http.request({ ...post, path: "/../x" }))).toBe("refused: url-invalid");
    expect(await outcomeOf(channel.http.request({ ...post, path: "/x" }))).toBe("refused: transfer-closed");
    expect(() => openOne(egress, "https://127.0.0.1")).toThrow(/address-private/);
  });

  test("may be composed of interceptors in undici's newer style", async () => {
    const seen: string[] = [];
    const bridge: Dispatcher.DispatcherComposeInterceptor = () => (options, handler) => {
      seen.push(`${options.method} ${String(options.origin)}${options.path}`);
      const controller = { aborted: false, paused: false, reason: null, abort() {}, pause() {}, resume() {} };
      handler.onRequestStart?.(controller, null);
      handler.onResponseStart?.(controller, 200, { "x-a": ["1", "2"], "x-b": "3" }, "OK");
      handler.onResponseData?.(controller, Buffer.from("ok"));
      handler.onResponseEnd?.(controller, {});
      return true;
    };
    const dispatcher = new Agent().compose(bridge);
    const egress = kept(createEgress({ dispatcher }, { clock: { now: () => CLOCK_MS }, logger: silent() }));
    const answer = await openOne(egress, "https://api.example.com:8443").http.request({
      operation: "probe",
      method: "GET",
      endpoint: "api",
    });
    expect(seen).toEqual(["GET https://api.example.com:8443/"]);
    expect(answer.headers).toEqual({ "x-a": ["1", "2"], "x-b": "3" });
  });

  test("that throws or never answers fails the call, not the host", async () => {
    const throwing = {
      dispatch: () => {
        throw new Error("mock without an answer");
      },
    } as unknown as Dispatcher;
    const silentOne = { dispatch: () => true } as unknown as Dispatcher;
    for (const [dispatcher, outcome] of [
      [throwing, "failed: connection-lost, not sent, network"],
      [silentOne, "failed: connect-timeout, not sent, network"],
    ] as const) {
      const egress = kept(loopbackEgress({ dispatcher }));
      const channel = openOne(egress, "https://api.example.com");
      const call = channel.http.request({ operation: "probe", method: "GET", endpoint: "api", timeoutMs: 100 });
      expect(await outcomeOf(call)).toBe(outcome);
    }
  });
});

describe("options", () => {
  test.each<[string, unknown]>([
    ["an option nobody knows", { allowPrivateAddresses: ["127.0.0.1"] }],
    ["a range that is none", { dangerouslyAllowPrivateAddresses: ["10.0.0.0/33"] }],
    ["a name among the addresses", { dangerouslyAllowPrivateAddresses: ["localhost"] }],
    ["an origin with a path", { dangerouslyRedirectEndpoints: { "https://a.example/x": "http://127.0.0.1:1" } }],
    ["a redirection to nowhere", { dangerouslyRedirectEndpoints: { "https://a.example": "127.0.0.1:1" } }],
    ["a pattern for everything", { dangerouslyAllowPlainText: ["*"] }],
    ["a certificate that is none", { trustedCertificates: ["/etc/ssl/ca.pem"] }],
    ["no connection at all", { connectionsPerOrigin: 0 }],
    ["a dispatcher that is none", { dispatcher: {} }],
    ["a resolver that is none", { resolve: "8.8.8.8" }],
  ])("with %s are refused", (_title, options) => {
    const create = () => createEgress(options as EgressOptions, { clock: { now: () => 0 }, logger: silent() });
    expect(create).toThrow(OptionInvalidError);
  });

  test("that weaken the guard are said in the log, by name", () => {
    const warnings: (LogFields | undefined)[] = [];
    const logger = { ...silent(), warn: (_text: string, fields?: LogFields) => void warnings.push(fields) };
    createEgress({}, { clock: { now: () => 0 }, logger });
    createEgress({ dangerouslyAllowPrivateAddresses: ["10.0.0.0/8"] }, { clock: { now: () => 0 }, logger });
    expect(warnings).toEqual([{ options: "dangerouslyAllowPrivateAddresses" }]);
  });
});

test("undici is loaded by the first HTTP call and not before", async () => {
  const index = new URL("index.ts", import.meta.url).href;
  const script = `
    import { createRequire } from "node:module";
    const { createEgress } = await import(${JSON.stringify(index)});
    const isLoaded = () => Object.keys(createRequire(import.meta.url).cache).some((name) => /node_modules.undici/.test(name));
    const quiet = () => undefined;
    const logger = { debug: quiet, info: quiet, warn: quiet, error: quiet };
    const egress = createEgress({}, { clock: { now: Date.now }, logger });
    const operation = { id: "probe", endpoints: ["api"], personalData: [], timeoutMs: 5000, maxResponseBytes: 10 };
    const endpoint = { id: "api", url: "https://localhost", direction: "connect" };
    const manifest = { id: "acme", endpoints: [endpoint], operations: [operation] };
    const channel = egress.open({ manifest, channelId: "c", settings: {} });
    const before = isLoaded();
    const reason = await channel.http
      .request({ operation: "probe", method: "GET", endpoint: "api" })
      .catch((error) => error.reason);
    console.log(JSON.stringify([before, isLoaded(), reason]));`;
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...["--conditions=@plugboard/source", "--import", "tsx", "--input-type=module", "--eval", script],
  ]);
  expect(JSON.parse(stdout)).toEqual([false, true, "address-private"]);
});

function silent() {
  const quiet = () => undefined;
  return { debug: quiet, info: quiet, warn: quiet, error: quiet };
}
