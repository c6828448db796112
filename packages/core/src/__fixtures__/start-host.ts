import { onTestFinished } from "vitest";
import type { ActivationInstructionInput } from "../host/activation-instruction.js";
import type { ActivationResult } from "../host/channel-activation.js";
import type { ContactCenter } from "../host/contact-center.js";
import type { ContactCenterOptions } from "../host/contact-center-options.js";
import { createContactCenter } from "../host/create-contact-center.js";
import type { SendResult } from "../outbound/send-desk.js";
import { memoryStore } from "../ports/memory/index.js";
import type { OutboundMessageInput } from "../spec/message/outbound-message.js";

export const act = { actor: "ann", authority: "administrator", at: "2026-11-21T00:00:00Z" } as const;

/** A host that is closed when the test ends. */
export async function startHost(options: Partial<ContactCenterOptions> = {}): Promise<ContactCenter> {
  const store = options.store ?? memoryStore();
  const center = await createContactCenter({ authority: { unchecked: "a test" }, ...options, store });
  onTestFinished(async () => {
    // A host whose store was cut off is dead: nobody closes it.
    if (!("isCut" in store && store.isCut === true)) await center.close({ graceMs: 0 });
  });
  return center;
}

/** An instruction as an account's administrator gives it, with what the provider discloses now. */
export function instructionFor(
  center: ContactCenter,
  changes: Partial<ActivationInstructionInput> = {},
): ActivationInstructionInput {
  const providerId = changes.providerId ?? "scripted";
  return {
    accountId: "acme",
    channelId: "c1",
    providerId,
    instructed: act,
    shown: center.channels.disclosure(providerId, changes.settings),
    termsAccepted: act,
    residency: { zones: ["EEA"] },
    ...changes,
  };
}

export async function activate(
  center: ContactCenter,
  changes: Partial<ActivationInstructionInput> = {},
): Promise<ActivationResult> {
  return center.channels.activate(instructionFor(center, changes));
}

export function text(value: string, changes: Partial<OutboundMessageInput> = {}): OutboundMessageInput {
  return {
    accountId: "acme",
    channelId: "c1",
    recipients: [{ address: { kind: "phone", value: "+4930123456" } }],
    content: { type: "text", text: value },
    ...changes,
  };
}

/** The id of an accepted message. @throws {Error} it was refused. */
export function idOf(result: SendResult): string {
  if (!result.accepted) throw new Error(`refused: ${result.refusal.code}`);
  return result.messageId;
}
