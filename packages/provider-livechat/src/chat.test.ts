import { expect, test } from "vitest";
import { startChat } from "./__fixtures__/start-chat.js";

test("a visitor's message reaches the host as an event, and the answer reaches the visitor's stream", async () => {
  const chat = await startChat();
  const visitor = await chat.visitor().begin();
  await visitor.say("Hello, is the shop open?");
  await visitor.listen();
  const session = await chat.sessionOf("Hello, is the shop open?");
  const { messageId } = await chat.answer(session, "Until eight.");
  await expect
    .poll(() => visitor.entries.map(({ by, text }) => [by, text]))
    .toEqual([
      ["visitor", "Hello, is the shop open?"],
      ["operator", "Until eight."],
    ]);
  await visitor.marks(2, 2);
  await expect.poll(async () => (await chat.center.messages.status("acme", messageId)).state).toBe("read");
});
