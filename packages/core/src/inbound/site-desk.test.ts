import { expect, test } from "vitest";
import { type ScriptedProviderOptions, scriptedProvider } from "../__fixtures__/scripted-provider.js";
import { activate, act, startHost } from "../__fixtures__/start-host.js";
import type { ActivationInstructionInput } from "../host/activation-instruction.js";
import { memoryStore } from "../ports/memory/index.js";
import type { SiteAnswerV1, SiteRequestV1, SiteV1 } from "../spec/capabilities/site.js";
import { StoreError } from "../spec/errors/store-error.js";
import type { InboundEnvelope } from "./inbound-envelope.js";

const ok: SiteAnswerV1 = { status: 200, headers: { "content-type": "text/plain" }, body: "hello" };

async function startSite(
  doServe: SiteV1["doServe"],
  options: {
    readonly scripted?: ScriptedProviderOptions;
    readonly store?: ReturnType<typeof memoryStore>;
    readonly instruction?: Partial<ActivationInstructionInput>;
    readonly trustForwarded?: boolean;
  } = {},
) {
  const { provider } = scriptedProvider({
    manifest: {
      site: {
        operation: "send-message",
        methods: ["GET", "POST", "OPTIONS"],
        headers: ["origin"],
        maxBodyBytes: 100,
      },
    },
    offers: { site: { doServe } },
    ...options.scripted,
  });
  const center = await startHost({
    providers: [provider],
    store: options.store ?? memoryStore(),
    webhooks: { trustForwarded: options.trustForwarded ?? false },
  });
  await activate(center, options.instruction);
  const call = (path: string, init: RequestInit = {}, clientAddress?: string) =>
    center.fetch(new Request(`https://forms.example/base/sites/${path}`, init), { clientAddress });
  return { center, call };
}

test("hands the page's plugin what the contract names, and no more", async () => {
  const seen: SiteRequestV1[] = [];
  const { call } = await startSite((request) => {
    seen.push({ ...request });
    return ok;
  });
  const headers = { origin: "https://a.example", cookie: "session=1" };
  const response = await call("c1/form.js?lang=de", { headers }, "192.0.2.7");
  expect([response.status, await response.text()]).toEqual([200, "hello"]);
  expect(seen[0]).toMatchObject({
    method: "GET",
    path: "/form.js",
    query: "lang=de",
    headers: { origin: "https://a.example" },
    baseUrl: "https://forms.example/base/sites/c1",
    clientAddress: "192.0.2.7",
  });
  expect(Object.keys(seen[0]?.headers ?? {})).toEqual(["origin"]);
});

test("what a visitor sent is durable, delivered once, and known when it comes again", async () => {
  const { center, call } = await startSite(
    async ({ body }, host) => {
      const { duplicate } = await host.accept({ deduplicationKey: "t1", contentType: "text/plain", body });
      return { ...ok, body: duplicate ? "again" : "first" };
    },
    {
      scripted: {
        parse: (raw) => [
          {
            type: "message",
            providerMessageId: raw.rawId,
            from: { kind: "session", value: "s" },
            to: [],
            text: Buffer.from(raw.body).toString(),
          },
        ],
        manifest: { site: { operation: "send-message", methods: ["POST"] } },
        offers: {
          site: {
            doServe: async ({ body }, host) => {
              const { duplicate } = await host.accept({ deduplicationKey: "t1", contentType: "text/plain", body });
              return { ...ok, body: duplicate ? "again" : "first" };
            },
          },
        },
      },
    },
  );
  const handled: InboundEnvelope[] = [];
  center.receive((envelope) => void handled.push(envelope));
  const answers = [];
  for (let time = 0; time < 3; time += 1)
    answers.push(await (await call("c1", { method: "POST", body: "hällo" })).text());
  expect(answers).toEqual(["first", "again", "again"]);
  await expect.poll(() => handled.length).toBe(1);
  expect(handled[0]?.event).toMatchObject({ text: "hällo" });
});

test("a visitor is told to come again while the store is down", async () => {
  const { call } = await startSite(() => {
    throw new StoreError("STORE_UNAVAILABLE");
  });
  expect((await call("c1", { method: "POST", body: "x" })).status).toBe(503);
});

test("what the contract does not allow never reaches the plugin", async () => {
  let served = 0;
  const { call } = await startSite(() => {
    served += 1;
    return ok;
  });
  const put = await call("c1", { method: "PUT", body: "x" });
  const large = await call("c1", { method: "POST", body: "x".repeat(101) });
  const unknown = await call("c2");
  expect([put.status, put.headers.get("allow"), large.status, unknown.status, served]).toEqual([
    405,
    "GET, POST, OPTIONS",
    413,
    404,
    0,
  ]);
});

