import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { credentials, ORIGIN, startChat } from "../__fixtures__/start-chat.js";
import { issueSessionToken } from "../session/session-token.js";
import { signVisitorIdentity } from "../session/visitor-identity.js";
import type { ChatVisitor } from "../testing/chat-visitor.js";

const codeOf = async (response: Response): Promise<string> => `${String(response.status)} ${await response.text()}`;

test("a message handed in fifty times at once is one message with one place", async () => {
  const chat = await startChat({ settings: { limits: { messagesPerMinute: 600 } } });
  const visitor = await chat.visitor().begin();
  const id = visitor.nextId();
  const places = await Promise.all(Array.from({ length: 50 }, () => visitor.say("once", id)));
  expect(new Set(places)).toEqual(new Set([1]));
  await chat.sessionOf("once");
  await visitor.say("twice");
  await chat.sessionOf("twice");
  expect(chat.events.filter(({ event }) => event.type === "message")).toHaveLength(2);
});

test("an answer handed over again under its key is in the conversation once", async () => {
  const chat = await startChat();
  const visitor = await chat.visitor().begin();
  await visitor.say("hello");
  await visitor.listen();
  const to = await chat.sessionOf("hello");
  const message = {
    accountId: "acme",
    channelId: "chat",
    recipients: [{ address: { kind: "session" as const, value: to } }],
    content: { type: "text" as const, text: "hi" },
    idempotencyKey: "answer-1",
  };
  await Promise.all([chat.center.send(message), chat.center.send(message)]);
  await expect.poll(() => visitor.entries.length).toBe(2);
  const transcript = (await (await visitor.call("GET", "transcript")).json()) as { messages: unknown[] };
  expect(transcript.messages).toHaveLength(2);
});

test("a stream opened again at its cursor brings what came meanwhile, in order, and nothing twice", async () => {
  const chat = await startChat({ settings: { limits: { messagesPerMinute: 600 } } });
  const visitor = await chat.visitor().begin();
  await visitor.say("0");
  const to = await chat.sessionOf("0");
  for (let round = 0; round < 10; round += 1) {
    await visitor.listen();
    await chat.answer(to, `seen ${String(round)}`);
    await expect.poll(() => visitor.entries.at(-1)?.text).toBe(`seen ${String(round)}`);
    visitor.leave();
    await chat.answer(to, `missed ${String(round)}`);
  }
  await visitor.listen();
  await expect.poll(() => visitor.entries.length).toBe(21);
  expect(visitor.entries.map(({ seq }) => seq)).toEqual(Array.from({ length: 21 }, (_, index) => index + 1));
});

