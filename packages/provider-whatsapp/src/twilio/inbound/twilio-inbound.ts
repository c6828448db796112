import { AnswerInvalidError, type InboundEventsV1, type RawInbound } from "@plugboard/core/spec";
import type { z } from "zod";
import { twilioInboundMessage } from "./twilio-inbound-message.js";
import { twilioStatusReport } from "./twilio-status-report.js";
import { twilioMessageSchema, twilioStatusSchema } from "./twilio-webhook-schemas.js";

const decoder = new TextDecoder("utf-8", { fatal: true });

/** Capabilities `inboundEvents` and `deliveryReports` of Twilio. */
export function twilioInbound(): InboundEventsV1 {
  return {
    doParse: (raw) => {
      const fields = fieldsOf(raw);
      if (isStatus(fields)) return twilioStatusReport(read(twilioStatusSchema, fields), raw.attributes["query:ref"]);
      return [twilioInboundMessage(read(twilioMessageSchema, fields), fields)];
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
