import { StoreError } from "@plugboard/core";
import { memoryStore } from "@plugboard/core/memory";
import { describe, expect, test } from "vitest";
import { BASE, good, OWN, SHOP, signingKey, startForm } from "../__fixtures__/start-form.js";

const codeOf = async (response: Response): Promise<[number, unknown]> => {
  const text = await response.text();
  return [response.status, text === "" ? "" : ((JSON.parse(text) as { code?: string }).code ?? "")];
};

describe("where a submission comes from", () => {
  test.each([
    "https://evil.example",
    "null",
    "",
    "https://shop.example.evil.example",
    "http://shop.example",
    "https://shop.example:8443",
    "HTTPS://SHOP.EXAMPLE",
  ])("%j is refused before anything is read", async (origin) => {
    const { open, post, handled } = await startForm();
    const { token } = await open();
    const response = await post({ ...good, _token: token }, { origin });
    expect(response.headers.get("access-control-allow-origin")).toBeNull();
    expect(await codeOf(response)).toEqual([403, "origin"]);
    expect(handled).toEqual([]);
  });

  test("a post without an origin is refused", async () => {
    const { open, call } = await startForm();
    const { token } = await open();
    const body = new URLSearchParams({ ...good, _token: token });
    expect((await call("", { method: "POST", body })).status).toBe(403);
  });

  test("the form and its token are readable by the listed websites only", async () => {
    const { call } = await startForm();
    const ask = async (headers: Record<string, string>) => {
      const response = await call("/form.json", { headers });
      return [response.status, response.headers.get("access-control-allow-origin"), response.headers.get("vary")];
    };
    expect(await ask({ origin: SHOP })).toEqual([200, SHOP, "origin"]);
    expect(await ask({ origin: "https://evil.example" })).toEqual([403, null, "origin"]);
    expect(await ask({ "sec-fetch-site": "cross-site" })).toEqual([403, null, "origin"]);
    expect(await ask({ "sec-fetch-site": "same-origin" })).toEqual([200, OWN, "origin"]);
  });

  test("a preflight tells a listed website what it may do, and others nothing", async () => {
    const { call } = await startForm();
    const ask = async (origin: string) => {
      const { status, headers } = await call("", { method: "OPTIONS", headers: { origin } });
      return [status, headers.get("access-control-allow-origin"), headers.get("access-control-allow-credentials")];
    };
    expect([await ask(SHOP), await ask("https://evil.example")]).toEqual([
      [204, SHOP, null],
      [403, null, null],
    ]);
  });
});

