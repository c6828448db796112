import { connect } from "node:net";
import { join } from "node:path";
import { createContactCenter } from "@plugboard/core";
import { memoryStore } from "@plugboard/core/memory";
import type { InboundEvent } from "@plugboard/core/spec";
import { isolateProvider } from "@plugboard/isolation";
import { smtpConformance } from "@plugboard/provider-email/testing";
import { expect, onTestFinished, test, vi } from "vitest";
import { buildConnector } from "./build-connector.js";

const MODULES = {
  "main.mjs": "provider-email/src/smtp/index.ts",
  "mail-worker.js": "provider-email/src/mail/mail-worker-main.ts",
  "child.mjs": "isolation/src/child/isolated-plugin-worker-main.ts",
};
const act = { actor: "ann", authority: "administrator", at: "2026-11-22T00:00:00Z" } as const;
const patience = { timeout: 30_000, interval: 50 };

/** A whole delivery in one write, once it is greeted. @returns what it was answered. */
async function deliverAtOnce(port: number, mail: Uint8Array): Promise<string> {
  const commands = "LHLO localhost\r\nMAIL FROM:<mia@example.net>\r\nRCPT TO:<desk@example.org>\r\nDATA\r\n";
  const peer = connect(port, "127.0.0.1");
  let answers = "";
  for await (const chunk of peer) {
    if (answers === "") peer.write(Buffer.concat([Buffer.from(commands), mail, Buffer.from(".\r\nQUIT\r\n")]));
    answers += String(chunk);
  }
  return answers;
}

test("the mail connector, as it is, sends, listens and reads mail in a thread from a process of its own", async () => {
  const { provider, credentials, connect: connectTo, messages, mailbox, startSimulator } = smtpConformance;
  const place = await buildConnector("smtp", MODULES);
  const isolated = await isolateProvider(
    {
      ...{ entry: join(place, "main.mjs"), exportName: "smtp", manifest: provider.manifest },
      // A busy machine is no endless loop.
      limits: { startTimeoutMs: 30_000, busyTimeoutMs: 20_000 },
    },
    { child: join(place, "child.mjs") },
  );
  const simulator = await startSimulator({ credentials });
  const center = await createContactCenter({
    store: memoryStore(),
    authority: { unchecked: "a test" },
    providers: [isolated.provider],
    secrets: { resolve: () => Promise.resolve({ current: credentials }) },
    egress: { dangerouslyAllowPrivateAddresses: ["127.0.0.1"], dangerouslyAllowPlainText: ["127.0.0.1"] },
  });
  onTestFinished(async () => {
    await center.close({ graceMs: 0 });
    isolated.close();
    await simulator.close();
  });
  const { settings } = connectTo(simulator.origin);
  const channel = { accountId: "acme", channelId: "c1", providerId: "smtp", settings, secret: "s" };
  const shown = center.channels.disclosure("smtp", settings);
  await center.channels.activate({
    ...{ ...channel, shown, instructed: act, termsAccepted: act },
    residency: { zones: ["EEA"] },
  });
  const events: InboundEvent[] = [];
  center.receive(({ event }) => void events.push(event));

  const message = messages[0]?.message;
  if (message === undefined || mailbox === undefined) throw new Error("the fixtures show no message");
  const result = await center.send({ accountId: "acme", channelId: "c1", ...message });
  expect(result).toMatchObject({ accepted: true });
  await vi.waitFor(() => expect(simulator.messages).toHaveLength(1), patience);

  const [first, ...others] = mailbox.samples;
  if (first === undefined) throw new Error("the fixtures have no mail");
  for (const { body } of others) await mailbox.deliver(simulator, body);
  const answers = await deliverAtOnce(
    Number(new URL(simulator.origin).searchParams.get("listener")),
    Buffer.from(first.body),
  );
  expect(answers.match(/^\d{3} /gm)).toEqual(["220 ", "250 ", "250 ", "250 ", "354 ", "250 ", "221 "]);
  const expected = [...others, first].flatMap((sample) => sample.events);
  await vi.waitFor(() => expect(events).toHaveLength(expected.length), patience);
  expect(events).toMatchObject(expected);
}, 120_000);
