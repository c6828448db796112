import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import type { ChatPage } from "./open-chat.js";
import { startChatProcess } from "./start-chat-process.js";
import type { ChatSite } from "./start-chat-site.js";

const patient = { timeout: 15_000 };

/**
 * Two sides talk while the server is killed and started again, and expect that nothing either said is lost or shown twice.
 * @param open - opens the chat on a page of the site.
 * @returns the page, still open.
 */
export async function talkAcrossAKill<Opened extends ChatPage>(
  site: ChatSite,
  open: (site: ChatSite) => Promise<Opened>,
): Promise<Opened> {
  const folder = mkdtempSync(join(tmpdir(), "plugboard-chat-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "chat.db");
  const host = await startChatProcess(file, 0, site.origin);
  const chat = await open({
    ...site,
    chatOrigin: `http://127.0.0.1:${String(host.port)}`,
    url: `${site.url}?chat=${String(host.port)}`,
  });
  const { page, say, messages } = chat;
  await say("before the fall");
  await expect.poll(() => host.messages.length, patient).toBe(1);
  const session = host.messages[0]?.from ?? "";
  host.answer(session, "accepted before", "answer-1");
  await expect.poll(() => host.accepted.size, patient).toBe(1);
  await host.kill();
  await say("into the void");
  await expect.poll(() => page.locator("plugboard-chat .state").textContent(), patient).toContain("Connecting");
  const again = await startChatProcess(file, host.port, site.origin);
  onTestFinished(() => again.kill());
  again.answer(session, "we are back", "answer-2");
  const all = ["accepted before", "before the fall", "into the void", "we are back"];
  await expect.poll(async () => (await messages()).sort(), patient).toEqual(all);
  await say("good");
  await expect.poll(() => again.messages.map(({ text }) => text), patient).toContain("good");
  await expect.poll(messages, patient).toHaveLength(5);
  const ids = new Set([...host.messages, ...again.messages].map(({ eventId }) => eventId));
  expect(ids.size).toBe(3);
  return chat;
}
