import { hash } from "node:crypto";
import { AnswerInvalidError, type InboundEventsV1 } from "@plugboard/core/spec";
import type { z } from "zod";
import type { TwilioSettings } from "../twilio-settings.js";
import { formFieldsOf } from "./form-fields.js";
import { isCallOfOthers } from "./is-call-of-others.js";
import { isOfOthers } from "./is-of-others.js";
import { twilioCallEvents } from "./twilio-call-events.js";
import { twilioInboundMessage } from "./twilio-inbound-message.js";
import { twilioStatusReport } from "./twilio-status-report.js";
import { twilioCallSchema, twilioMessageSchema, twilioStatusSchema } from "./twilio-webhook-schemas.js";

/** Fields that make two callbacks about one call two: Twilio names no event id. */
const CALL_KEYS = [
  "CallStatus",
  "SequenceNumber",
  "Digits",
  "SpeechResult",
  "RecordingSid",
  "RecordingStatus",
  "DialCallSid",
  "DialCallStatus",
  "QueueSid",
  "AnsweredBy",
  "RecordingUrl",
];

/** Capabilities `inboundEvents` and `deliveryReports` of Twilio: calls, messages and their states come to one address. */
export function twilioInbound(settings: TwilioSettings): InboundEventsV1 {
  return {
    doParse: (raw) => {
      const fields = formFieldsOf(raw);
      const reference = raw.attributes["query:ref"]?.slice(0, 256);
      if (isCall(fields)) {
        const form = read(twilioCallSchema, fields);
        const isLeft = reference === undefined && isCallOfOthers(settings, form);
        return isLeft ? [] : twilioCallEvents(form, reference, raw.attributes["query:on"]);
      }
      if (isStatus(fields)) {
        const status = read(twilioStatusSchema, fields);
        // Twilio's signature covers our reference with the address: only the channel's own messages have one.
        const isLeft = reference === undefined && isOfOthers(settings, status.From, status.MessagingServiceSid);
        return isLeft ? [] : twilioStatusReport(status, reference);
      }
      const message = read(twilioMessageSchema, fields);
      const isLeft = isOfOthers(settings, message.To, message.MessagingServiceSid);
      return isLeft ? [] : [twilioInboundMessage(message, fields)];
    },
    doDeduplicationKey: (raw) => {
      const fields = formFieldsOf(raw);
      if (isCall(fields)) {
        const names = [fields["CallSid"], raw.attributes["query:on"], raw.attributes["query:step"]];
        const parts = [...names, ...CALL_KEYS.map((name) => fields[name])];
        // Hashed: what somebody pressed or said does not stay behind as a name (R11).
        return `call:${hash("sha256", JSON.stringify(parts.map((part) => part ?? "")), "base64url")}`;
      }
      const sid = fields["MessageSid"] ?? "";
      if (sid === "") return "";
      return isStatus(fields) ? `status:${sid}:${fields["MessageStatus"] ?? ""}` : `message:${sid}`;
    },
  };
}

const isCall = (fields: Readonly<Record<string, string>>): boolean => fields["CallSid"] !== undefined;

/** A status callback and an inbound message share the address; only the first names a status of ours. */
function isStatus(fields: Readonly<Record<string, string>>): boolean {
  return fields["MessageStatus"] !== undefined && fields["MessageStatus"] !== "received";
}

function read<Schema extends z.ZodType>(schema: Schema, fields: unknown): z.output<Schema> {
  const parsed = schema.safeParse(fields);
  if (!parsed.success) throw new AnswerInvalidError(parsed.error);
  return parsed.data;
}
