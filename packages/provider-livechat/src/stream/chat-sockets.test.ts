import { describe, expect, test } from "vitest";
import { openSocket } from "../__fixtures__/open-socket.js";
import { credentials, ORIGIN, startChat } from "../__fixtures__/start-chat.js";
import { issueSessionToken } from "../session/session-token.js";
import type { ChatVisitor } from "../testing/chat-visitor.js";

const firstFrame = ({ token }: ChatVisitor, cursor = 0) => ({
  authorization: `Bearer ${token}`,
  "last-event-id": String(cursor),
});

test("a socket brings the same events as the stream, from the cursor on: nothing is missing and nothing is there twice", async () => {
  const chat = await startChat({ sockets: {}, settings: { limits: { messagesPerMinute: 600 } } });
  const visitor = await chat.visitor().begin();
  await visitor.say("0");
  const to = await chat.sessionOf("0");
  const seen: number[] = [];
  for (let round = 0; round < 4; round += 1) {
    const { socket, seqs, closed } = await openSocket(chat.base, firstFrame(visitor, seen.at(-1) ?? 0));
    await chat.answer(to, `seen ${String(round)}`);
    await expect.poll(() => seqs().at(-1)).toBe(2 + round * 2);
    seen.push(...seqs());
    socket.close();
    await closed;
    await chat.answer(to, `missed ${String(round)}`);
  }
  expect(seen).toEqual(Array.from({ length: 8 }, (_, index) => index + 1));
});