describe("who is not let in", () => {
  const at = Date.now();
  const known = "k".repeat(24);
  const right = issueSessionToken(credentials.sessionSecret, "chat", known, at);
  test.each([
    ["no token", ""],
    ["a token of another secret", issueSessionToken("another-secret-of-nobody-0123456789ab", "chat", known, at)],
    ["a token of another channel", issueSessionToken(credentials.sessionSecret, "other", known, at)],
    ["a token that is over", issueSessionToken(credentials.sessionSecret, "chat", known, at - 31 * 86_400_000)],
    ["a token of the future", issueSessionToken(credentials.sessionSecret, "chat", known, at + 86_400_000)],
    ["a changed session", right.replace("k", "j")],
    ["a cut signature", right.slice(0, -1)],
    ["a signed session that does not exist", right],
    ["the secret itself", credentials.sessionSecret],
  ])("%s", async (_what, token) => {
    const chat = await startChat();
    const visitor = chat.visitor();
    visitor.token = token;
    const answers = await Promise.all(
      ["log", "events", "transcript", "files/abcdefgh"].map(async (path) => codeOf(await visitor.request("GET", path))),
    );
    answers.push(await codeOf(await visitor.request("POST", "messages", { body: { id: "12345678", text: "x" } })));
    answers.push(await codeOf(await visitor.request("DELETE", "conversation")));
    expect(new Set(answers)).toEqual(new Set(['401 {"code":"SESSION_REFUSED"}']));
    expect(chat.events).toEqual([]);
  });

  test("requests of other websites, of none, and simple forms that a page can post without asking", async () => {
    const chat = await startChat();
    const visitor = await chat.visitor().begin();
    const body = JSON.stringify({ id: "12345678", text: "x" });
    const post = (headers: Record<string, string>): Promise<Response> =>
      fetch(`${chat.base}/messages`, {
        method: "POST",
        body,
        headers: { authorization: `Bearer ${visitor.token}`, ...headers },
      });
    const json = { "content-type": "application/json" };
    const answers = await Promise.all([
      post({ ...json, origin: "https://evil.example" }),
      post({ ...json, origin: "null" }),
      post({ ...json, origin: `${ORIGIN}.evil.example` }),
      post(json),
      post({ origin: ORIGIN, "content-type": "text/plain" }),
      post({ origin: ORIGIN, "content-type": "application/x-www-form-urlencoded" }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403, 400, 400]);
    expect(answers.map(({ headers }) => headers.get("access-control-allow-origin"))).toEqual([
      null,
      null,
      null,
      null,
      ORIGIN,
      ORIGIN,
    ]);
    expect(chat.events).toEqual([]);
  });

  test("a file, a page of the log or a deletion of somebody else's conversation", async () => {
    const chat = await startChat();
    const [ann, eve] = [await chat.visitor().begin(), await chat.visitor().begin()];
    const id = ann.nextId();
    await ann.sendFile("secret.txt", Buffer.from("secret"), id);
    await ann.say("mine");
    const log = (await (await eve.call("GET", "log")).json()) as { entries: unknown[] };
    expect(log.entries).toEqual([]);
    expect((await eve.request("GET", `files/${id}`)).status).toBe(404);
    await eve.call("DELETE", "conversation");
    expect(await (await ann.call("GET", `files/${id}`)).text()).toBe("secret");
  });

  test("an identity that the website did not sign, and one that is over", async () => {
    const chat = await startChat();
    const good = { id: "ann", expiresAtMs: Date.now() + 60_000 };
    const signed = signVisitorIdentity(credentials.identitySecret, good);
    const [payload = "", signature = ""] = signed.split(".");
    const other = Buffer.from(JSON.stringify({ ...good, id: "bob" })).toString("base64url");
    const wrong = [
      signVisitorIdentity("another-secret-of-nobody-0123456789ab", good),
      `${other}.${signature}`,
      `${payload}.`,
      payload,
      signVisitorIdentity(credentials.identitySecret, { ...good, expiresAtMs: Date.now() - 1 }),
    ];
    for (const identity of wrong)
      await expect(chat.visitor().begin(identity)).rejects.toThrow('401 {"code":"IDENTITY_REFUSED"}');
    await chat.visitor().begin(signed);
  });
});

test("answers are stored by nobody, sniffed by nobody and framed by nobody; files are only ever saved", async () => {
  const chat = await startChat();
  const visitor = await chat.visitor().begin();
  const name = 'Rechnung "März" <b>.txt';
  const id = visitor.nextId();
  await visitor.sendFile(name, Buffer.from("<script>alert(1)</script>"), id);
  const file = await visitor.call("GET", `files/${id}`);
  expect(Object.fromEntries(file.headers)).toMatchObject({
    "content-type": "text/plain; charset=utf-8",
    "content-disposition": `attachment; filename="Rechnung _M_rz_ _b_.txt"; filename*=UTF-8''${encodeURIComponent(name)}`,
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "x-frame-options": "DENY",
    "cache-control": "no-store",
  });
  const log = await visitor.call("GET", "log");
  expect([log.headers.get("x-frame-options"), log.headers.get("set-cookie")]).toEqual(["DENY", null]);
});

test("files are let in by what they are, within their size, under names that mean nothing to a file system", async () => {
  const chat = await startChat({ settings: { files: { maxBytes: 1_000, types: ["image/png", "text/plain"] } } });
  const visitor = await chat.visitor().begin();
  const png = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.alloc(10)]);
  const statuses = await Promise.all(
    (
      [
        ["ok.png", png],
        ["called.png", Buffer.from("MZ\u0000\u0001binary")],
        ["page.txt", Buffer.from("%PDF-1.7")],
        ["empty.txt", Buffer.alloc(0)],
        ["large.txt", Buffer.alloc(1_001, 0x61)],
        ["../../etc/passwd", Buffer.from("x")],
        ["a\u202egnp.exe", Buffer.from("x")],
        ["line\nbreak.txt", Buffer.from("x")],
      ] as const
    ).map(async ([name, bytes]) => (await visitor.request("POST", "files", upload(name, bytes, visitor))).status),
  );
  expect(statuses).toEqual([200, 415, 415, 415, 413, 415, 415, 415]);
  const [envelope] = await expect
    .poll(() => chat.events)
    .toHaveLength(1)
    .then(() => chat.events);
  const media = envelope?.event.type === "message" ? envelope.event.media?.[0] : undefined;
  const file = await chat.center.media.download("acme", "chat", media?.mediaId ?? "");
  expect([file.filename, file.contentType, Buffer.from(file.bytes).equals(png)]).toEqual(["ok.png", "image/png", true]);
});

