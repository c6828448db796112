import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { received, scriptedProvider } from "../__fixtures__/scripted-provider.js";
import { settle } from "../__fixtures__/settle.js";
import { activate, idOf, startHost, text } from "../__fixtures__/start-host.js";
import type { InboundSinkV1 } from "../spec/capabilities/mailbox-sync.js";
import type { InboundEventInput } from "../spec/inbound/inbound-event.js";

beforeEach(() => void vi.useFakeTimers({ now: Date.parse("2026-11-22T12:00:00Z") }));
afterEach(() => void vi.useRealTimers());

/** A host whose provider takes no key and says our id back in its reports. */
async function reportingHost(send: () => unknown, mode: "callback" | "none" = "callback") {
  const sinks: InboundSinkV1[] = [];
  const { provider } = scriptedProvider({
    idempotency: { mode },
    send,
    parse: (raw) => [JSON.parse(new TextDecoder().decode(raw.body)) as InboundEventInput],
    sync: (sink, signal) => {
      sinks.push(sink);
      return new Promise((resolve) => signal.addEventListener("abort", () => resolve()));
    },
  });
  const center = await startHost({ providers: [provider] });
  await activate(center);
  center.receive(() => undefined);
  const messageId = idOf(await center.send(text("hello")));
  await settle();
  let reports = 0;
  const report = async (parts: { providerMessageId: string; reference?: string; status: "sent" | "delivered" }) => {
    const body = new TextEncoder().encode(JSON.stringify({ type: "delivery-report", ...parts }));
    reports += 1;
    await sinks[0]?.accept({ deduplicationKey: `r-${String(reports)}`, contentType: "application/json", body });
    await settle();
  };
  return { messageId, report, status: () => center.messages.status("acme", messageId) };
}
const unknown = { outcome: "unknown", code: "ANSWER_UNREADABLE", party: "provider" };

test("a report that says our id back settles a lost reply, under the provider's id from then on", async () => {
  const { messageId, report, status } = await reportingHost(() => Promise.resolve(unknown));
  expect(await status()).toMatchObject({ state: "unknown" });
  await report({ providerMessageId: "wamid.1", reference: messageId, status: "sent" });
  expect(await status()).toMatchObject({ state: "sent", providerMessageId: "wamid.1" });
  await report({ providerMessageId: "wamid.1", status: "delivered" });
  expect(await status()).toMatchObject({ state: "delivered" });
});

test("says nothing where the provider does not settle by reports, or of another message", async () => {
  const plain = await reportingHost(() => Promise.resolve(unknown), "none");
  await plain.report({ providerMessageId: "wamid.1", reference: plain.messageId, status: "delivered" });
  expect(await plain.status()).toMatchObject({ state: "unknown" });
  const other = await reportingHost(() => Promise.resolve(unknown));
  await other.report({ providerMessageId: "wamid.1", reference: "msg_of_nobody", status: "delivered" });
  expect(await other.status()).toMatchObject({ state: "unknown" });
});

test("that comes before the receipt is applied when the receipt is there", async () => {
  let answer: (outcome: unknown) => void = () => undefined;
  const { messageId, report, status } = await reportingHost(() => new Promise((resolve) => (answer = resolve)));
  await report({ providerMessageId: "wamid.1", reference: messageId, status: "delivered" });
  expect(await status()).toMatchObject({ state: "transferring" });
  answer(received("wamid.1"));
  await settle();
  await settle();
  expect(await status()).toMatchObject({ state: "delivered", providerMessageId: "wamid.1" });
});
