import { AnswerInvalidError, type InboundEventsV1, type RawInbound } from "@plugboard/core/spec";
import type { z } from "zod";
import { ownSenders } from "../own-senders.js";
import type { TwilioSettings } from "../twilio-settings.js";
import { twilioInboundMessage } from "./twilio-inbound-message.js";
import { twilioStatusReport } from "./twilio-status-report.js";
import { twilioMessageSchema, twilioStatusSchema } from "./twilio-webhook-schemas.js";

const decoder = new TextDecoder("utf-8", { fatal: true });

/**
 * Capabilities `inboundEvents` and `deliveryReports` of Twilio. The account's one token signs the webhooks of every sender it has, so a valid signature does not
 * say that an event is this channel's: its own address does.
 * @see docs/decisions/2026-11-23-another-number-of-the-account.md
 */
export function twilioInbound(settings: TwilioSettings): InboundEventsV1 {
  const own = new Set(ownSenders(settings));
  const isOthers = (address: string | undefined): boolean =>
    address !== undefined && address !== "" && !own.has(address.replace(/^whatsapp:/, ""));
  return {
    doParse: (raw) => {
      const fields = fieldsOf(raw);
      if (isStatus(fields)) {
        const reference = raw.attributes["query:ref"];
        const status = read(twilioStatusSchema, fields);
        return reference === undefined && isOthers(status.From) ? [] : twilioStatusReport(status, reference);
      }
      const message = read(twilioMessageSchema, fields);
      return isOthers(message.To) ? [] : [twilioInboundMessage(message, fields)];
    },
    doDeduplicationKey: (raw) => {
      const fields = fieldsOf(raw);
      const sid = fields["MessageSid"] ?? "";
      if (sid === "") return "";
      return isStatus(fields) ? `status:${sid}:${fields["MessageStatus"] ?? ""}` : `message:${sid}`;
    },
  };
}

/** A status callback and an inbound message share the address; only the first names a status of ours. */
function isStatus(fields: Readonly<Record<string, string>>): boolean {
  return fields["MessageStatus"] !== undefined && fields["MessageStatus"] !== "received";
}

function fieldsOf(raw: RawInbound): Readonly<Record<string, string>> {
  try {
    return Object.fromEntries(new URLSearchParams(decoder.decode(raw.body)));
  } catch (error) {
    if (error instanceof TypeError) throw new AnswerInvalidError(["(root): not a form in UTF-8"]);
    throw error;
  }
}

function read<Schema extends z.ZodType>(schema: Schema, fields: unknown): z.output<Schema> {
  const parsed = schema.safeParse(fields);
  if (!parsed.success) throw new AnswerInvalidError(parsed.error);
  return parsed.data;
}