function upload(name: string, bytes: Uint8Array, visitor: ChatVisitor): Parameters<ChatVisitor["request"]>[2] {
  const headers = {
    "x-chat-file-name": encodeURIComponent(name),
    "x-chat-id": visitor.nextId(),
    "content-type": "image/png",
  };
  return { raw: bytes, headers };
}

test("what one address may lay on the host's disk is bounded, whoever it says it is", async () => {
  let aheadMs = 0;
  const chat = await startChat({
    settings: { limits: { megabytesPerHourAndAddress: 10 } },
    clock: { now: () => Date.now() + aheadMs },
  });
  const send = async (): Promise<string> => {
    const visitor = await chat.visitor().begin();
    return codeOf(await visitor.request("POST", "files", upload("a.txt", Buffer.alloc(6_000_000, 0x61), visitor)));
  };
  expect([await send(), await send()]).toEqual(['200 {"seq":1}', '429 {"code":"TOO_MUCH"}']);
  aheadMs = 3_600_000;
  expect(await send()).toBe('200 {"seq":1}');
});

test("without the consent the account asks for no message is taken; with it the very words are on record", async () => {
  const wording = { en: "I agree that you keep this.", de: "Ich bin einverstanden." };
  const chat = await startChat({ settings: { consent: { purpose: "chat", wording } } });
  const visitor = await chat.visitor().begin();
  const hash = createHash("sha256").update(wording.de).digest("hex");
  const wrong = createHash("sha256").update("other words").digest("hex");
  await expect(visitor.say("too early")).rejects.toThrow('409 {"code":"CONSENT_REQUIRED"}');
  await expect(visitor.say("forged", undefined, { language: "de", wordingHash: wrong })).rejects.toThrow("409");
  await expect(visitor.say("other language", undefined, { language: "en", wordingHash: hash })).rejects.toThrow("409");
  await visitor.say("now", undefined, { language: "de", wordingHash: hash });
  const session = await chat.sessionOf("now");
  await visitor.say("and again");
  await chat.sessionOf("and again");
  const given = await chat.center.consents.of("acme", { kind: "session", value: session });
  expect(given).toMatchObject([{ purposes: ["chat"], wordingHash: hash }]);
  expect(chat.events.filter(({ event }) => event.type === "message")).toHaveLength(2);
});

