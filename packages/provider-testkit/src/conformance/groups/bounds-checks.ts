import { contentFeatureSchema } from "@plugboard/core/spec";
import type { MessageParts } from "../fixtures/sample-message.js";
import type { Check } from "../kit/check.js";
import { expectThat } from "../kit/expect-that.js";
import type { KitContext } from "../kit/kit-context.js";
import type { Stand } from "../stand/stand.js";
import { contentSamples } from "./content-samples.js";

/** What a channel does not carry is refused before anything leaves; what it carries, it carries up to the size it names. */
export function boundsChecks(context: KitContext): Check[] {
  const { content } = context.manifest;
  if (!context.has("outboundMessages") || content === undefined) return [];
  const check = (what: string, title: string, run: (stand: Stand) => Promise<void>): Check => ({
    id: `bounds.${what}`,
    rule: "content-bounds",
    title,
    run: () => context.on(run),
  });
  const levelOf = (feature: keyof typeof contentSamples) => content.features[feature] ?? "rejected";
  const rejected = contentFeatureSchema.options.filter((feature) => levelOf(feature) === "rejected");
  const dropped = contentFeatureSchema.options.filter((feature) => levelOf(feature) === "dropped");
  const checks = [
    ...rejected.map((feature) =>
      check(`no-${feature}`, `${feature} is not declared: refused, and nothing leaves`, (stand) =>
        expectRefused(stand, contentSamples[feature](context.first.message), "CONTENT_UNSUPPORTED"),
      ),
    ),
    ...dropped.map((feature) =>
      check(`dropped-${feature}`, `${feature} is dropped: refused unless accepted by name`, (stand) =>
        expectRefused(stand, contentSamples[feature](context.first.message), "CONTENT_DROPPED"),
      ),
    ),
    check("too-many-recipients", "one recipient too many: refused, and nothing leaves", (stand) => {
      const { message } = context.first;
      const [recipient] = message.recipients;
      const recipients = Array.from({ length: Math.min(1_000, content.maxRecipients + 1) }, () => recipient ?? never());
      return expectRefused(stand, { ...message, recipients }, "TOO_MANY_RECIPIENTS");
    }),
    check("other-address", "an address of another kind: refused, and nothing leaves", (stand) => {
      const kind = (["session", "handle", "email", "phone"] as const).find(
        (one) => !content.addressKinds.includes(one),
      );
      if (kind === undefined) return Promise.resolve();
      const value = { session: "s-1", handle: "h-1", email: "kit@example.org", phone: "+4930000001" }[kind];
      const recipients = [{ address: { kind, value } }];
      return expectRefused(stand, { ...context.first.message, recipients }, "ADDRESS_KIND_UNSUPPORTED");
    }),
  ];
  const { message } = context.first;
  const { maxTextLength, maxSmsSegments } = content;
  if (message.content.type !== "text") return checks;
  // Every character of the longest carries another 16 bits: whoever counts characters as if all were alike refuses what is declared, or cuts it.
  const sms = (units: number): MessageParts => ({ ...message, content: { type: "text", text: "ж".repeat(units) } });
  if (maxSmsSegments !== undefined)
    checks.push(
      check("longest-sms", "a text of exactly the declared parts arrives", (stand) =>
        expectReceived(stand, sms(Math.max(70, 67 * maxSmsSegments))),
      ),
      check("too-long-sms", "a text of one part more is refused, never cut", (stand) =>
        expectRefused(stand, sms(Math.max(70, 67 * maxSmsSegments) + 1), "CONTENT_TOO_LARGE"),
      ),
    );
  if (maxTextLength === undefined) return checks;
  // The last one is one character of two code units and four bytes: whoever counts anything else refuses what is declared, or cuts it.
  const text = (length: number): MessageParts => ({
    ...message,
    content: { type: "text", text: `${"ü".repeat(length - 1)}👋` },
  });
  return [
    ...checks,
    check("longest-text", "a text of exactly the declared length arrives", (stand) =>
      expectReceived(stand, text(maxTextLength)),
    ),
    check("too-long-text", "a text one character longer is refused, never cut", (stand) =>
      expectRefused(stand, text(maxTextLength + 1), "CONTENT_TOO_LARGE"),
    ),
  ];
}

async function expectReceived(stand: Stand, message: MessageParts): Promise<void> {
  const { status } = await stand.send(message);
  const complaints = stand.simulator?.complaints ?? [];
  expectThat(status.state === "received" && complaints.length === 0, `${status.state}; ${complaints.join(", ")}`);
}

async function expectRefused(stand: Stand, message: MessageParts, code: string): Promise<void> {
  const result = await stand.trySend(message);
  if (result.accepted) {
    await stand.center.messages.settled("account-of-the-kit", result.messageId);
    expectThat(false, "the host accepted it");
  } else {
    const { refusal } = result;
    expectThat(refusal.code === code, `refused with ${refusal.code} ${JSON.stringify(refusal.details)}`);
    expectThat(refusal.reason.length > 0 && refusal.remedy.length > 0, "no reason or remedy");
  }
  expectThat((stand.simulator?.messages.length ?? 0) === 0, "something reached the provider");
}

function never(): never {
  throw new Error("a message without a recipient");
}