describe("a token", () => {
  test("is worth one submission: the same again is as good as the first, another one is told that it was not taken", async () => {
    const { open, post, handled } = await startForm();
    const { token } = await open();
    const first = { ...good, _token: token };
    expect(await codeOf(await post(first))).toEqual([200, ""]);
    expect(await codeOf(await post(first))).toEqual([200, ""]);
    expect(await codeOf(await post({ ...first, message: "other" }))).toEqual([409, "already"]);
    await expect.poll(() => handled.length).toBe(1);
  });

  test("is worth one submission also when many come at once", async () => {
    const { open, post, handled } = await startForm({
      settings: { limits: { perVisitor: { count: 1_000, perSeconds: 60 } } },
    });
    const { token } = await open();
    await Promise.all(
      Array.from({ length: 50 }, (_, index) => post({ ...good, message: String(index), _token: token })),
    );
    await expect.poll(() => handled.length).toBe(1);
  });

  test("of another origin, another channel's key, another time, or changed by one character is none", async () => {
    const { open, post, clock } = await startForm();
    const { token } = await open();
    const other = await startForm({ live: { current: { signingKey: "x".repeat(40) } } });
    const foreign = (await other.open()).token;
    const own = (await open(OWN)).token;
    const changed = [...token].map(
      (character, at) => token.slice(0, at) + (character === "A" ? "B" : "A") + token.slice(at + 1),
    );
    for (const forged of [
      "",
      "1.a.b.c",
      foreign,
      own,
      `${token} `,
      token.toUpperCase(),
      ...changed.filter((_, at) => at % 7 === 0),
    ]) {
      clock.nowMs += 40_000;
      expect(await codeOf(await post({ ...good, _token: forged })), forged).toEqual([403, "token"]);
    }
    expect(await codeOf(await post({ ...good, _token: token }))).toEqual([200, ""]);
  });

  test("counts neither before a person could have filled in the form nor for ever", async () => {
    const { call, post, clock } = await startForm({ settings: { tokenValidForMinutes: 10, minimumFillSeconds: 3 } });
    const mint = async () =>
      ((await (await call("/form.json", { headers: { origin: SHOP } })).json()) as { token: string }).token;
    const token = await mint();
    clock.nowMs += 2_999;
    expect(await codeOf(await post({ ...good, _token: token }))).toEqual([422, "too-fast"]);
    clock.nowMs += 1;
    expect(await codeOf(await post({ ...good, _token: token }))).toEqual([200, ""]);
    const old = await mint();
    clock.nowMs += 600_001;
    expect(await codeOf(await post({ ...good, _token: old }))).toEqual([403, "token"]);
  });

  test("outlives a change of the key while both are live", async () => {
    const live: { current: unknown; previous?: unknown } = { current: { signingKey } };
    const { open, post } = await startForm({ live });
    const { token } = await open();
    live.previous = live.current;
    live.current = { signingKey: "n".repeat(40) };
    expect(await codeOf(await post({ ...good, _token: token }))).toEqual([200, ""]);
  });
});

describe("programs", () => {
  test("that fill in what nobody sees are refused, and nothing is recorded", async () => {
    const { open, post, handled } = await startForm();
    const { token } = await open();
    expect(await codeOf(await post({ ...good, _token: token, _website: "http://spam.example" }))).toEqual([
      422,
      "refused",
    ]);
    expect(handled).toEqual([]);
  });

  test("that are many from one address wait; others do not", async () => {
    const { open, post, clock } = await startForm({
      settings: { limits: { perVisitor: { count: 2, perSeconds: 60 } } },
    });
    const send = async (clientAddress: string) => {
      const { token } = await open();
      return post({ ...good, _token: token }, { clientAddress });
    };
    expect([(await send("192.0.2.1")).status, (await send("192.0.2.1")).status]).toEqual([200, 200]);
    const third = await send("192.0.2.1");
    expect([third.status, Number(third.headers.get("retry-after")) > 0]).toEqual([429, true]);
    expect((await send("192.0.2.2")).status).toBe(200);
    clock.nowMs += 60_000;
    expect((await send("192.0.2.1")).status).toBe(200);
  });

  test("behind one household's addresses, or behind none, share a count", async () => {
    const { open, post } = await startForm({ settings: { limits: { perVisitor: { count: 1, perSeconds: 600 } } } });
    const send = async (clientAddress: string) =>
      (await post({ ...good, _token: (await open()).token }, { clientAddress })).status;
    expect([await send("2001:db8:1:2::1"), await send("2001:db8:1:2:ffff::9"), await send("2001:db8:1:3::1")]).toEqual([
      200, 429, 200,
    ]);
  });

  test("without the puzzle's solution, or with another form's, are refused; the element's solution is taken", async () => {
    const { open, post } = await startForm({ settings: { proofOfWork: { maxNumber: 500 } } });
    const solve = await import("../browser/solve-proof.js");
    const [one, other] = [await open(), await open()];
    const solved = await solve.solveProof(one.proof!);
    expect(await codeOf(await post({ ...good, _token: one.token }))).toEqual([422, "refused"]);
    expect(await codeOf(await post({ ...good, _token: other.token, _altcha: solved }))).toEqual([422, "refused"]);
    expect(await codeOf(await post({ ...good, _token: one.token, _altcha: solved }))).toEqual([200, ""]);
  });
});

