import type { TransferV1 } from "@plugboard/core/spec";
import { type Refused, refused } from "../../refusal/refused.js";
import type { FormFields } from "../call-twilio.js";
import { ALPHANUMERIC_SENDER } from "../alphanumeric-sender.js";
import { MESSAGING_SERVICE } from "../messaging-service.js";
import { ownSenders } from "../../senders/own-senders.js";
import type { TwilioSettings } from "../twilio-settings.js";

/** Half of a pair of surrogates: a form cannot carry it, and would have U+FFFD instead (R8). */
const LONE_SURROGATE = /\p{Surrogate}/u;

/** A message as the fields of `Messages.json`, or why Twilio cannot carry it whole. */
export function smsFields(
  { message }: TransferV1,
  settings: TwilioSettings,
): { readonly fields: FormFields } | Refused {
  const to = message.recipients[0]?.address;
  if (to?.kind !== "phone" || message.recipients.length !== 1) return refused("ADDRESS_UNSUPPORTED");
  if (message.replyToProviderMessageId !== undefined) return refused("REPLY_CONTEXT_UNSUPPORTED");
  if (message.sender !== undefined && message.sender.kind !== "phone" && message.sender.kind !== "handle")
    return refused("SENDER_UNSUPPORTED");
  const from = message.sender?.value ?? settings.from;
  if (!ownSenders(settings).includes(from) && !ALPHANUMERIC_SENDER.test(from)) return refused("SENDER_UNSUPPORTED");
  const body = bodyOf(message.content);
  if ("refused" in body) return body;
  if (body.fields.some(([, value]) => LONE_SURROGATE.test(value))) return refused("CONTENT_NOT_UNICODE");
  const sender = [MESSAGING_SERVICE.test(from) ? "MessagingServiceSid" : "From", from] as const;
  // What a messaging service is set to, to write other characters than it was handed, is not to be (R8).
  return { fields: [["To", to.value], sender, ...body.fields, ["SmartEncoded", "false"]] };
}

function bodyOf(content: TransferV1["message"]["content"]): { readonly fields: FormFields } | Refused {
  switch (content.type) {
    case "text":
      return { fields: [["Body", content.text]] };
    case "image":
    case "audio":
    case "video":
    case "document": {
      if (content.media.source !== "url") return refused("MEDIA_BY_ADDRESS_ONLY");
      if (content.type === "document" && content.filename !== undefined) return refused("FILENAME_UNSUPPORTED");
      const caption = "caption" in content ? content.caption : undefined;
      const text: FormFields = caption === undefined ? [] : [["Body", caption]];
      return { fields: [...text, ["MediaUrl", content.media.url]] };
    }
    default:
      return refused("CONTENT_UNSUPPORTED");
  }
}
