import PostalMime from "postal-mime";
import { afterEach, describe, expect, test } from "vitest";
import { LoopbackSockets } from "../__fixtures__/loopback-sockets.js";
import { emailTransfer } from "../__fixtures__/email-transfer.js";
import { openTestConnection } from "../__fixtures__/open-test-connection.js";
import { startSubmissionServer, type SubmissionServer } from "../__fixtures__/submission-server.js";
import { smtp } from "../smtp.js";

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function server(...args: Parameters<typeof startSubmissionServer>): Promise<SubmissionServer> {
  const started = await startSubmissionServer(...args);
  open.push(started);
  return started;
}

async function channel(port: number, options: Partial<Parameters<typeof openTestConnection>[0]> = {}) {
  const sockets = new LoopbackSockets({ smtp: { port } });
  const connection = openTestConnection({ sockets, ...options });
  const instance = await smtp.open(connection);
  open.push(instance);
  return { send: instance.outboundMessages!.doSend.bind(instance.outboundMessages), sockets, connection };
}

describe("sending", () => {
  test("hands a message over and gives its Message-ID as the provider's id", async () => {
    const { port, mails } = await server();
    const { send } = await channel(port);
    const outcome = await send(emailTransfer({ text: "Hi Ada,\nall well?\n" }));
    expect(outcome).toEqual({
      outcome: "received",
      providerMessageId: expect.stringMatching(/^<plugboard\.[0-9a-f]{40}@example\.com>$/),
    });
    const parsed = await PostalMime.parse(mails[0]!.raw);
    expect(parsed).toMatchObject({
      subject: "Hello",
      text: "Hi Ada,\nall well?\n",
      from: { address: "support@example.com", name: "Example Support" },
    });
    expect(mails[0]).toMatchObject({ from: "support@example.com", to: ["ada@example.org"] });
  });
});