test("the visitor takes everything along, and has it deleted: nothing is left, and the token opens nothing", async () => {
  let aheadMs = 0;
  const chat = await startChat({ clock: { now: () => Date.now() + aheadMs } });
  const canary = "canary-8f31c2d4";
  const signed = signVisitorIdentity(credentials.identitySecret, {
    id: "ann",
    name: canary,
    expiresAtMs: Date.now() + 60_000,
  });
  const visitor = await chat.visitor().begin(signed);
  await visitor.say(canary);
  await visitor.sendFile("canary.txt", Buffer.from(canary));
  await visitor.listen();
  const to = await chat.sessionOf(canary);
  await chat.answer(to, `${canary} too`);
  await expect.poll(() => visitor.entries.length).toBe(3);
  const transcript = await (await visitor.call("GET", "transcript")).text();
  expect(transcript.split(canary).length).toBeGreaterThan(3);
  const content = Buffer.from(canary).toString("base64");
  expect(JSON.parse(transcript)).toMatchObject({
    conversation: to,
    visitor: { identity: { id: "ann" } },
    messages: [{ text: canary }, { file: { name: "canary.txt", content } }, { text: `${canary} too`, by: "operator" }],
  });
  await visitor.call("DELETE", "conversation");
  await expect.poll(() => visitor.heard.at(-1)?.event).toBe("erased");
  const left = await chat.store.documents({ collection: "channel-records", limit: 1_000 });
  expect(left).toEqual([]);
  expect((await visitor.request("GET", "transcript")).status).toBe(401);
  await expect
    .poll(() => chat.events.at(-1)?.event)
    .toMatchObject({ type: "conversation", event: "erasure-requested", subject: to });
  // What the host keeps beside the conversation goes by a request of the visitor's own (R15).
  const requests = () => chat.center.rights.list("acme");
  await expect.poll(async () => (await requests())[0]?.addresses).toEqual([{ kind: "session", value: to }]);
  await expect(chat.answer(to, "are you there?")).rejects.toThrow("RECIPIENT_RESTRICTED");
  aheadMs = 600_000;
  await chat.center.rights.sweep();
  expect((await requests())[0]?.state).toBe("done");
  for (const state of ["recorded", "parked", "done"] as const)
    expect(await chat.store.inbound({ state, accountId: "acme", after: 0, limit: 100 })).toEqual([]);
  const { messageId } = await chat.answer(to, "are you there?");
  const settled = await chat.center.messages.settled("acme", messageId);
  expect([settled.state, settled.code]).toEqual(["refused", "RECIPIENT_UNKNOWN"]);
});

test("what goes too fast waits, and is told for how long", async () => {
  const chat = await startChat({ settings: { limits: { messagesPerMinute: 3, sessionsPerMinuteAndAddress: 2 } } });
  const visitor = await chat.visitor().begin();
  for (let index = 0; index < 3; index += 1) await visitor.say(String(index));
  const refused = await visitor.request("POST", "messages", { body: { id: visitor.nextId(), text: "4" } });
  expect([refused.status, Number(refused.headers.get("retry-after"))]).toEqual([429, 20]);
  await chat.visitor().begin();
  await expect(chat.visitor().begin()).rejects.toThrow("429");
});

test("a text is refused when it is too long, never cut; one of exactly the length arrives", async () => {
  const chat = await startChat({ settings: { limits: { maxTextLength: 10 } } });
  const visitor = await chat.visitor().begin();
  await expect(visitor.say("😀".repeat(11))).rejects.toThrow('413 {"code":"TEXT_TOO_LONG"}');
  await visitor.say("😀".repeat(10));
  expect(await chat.sessionOf("😀".repeat(10))).toBeTruthy();
});

test("while the store is down the visitor is told to come again, and the message is there once when it is back", async () => {
  const chat = await startChat();
  const visitor = await chat.visitor().begin();
  const commit = chat.store.commit.bind(chat.store);
  chat.store.commit = () => Promise.reject(new Error("down"));
  const id = visitor.nextId();
  await expect(visitor.say("patience", id)).rejects.toThrow('503 {"code":"TRY_AGAIN"}');
  chat.store.commit = commit;
  await expect.poll(() => visitor.say("patience", id).catch(() => 0)).toBe(1);
  await chat.sessionOf("patience");
  expect(chat.events).toHaveLength(1);
});

test("presence is what the host says, for as long as it says so", async () => {
  let nowMs = Date.now();
  const chat = await startChat({ clock: { now: () => nowMs } });
  const visitor = await chat.visitor().begin();
  const online = async (): Promise<unknown> =>
    ((await (await visitor.call("GET", "config")).json()) as { online: boolean }).online;
  expect(await online()).toBe(false);
  await visitor.listen();
  await chat.center.conversations.presence({ accountId: "acme", channelId: "chat", state: "available" });
  expect(await online()).toBe(true);
  await expect
    .poll(() => visitor.heard.filter(({ event }) => event === "presence").at(-1)?.data)
    .toEqual({ online: true });
  nowMs += 91_000;
  expect(await online()).toBe(false);
});