test("what is typed comes as it was typed, in whatever pieces the socket carries it", async () => {
  const chat = await startChat({ sockets: {}, settings: { limits: { maxTextLength: 20_000 } } });
  const visitor = await chat.visitor().begin();
  const long = "a" + "😀\u2028".repeat(9_000);
  await visitor.say(long);
  const { text, seqs } = await openSocket(chat.base, firstFrame(visitor));
  await expect.poll(() => seqs().length).toBe(1);
  const [, data = "{}"] = /^data: (\{"seq".*)$/m.exec(text().replaceAll("\u2028", "\\u2028")) ?? [];
  expect((JSON.parse(data) as { text: string }).text === long).toBe(true);
});

test("a deletion is told over the socket, and ends it", async () => {
  const chat = await startChat({ sockets: {} });
  const visitor = await chat.visitor().begin();
  const { text, closed } = await openSocket(chat.base, firstFrame(visitor));
  await expect.poll(text).toContain("event: presence");
  await visitor.call("DELETE", "conversation");
  expect(await closed).toEqual([1_000, ""]);
  expect(text()).toContain("event: erased");
});

describe("who is not let in", () => {
  test.each([
    ["a foreign website", { origin: "https://evil.example" }, "403"],
    ["a website whose name begins the same", { origin: `${ORIGIN}.evil.example` }, "403"],
    ["a page without an origin", { origin: "null" }, "403"],
    ["who says no origin", { origin: "" }, "403"],
    ["who asks for a chat that is not there", { path: "../nobody/events" }, "404"],
    ["who asks for something else of this server", { path: "../../webhooks/chat" }, "404"],
  ])("%s gets no socket", async (_who, options, status) => {
    const chat = await startChat({ sockets: {} });
    await expect(openSocket(chat.base, undefined, options)).rejects.toThrow(status);
  });

  const at = Date.now();
  test.each([
    ["no token", () => ({}), 4_401],
    ["a token that is over", () => bearer(at - 31 * 86_400_000), 4_401],
    ["a token of a session that is not there", () => bearer(at), 4_401],
    [
      "a cursor that is none",
      ({ token }: ChatVisitor) => ({ authorization: `Bearer ${token}`, "last-event-id": "x" }),
      4_400,
    ],
    ["no JSON", () => "{", 4_400],
    ["JSON of another shape", () => "[]", 4_400],
    ["a field that is not its to say", () => ({ origin: ORIGIN }), 4_400],
    ["a field that pollutes", () => '{"__proto__":{"authorization":"x"}}', 4_400],
    ["a token that is no text", () => ({ authorization: 1 }), 4_400],
    ["a frame that is huge", () => ({ authorization: "x".repeat(3_000) }), 1_009],
  ])("%s ends the socket with a code of its own", async (_what, first, code) => {
    const chat = await startChat({ sockets: {} });
    const visitor = await chat.visitor().begin();
    const { closed, text } = await openSocket(chat.base, first(visitor));
    expect([(await closed)[0], text()]).toEqual([code, ""]);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  test("a second frame ends the socket: nothing comes up this way", async () => {
    const chat = await startChat({ sockets: {} });
    const visitor = await chat.visitor().begin();
    const { socket, closed, text } = await openSocket(chat.base, firstFrame(visitor));
    await expect.poll(text).toContain("event: presence");
    socket.send('{"text":"hello"}');
    expect((await closed)[0]).toBe(4_400);
  });

  test("an address that streams nothing ends the socket with 4406", async () => {
    const chat = await startChat({ sockets: {} });
    const visitor = await chat.visitor().begin();
    for (const path of ["log", "config", "transcript"]) {
      const { closed } = await openSocket(chat.base, firstFrame(visitor), { path });
      expect((await closed)[0]).toBe(4_406);
    }
  });
});

const bearer = (issuedAtMs: number) => ({
  authorization: `Bearer ${issueSessionToken(credentials.sessionSecret, "chat", "k".repeat(24), issuedAtMs)}`,
});

test("200 sockets that say nothing are cut, and whoever says something gets through meanwhile", async () => {
  const chat = await startChat({ sockets: { firstFrameMs: 400 } });
  const visitor = await chat.visitor().begin();
  const silent = await Promise.all(Array.from({ length: 200 }, () => openSocket(chat.base)));
  const { text, socket } = await openSocket(chat.base, firstFrame(visitor));
  await expect.poll(text).toContain("event: presence");
  const codes = await Promise.all(silent.map(({ closed }) => closed));
  expect(new Set(codes.map(([code]) => code))).toEqual(new Set([4_408]));
  expect(socket.readyState).toBe(socket.OPEN);
});

test("more silent sockets than there is room for push out the oldest, not whoever comes", async () => {
  const chat = await startChat({ sockets: { firstFrameMs: 60_000 } });
  const visitor = await chat.visitor().begin();
  const silent = await Promise.all(Array.from({ length: 256 }, () => openSocket(chat.base)));
  const { text } = await openSocket(chat.base, firstFrame(visitor));
  await expect.poll(text).toContain("event: presence");
  expect((await Promise.race(silent.map(({ closed }) => closed)))[0]).toBe(4_408);
  expect(silent.filter(({ socket }) => socket.readyState === socket.OPEN).length).toBeGreaterThanOrEqual(250);
});

test("the limits are those of the stream: a visitor's oldest makes room, a full channel says when to come again", async () => {
  const limits = { streamsPerVisitor: 2, streams: 3 };
  const chat = await startChat({ sockets: {}, settings: { limits } });
  const [ann, bob] = [await chat.visitor().begin(), await chat.visitor().begin()];
  const first = await openSocket(chat.base, firstFrame(ann));
  await expect.poll(first.text).toContain("event: presence");
  await ann.listen();
  await openSocket(chat.base, firstFrame(ann));
  expect(await first.closed).toEqual([1_000, ""]);
  await bob.listen();
  const late = await openSocket(chat.base, firstFrame(bob));
  expect(await late.closed).toEqual([4_429, "5"]);
});

test("who does not answer to pings is gone, and leaves its place to others", async () => {
  const limits = { streams: 1 };
  const chat = await startChat({ sockets: { pingMs: 250 }, settings: { limits } });
  const [ann, bob] = [await chat.visitor().begin(), await chat.visitor().begin()];
  const alive = await openSocket(chat.base, firstFrame(ann));
  let pings = 0;
  alive.socket.on("ping", () => (pings += 1));
  await expect.poll(() => pings, { timeout: 5_000 }).toBeGreaterThan(2);
  expect(alive.socket.readyState).toBe(alive.socket.OPEN);
  alive.socket.close();
  await alive.closed;
  const dead = await openSocket(chat.base, firstFrame(ann), { autoPong: false });
  expect((await dead.closed)[0]).toBe(1_006);
  const { text } = await openSocket(chat.base, firstFrame(bob));
  await expect.poll(text).toContain("event: presence");
});

test("a reader that stands still costs no memory: what it does not take stays in the conversation", async () => {
  const chat = await startChat({
    sockets: {},
    settings: { limits: { messagesPerMinute: 600, maxTextLength: 20_000 } },
  });
  const visitor = await chat.visitor().begin();
  const count = 300;
  for (let index = 0; index < count; index += 1) await visitor.say("x".repeat(20_000));
  const { socket, seqs } = await openSocket(chat.base, firstFrame(visitor));
  socket.pause();
  // As much as the system takes, and then nothing: six megabytes wait in the store.
  await visitor.say("the last");
  socket.resume();
  await expect.poll(() => seqs().length, { timeout: 10_000 }).toBe(count + 1);
  expect(seqs()).toEqual(Array.from({ length: count + 1 }, (_, index) => index + 1));
});

test("the host that closes ends its sockets: the browser comes again", async () => {
  const chat = await startChat({ sockets: {} });
  const visitor = await chat.visitor().begin();
  const { closed, text } = await openSocket(chat.base, firstFrame(visitor));
  await expect.poll(text).toContain("event: presence");
  await chat.stop();
  expect((await closed)[0]).toBe(1_000);
});

test("without the listener for upgrades there is no socket", async () => {
  const chat = await startChat();
  await expect(openSocket(chat.base)).rejects.toThrow();
});