describe("what is on the form", () => {
  test.each<[string, Record<string, string | string[]>, Record<string, string>]>([
    ["a required field without a value", { message: "" }, { message: "required" }],
    ["a required field of blanks", { message: " \n " }, { message: "required" }],
    ["more than fits", { full_name: "x".repeat(201) }, { full_name: "too-long" }],
    ["a line break in a field of one line", { full_name: "Ann\r\nBcc: x@example.com" }, { full_name: "option" }],
    ["two values for one", { full_name: ["Ann", "Bob"] }, { full_name: "option" }],
    ["an address that is none", { email: "ann@example.com\r\nBcc: x@y.example" }, { email: "email" }],
    ["an option that is none", { topic: "other thing" }, { topic: "option" }],
    ["an option twice", { interests: ["lamps", "lamps"] }, { interests: "option" }],
    ["a day that is none", { delivered_on: "2026-02-30" }, { delivered_on: "date" }],
    ["a number outside", { pieces: "100" }, { pieces: "number" }],
    ["a number that is none", { pieces: "1e3" }, { pieces: "number" }],
    ["a consent that is none", { newsletter: "on" }, { newsletter: "option" }],
    ["a field that is not on it", { __proto__x: "1" }, { "": "option" }],
    ["the name of every object's own", { constructor: "1" }, { "": "option" }],
  ])("%s is named and not recorded", async (_what, change, problems) => {
    const { open, post, handled } = await startForm();
    const { token } = await open();
    const response = await post({ ...good, ...change, _token: token });
    expect([response.status, await response.json()]).toEqual([422, { status: "invalid", problems }]);
    expect(handled).toEqual([]);
  });

  test("a mended form goes with the same token", async () => {
    const { open, post } = await startForm();
    const { token } = await open();
    expect((await post({ ...good, message: "", _token: token })).status).toBe(422);
    expect((await post({ ...good, _token: token })).status).toBe(200);
  });
});

describe("afterwards", () => {
  const thanks = "https://shop.example/thanks";

  test("a visitor goes to a page that the account listed, and to no other", async () => {
    const { open, post } = await startForm({ settings: { redirects: [thanks] } });
    const send = async (redirect: string, accept = "application/json") =>
      post({ ...good, _token: (await open()).token, _redirect: redirect }, { accept });
    expect(await (await send(thanks)).json()).toEqual({ status: "accepted", redirect: thanks });
    for (const other of [
      "https://evil.example/",
      "//evil.example",
      "javascript:alert(1)",
      `${thanks}?x`,
      "https://shop.example/",
    ])
      expect(await (await send(other)).json()).toEqual({ status: "accepted" });
    const page = await send("https://evil.example/", "text/html");
    expect([page.status, page.headers.get("location")]).toEqual([303, `${BASE}/thanks?lang=en`]);
  });

  test("a visitor is told to try again while nothing can be made durable", async () => {
    const store = memoryStore();
    const failing = { ...store, commit: store.commit.bind(store) };
    let isDown = false;
    const proxy = new Proxy(store, {
      get: (target, name) => {
        if (name === "commit")
          return (...group: Parameters<typeof failing.commit>) =>
            isDown ? Promise.reject(new StoreError("STORE_UNAVAILABLE")) : failing.commit(...group);
        const value: unknown = Reflect.get(target, name);
        return typeof value === "function" ? (value as () => unknown).bind(target) : value;
      },
    });
    const { open, post, handled } = await startForm({ store: proxy });
    const { token } = await open();
    isDown = true;
    const refused = await post({ ...good, _token: token });
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "5"]);
    isDown = false;
    expect((await post({ ...good, _token: token })).status).toBe(200);
    await expect.poll(() => handled.length).toBe(1);
  });
});

test("nothing of a submission is in a log line", async () => {
  const { open, post, logged } = await startForm();
  const { token } = await open();
  await post({ ...good, message: "CANARY-TEXT", _token: token });
  await post({ ...good, email: "CANARY@", _token: token });
  await post({ ...good, _token: "CANARY-TOKEN" }, { clientAddress: "203.0.113.99" });
  expect(JSON.stringify(logged)).not.toMatch(/CANARY|ann@example|Ann Lee|203\.0\.113/);
});
