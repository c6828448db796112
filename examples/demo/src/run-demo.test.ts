import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { hasDovecot } from "./mail/dovecot-mailbox.js";
import { runDemo } from "./run-demo.js";
import { Timeline } from "./timeline.js";

/** Six mails; a template and an answer through each of four WhatsApp providers, whose free text before the person wrote is refused; an SMS and a call through a simulated Twilio, and an
 * emergency number that is refused; a form answered by e-mail and a chat answered in the chat. */
const EXPECTED = {
  sent: 18,
  received: 18,
  lost: 0,
  duplicated: 0,
  channels: ["email", "whatsapp", "telephony", "webform", "livechat"],
  delivered: 16,
  bounced: 1,
  replies: 7,
  refused: 6,
};

async function runOnce(mailbox: "listener" | "dovecot") {
  const directory = await mkdtemp(join(tmpdir(), "plugboard-demo-test-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const lines: string[] = [];
  const timeline = new Timeline((line) => void lines.push(line), false);
  const result = await runDemo({ once: true, help: false, directory, mailbox }, timeline, new AbortController().signal);
  return { result, shown: lines.join(""), database: join(directory, "plugboard.db") };
}

test("one round sends, delivers, bounces and gets a reply through the host's own listener", async () => {
  const { result, shown, database } = await runOnce("listener");
  expect(result).toEqual(EXPECTED);
  expect(shown).toContain("received by the provider");
  // Each step of a message can be followed, and what it left can be looked at.
  const steps = new Set([...shown.matchAll(/^ *\d+\.\d{3} {2}\S* +(\S+) /gm)].map(([, step]) => step));
  expect([...steps]).toEqual(expect.arrayContaining(["accepted", "transfer", "receipt", "delivered", "reply"]));
  expect(shown).toMatch(/accepted .*every gate passed/);
  expect(shown).toMatch(/verified +\d+ transfers and \d+ acts under seals/);
  expect(shown).toContain(`plugboard-ledger verify ${database}`);
}, 60_000);

test.skipIf(!(await hasDovecot()))(
  "the same through Dovecot and IMAP",
  async () => {
    expect((await runOnce("dovecot")).result).toEqual(EXPECTED);
  },
  60_000,
);

test("goes on round after round until it is stopped, though an address that bounced is written to no more", async () => {
  const directory = await mkdtemp(join(tmpdir(), "plugboard-demo-test-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const stop = new AbortController();
  let shown = "";
  const timeline = new Timeline((line) => {
    shown += line;
    if (/#3\.1 +receipt/.test(shown)) stop.abort();
  }, false);
  const result = await runDemo({ once: false, help: false, directory, mailbox: "listener" }, timeline, stop.signal, 0);
  expect(result).toMatchObject({ lost: 0, duplicated: 0, bounced: 1 });
  expect(shown).toMatch(/#3\.1 +receipt/);
}, 60_000);

test("a folder with a database of an earlier run is refused by name, before anything is started", async () => {
  const directory = await mkdtemp(join(tmpdir(), "plugboard-demo-test-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  await writeFile(join(directory, "plugboard.db"), "");
  let shown = "";
  const timeline = new Timeline((line) => (shown += line), false);
  const options = { once: true, help: false, directory, mailbox: "listener" } as const;
  await expect(runDemo(options, timeline, new AbortController().signal)).rejects.toThrow(
    /plugboard\.db is there already, from an earlier run\. Name another folder, or delete it/,
  );
  expect(shown).toBe("");
});
