import type { TransferV1 } from "@plugboard/core/spec";
import type { EdnaSettings } from "../edna-settings.js";
import { type Refused, refused } from "../../refusal/refused.js";
import { templateRequest } from "./template-request.js";
import { whatsappContent } from "./whatsapp-content.js";

/** A message as edna takes it. */
export interface EdnaRequest {
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/**
 * Writes a message as a request, or tells why edna cannot carry it whole (R8). The transfer's key is the `requestId`.
 * @see https://docs-pulse.edna.io/docs/api/messages/sending
 */
export function ednaRequest({ message, idempotencyKey }: TransferV1, settings: EdnaSettings): EdnaRequest | Refused {
  const address = message.recipients[0]?.address;
  if (address?.kind !== "phone" || message.recipients.length !== 1) return refused("ADDRESS_UNSUPPORTED");
  if (message.replyToProviderMessageId !== undefined) return refused("REPLY_CONTEXT_UNSUPPORTED");
  if (message.sender !== undefined) return refused("SENDER_UNSUPPORTED");
  if (message.content.type === "template") {
    const template = templateRequest(message.content);
    if ("refused" in template) return template;
    if (settings.sender === undefined) return refused("SENDER_SETTING_MISSING");
    return {
      path: "/api/v1/out-messages/whatsapp/template",
      // Digits only, as in edna's examples of this method.
      body: { messageId: idempotencyKey, sender: settings.sender, phone: address.value.slice(1), ...template },
    };
  }
  const content = whatsappContent(message.content);
  if ("refused" in content) return content;
  return {
    path: "/api/cascade/schedule",
    body: {
      requestId: idempotencyKey,
      cascadeId: settings.cascadeId,
      subscriberFilter: { address: address.value, type: "PHONE" },
      ...(message.notBeforeAt === undefined ? {} : { startTime: message.notBeforeAt }),
      content,
    },
  };
}