test("the host has a person's conversation shown and erased, by the website's own id of them", async () => {
  const chat = await startChat();
  const visitor = await chat
    .visitor()
    .begin(signVisitorIdentity(credentials.identitySecret, { id: "customer-7", expiresAtMs: Date.now() + 60_000 }));
  await visitor.say("remember me");
  await chat.sessionOf("remember me");
  const again = await chat
    .visitor()
    .begin(signVisitorIdentity(credentials.identitySecret, { id: "customer-7", expiresAtMs: Date.now() + 60_000 }));
  const log = (await (await again.call("GET", "log")).json()) as { entries: { text: string }[] };
  expect(log.entries.map(({ text }) => text)).toEqual(["remember me"]);
});

test("the whole element is one script of at most 20 kB, gzip", async () => {
  const chat = await startChat();
  const response = await fetch(`${chat.base}/widget.js`);
  const { gzipSync } = await import("node:zlib");
  const script = Buffer.from(await response.arrayBuffer());
  expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/javascript; charset=utf-8"]);
  expect(gzipSync(script, { level: 9 }).byteLength).toBeLessThanOrEqual(20_000);
  const again = await fetch(`${chat.base}/widget.js`, {
    headers: { "if-none-match": response.headers.get("etag") ?? "" },
  });
  expect(again.status).toBe(304);
});

test("the addresses of one IPv6 line are one visitor to the limit of sessions", async () => {
  const { center } = await startChat({ settings: { limits: { sessionsPerMinuteAndAddress: 1 } } });
  const begin = async (clientAddress: string): Promise<number> => {
    const headers = { origin: ORIGIN, "content-type": "application/json" };
    const init = { method: "POST", headers, body: '{"language":"en"}' };
    return (await center.fetch(new Request("https://chat.example/sites/chat/sessions", init), { clientAddress }))
      .status;
  };
  expect([await begin("2001:db8:1:2::1"), await begin("2001:db8:1:2:ffff::9"), await begin("2001:db8:1:3::1")]).toEqual(
    [201, 429, 201],
  );
});

test.each([
  ["messages", 262_145, "TEXT_TOO_LONG"],
  ["files", 10_485_761, "FILE_TOO_LARGE"],
])(
  "a body for %s that is too large to be read is refused in words the element understands",
  async (path, size, code) => {
    const { center } = await startChat();
    const init = { method: "POST", headers: { origin: ORIGIN }, body: new Uint8Array(size) };
    const answer = await center.fetch(new Request(`https://chat.example/sites/chat/${path}`, init));
    expect([answer.status, answer.headers.get("access-control-allow-origin"), await answer.json()]).toEqual([
      413,
      ORIGIN,
      { code },
    ]);
  },
);

test("one address writes only so much in an hour and in a day, however many visitors it says it is", async () => {
  let aheadMs = 0;
  const { center } = await startChat({
    settings: { limits: { messagesPerHourAndAddress: 2, messagesPerDayAndAddress: 4 } },
    clock: { now: () => Date.now() + aheadMs },
  });
  const post = (path: string, clientAddress: string, body: unknown, headers = {}): Promise<Response> =>
    center.fetch(
      new Request(`https://chat.example/sites/chat/${path}`, {
        method: "POST",
        headers: { origin: ORIGIN, "content-type": "application/json", ...headers },
        body: JSON.stringify(body),
      }),
      { clientAddress },
    );
  const say = async (clientAddress: string): Promise<string> => {
    const { token } = (await (await post("sessions", clientAddress, { language: "en" })).json()) as { token: string };
    const authorization = `Bearer ${token}`;
    const answer = await post("messages", clientAddress, { id: "message-1", text: "x" }, { authorization });
    const { code = "ok" } = (await answer.json()) as { code?: string };
    return `${String(answer.status)} ${code} ${answer.headers.get("retry-after") ?? "-"}`;
  };
  expect([await say("2001:db8:1:2::1"), await say("2001:db8:1:2::2")]).toEqual(["200 ok -", "200 ok -"]);
  expect(await say("2001:db8:1:2::3")).toMatch(/^429 TOO_MUCH (1799|1800)$/);
  expect(await say("2001:db8:1:3::1")).toBe("200 ok -");
  aheadMs = 3_600_000;
  expect([await say("2001:db8:1:2::4"), await say("2001:db8:1:2::5")]).toEqual(["200 ok -", "200 ok -"]);
  aheadMs = 7_200_000;
  expect(await say("2001:db8:1:2::6")).toMatch(/^429 TOO_MUCH \d{5}$/);
});
