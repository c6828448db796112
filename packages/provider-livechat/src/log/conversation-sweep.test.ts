import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Store } from "@plugboard/core";
import { sqliteStore } from "@plugboard/store-sqlite";
import { expect, onTestFinished, test } from "vitest";
import { type Chat, credentials, startChat } from "../__fixtures__/start-chat.js";
import type { LivechatSettingsInput } from "../livechat-settings.js";
import { signVisitorIdentity } from "../session/visitor-identity.js";

const DAY_MS = 86_400_000;

/** A chat whose days pass quickly: its channel is opened again on each that is looked at, and looks then for what is over. */
async function start(settings: Partial<LivechatSettingsInput>): Promise<Chat & { onDay(day: number): Promise<void> }> {
  let aheadMs = 0;
  const chat = await startChat({ settings, clock: { now: () => Date.now() + aheadMs } });
  return {
    ...chat,
    onDay: async (day) => {
      aheadMs = day * DAY_MS;
      const act = { actor: "ann", authority: "administrator", at: new Date().toISOString() } as const;
      await chat.center.providers.disable("livechat", act);
      await chat.center.providers.enable("livechat", act);
      await fetch(`${chat.base}/config`);
    },
  };
}

/** For one host after another. */
function storeInFile(): () => Store {
  const directory = mkdtempSync(join(tmpdir(), "plugboard-chat-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  return () => sqliteStore(join(directory, "plugboard.db"));
}

const recordsOf = async ({ store }: Chat): Promise<string[]> =>
  (await store.documents({ collection: "channel-records", limit: 1_000 })).map(({ id }) => id);
const expiredIn = ({ events }: Chat): string[] =>
  events.flatMap(({ event }) =>
    event.type === "conversation" && event.event === "conversation-expired" ? (event.subject ?? "") : [],
  );

test("a conversation nobody came back to is removed when its time is over, files and all, and the host is told", async () => {
  const chat = await start({ sessionDays: 10 });
  const visitor = await chat.visitor().begin();
  await visitor.say("remember me");
  await visitor.sendFile("note.txt", Buffer.from("me too"));
  const session = await chat.sessionOf("remember me");
  await chat.onDay(10);
  await (await chat.visitor().begin()).call("DELETE", "conversation");
  expect((await recordsOf(chat)).length).toBeGreaterThan(3);
  await chat.onDay(12);
  await expect.poll(() => recordsOf(chat)).toEqual([]);
  await expect.poll(() => expiredIn(chat)).toEqual([session]);
});

test("of a chat that no website shows any more, the host removes it all the same", async () => {
  const store = storeInFile();
  const before = await startChat({ store: store(), settings: { sessionDays: 10 } });
  await (await before.visitor().begin()).say("remember me");
  await before.stop();
  const clock = { now: () => Date.now() + 12 * DAY_MS };
  const chat = await startChat({ store: store(), channelIsThere: true, clock });
  await expect.poll(() => recordsOf(chat)).toEqual([]);
  await expect.poll(() => expiredIn(chat)).toHaveLength(1);
});

test("who signs in again, writes or is answered begins the time anew", async () => {
  const chat = await start({ sessionDays: 10 });
  const signed = (): string =>
    signVisitorIdentity(credentials.identitySecret, { id: "ann", expiresAtMs: Date.now() + 90 * DAY_MS });
  const begin = async (text: string, identity?: string) => {
    const visitor = await chat.visitor().begin(identity);
    await visitor.say(text);
    return { visitor, session: await chat.sessionOf(text) };
  };
  const [signedIn, writer, answered, gone] = [
    await begin("signed in", signed()),
    await begin("writer"),
    await begin("answered"),
    await begin("gone"),
  ];
  await chat.onDay(9);
  await chat.visitor().begin(signed());
  await writer.visitor.say("again");
  const { messageId } = await chat.answer(answered.session, "here you are");
  await chat.center.messages.settled("acme", messageId);
  await chat.onDay(18);
  await expect.poll(() => expiredIn(chat)).toEqual([gone.session]);
  const left = (await recordsOf(chat)).join("\n");
  for (const { session } of [signedIn, writer, answered]) expect(left).toContain(session);
  expect(left).not.toContain(gone.session);
});

test("a page that asks for the log with a token that counts keeps the conversation there", async () => {
  const chat = await start({ sessionDays: 10 });
  const visitor = await chat.visitor().begin();
  await visitor.say("only reading");
  await chat.onDay(9);
  visitor.token = ((await (await visitor.call("GET", "log")).json()) as { token: string }).token;
  await chat.onDay(18);
  const log = (await (await visitor.call("GET", "log")).json()) as { entries: unknown[] };
  expect(log.entries).toHaveLength(1);
});

test("what is over goes in batches, all of it", async () => {
  const chat = await start({ limits: { sessionsPerMinuteAndAddress: 10_000 } });
  await Promise.all(Array.from({ length: 130 }, () => chat.visitor().begin()));
  await chat.onDay(40);
  await expect.poll(() => recordsOf(chat), { timeout: 10_000 }).toEqual([]);
  await expect.poll(() => expiredIn(chat).length).toBe(130);
});

test("a conversation is kept for longer than its sessions where the account says so, never for less", async () => {
  const chat = await start({ sessionDays: 10, keepDays: 20 });
  await (await chat.visitor().begin()).say("keep me");
  await chat.onDay(15);
  expect((await recordsOf(chat)).length).toBeGreaterThan(0);
  await chat.onDay(22);
  await expect.poll(() => recordsOf(chat)).toEqual([]);
  await expect(startChat({ settings: { sessionDays: 10, keepDays: 9 } })).rejects.toThrow();
});