test("a body that is not read is put into words by the plugin, under the host's own status", async () => {
  const seen: SiteRequestV1[] = [];
  const offers = {
    site: {
      doServe: () => ok,
      doRefuse: (request: SiteRequestV1) => {
        seen.push({ ...request });
        return { ...ok, body: "too much" };
      },
    },
  };
  const { call } = await startSite(() => ok, { scripted: { offers } });
  const large = await call("c1/here?lang=de", {
    method: "POST",
    headers: { origin: "https://a.example" },
    body: "x".repeat(101),
  });
  expect([large.status, await large.text()]).toEqual([413, "too much"]);
  expect(seen[0]).toMatchObject({
    problem: "too-large",
    path: "/here",
    query: "lang=de",
    headers: { origin: "https://a.example" },
    body: new Uint8Array(),
  });
});

test("a path with a limit of its own takes more, and no other path does", async () => {
  const site = {
    operation: "send-message",
    methods: ["POST" as const],
    maxBodyBytes: 10,
    largerBodies: [{ path: "/files", maxBodyBytes: 50 }],
  };
  const { call } = await startSite(() => ok, {
    scripted: { manifest: { site }, offers: { site: { doServe: () => ok } } },
  });
  const body = "x".repeat(50);
  const statuses = await Promise.all(
    [
      ["c1/files", body],
      ["c1/files", `${body}x`],
      ["c1/other", body],
      ["c1/files/", body],
    ].map(async ([path = "", sent = ""]) => (await call(path, { method: "POST", body: sent })).status),
  );
  expect(statuses).toEqual([200, 413, 413, 413]);
});

test("an inactive channel and one whose data may not go there have no pages", async () => {
  let served = 0;
  const serve = (): SiteAnswerV1 => {
    served += 1;
    return ok;
  };
  const abroad = await startSite(serve, { instruction: { settings: { countries: ["US"] } } });
  expect((await abroad.call("c1")).status).toBe(404);
  const inactive = await startSite(serve);
  await inactive.center.channels.deactivate("acme", "c1", act);
  expect([(await inactive.call("c1")).status, served]).toEqual([404, 0]);
});

test("the pages of a disabled provider are asked for again later", async () => {
  const { center, call } = await startSite(() => ok);
  await center.providers.disable("scripted", act);
  expect((await call("c1")).status).toBe(503);
});

test.each<[string, unknown]>([
  ["a cookie", { ...ok, headers: { "set-cookie": "a=b" } }],
  ["a line break in a field", { ...ok, headers: { "x-a": "b\r\nc: d" } }],
  ["a status that is none", { ...ok, status: 99 }],
  ["a body that is none", { ...ok, body: 7 }],
  ["nothing", undefined],
])("%s is no answer", async (_what, answer) => {
  const { call } = await startSite(() => answer as SiteAnswerV1);
  const response = await call("c1");
  expect([response.status, await response.text(), response.headers.get("set-cookie")]).toEqual([500, "", null]);
});

test("an error of the plugin tells the visitor nothing", async () => {
  const { call } = await startSite(() => {
    throw new Error("secret");
  });
  const response = await call("c1");
  expect([response.status, await response.text()]).toEqual([500, ""]);
});

test("a stream is sent as it yields, and told when the visitor goes", async () => {
  let visit: SiteRequestV1 | undefined;
  const { call } = await startSite((request) => {
    visit = request;
    const parts = async function* (): AsyncGenerator<string | Uint8Array> {
      yield "one";
      yield Buffer.from("two");
      await new Promise((resolve) => request.signal.addEventListener("abort", resolve));
    };
    return { ...ok, body: parts() };
  });
  const reader = (await call("c1")).body?.getReader();
  const parts = [await reader?.read(), await reader?.read()].map((part) => Buffer.from(part?.value ?? []).toString());
  expect([parts, visit?.signal.aborted]).toEqual([["one", "two"], false]);
  await reader?.cancel();
  expect(visit?.signal.aborted).toBe(true);
});

test("who visits is believed of the connection, and of a trusted proxy only", async () => {
  const forwarded = { headers: { "x-forwarded-for": "203.0.113.1, 198.51.100.2" } };
  const seen: (string | undefined)[] = [];
  const serve = (request: SiteRequestV1): SiteAnswerV1 => {
    seen.push(request.clientAddress);
    return ok;
  };
  await (await startSite(serve)).call("c1", forwarded, "192.0.2.7");
  await (await startSite(serve, { trustForwarded: true })).call("c1", forwarded, "192.0.2.7");
  expect(seen).toEqual(["192.0.2.7", "198.51.100.2"]);
});
