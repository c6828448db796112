import { personalDataCanaries } from "@plugboard/provider-testkit";
import type { MessageParts } from "../b/case-run.js";

const canaries = personalDataCanaries;

/** A message made of canaries, of the kind that another one is. The host's own fields hold some too. */
export function canaryMessage(like: MessageParts, number: number): MessageParts {
  const own = {
    idempotencyKey: `${canaries.accountNumber}-${String(number)}`,
    metadata: { note: canaries.cookie, link: canaries.urlQuery },
  };
  if (like.content.type !== "email")
    return {
      ...own,
      recipients: [{ address: { kind: "phone", value: canaries.phone } }],
      content: { type: "text", text: `${canaries.text} ${String(number)}` },
    };
  const file = { filename: canaries.fileName, contentType: "application/pdf", bytes: Buffer.from(canaries.location) };
  // Who is found not to exist is written to no more, so each has an address of its own; six characters before it leave it whole in base64.
  const email = `${String(number).padStart(5, "0")}.${canaries.email}`;
  return {
    ...own,
    recipients: [{ address: { kind: "email", value: email, name: canaries.name } }],
    sender: { kind: "email", value: canaries.senderEmail, name: canaries.senderName },
    content: {
      type: "email",
      subject: canaries.subject,
      text: `${canaries.text} ${String(number)}`,
      attachments: [...(like.content.attachments ?? []), file],
    },
  };
}
