import {
  addressSchema,
  callEventSchema,
  AnswerInvalidError,
  type InboundEventInput,
  type InboundEventsV1,
  type RawInbound,
} from "@plugboard/core/spec";
import { createHash } from "node:crypto";
import { digitsOf } from "../digits-of.js";
import { ownSenders } from "../../senders/own-senders.js";
import type { VoximplantSettings } from "../voximplant-settings.js";
import { callbacksSchema, type VoximplantCallback } from "./voximplant-webhook-schemas.js";

const decoder = new TextDecoder("utf-8", { fatal: true });
const NUMBER = /^\+?[1-9]\d{5,14}$/;

/**
 * Capability `inboundEvents`: calls from Plugboard's scenario, SMS from the account's callbacks. Those are posted to one address for all numbers of the account, and
 * a rule of the scenario may lead a number of another channel here: what is written to one, and who calls one, is left.
 * @see docs/decisions/2026-11-23-another-number-of-the-account.md
 */
export function voximplantInbound(settings: VoximplantSettings): InboundEventsV1 {
  const own = new Set(ownSenders(settings).map(digitsOf));
  const isOurs = (callback: VoximplantCallback): boolean => {
    if ("sms_inbound" in callback) return own.has(digitsOf(String(callback.sms_inbound.destination_number)));
    if (!("plugboard_call" in callback)) return true;
    const { direction, to } = callback.plugboard_call;
    // Somebody may be called under a SIP address or a name too, which are no numbers of the account.
    return direction !== "inbound" || typeof to !== "string" || !NUMBER.test(to) || own.has(digitsOf(to));
  };
  return {
    doParse: (raw) => callbacksOf(raw).filter(isOurs).map(eventOf),
    // The hash proves the ids, so they name a delivery; an id is never given twice.
    doDeduplicationKey: (raw) => {
      const [key = "", ...others] = callbacksOf(raw).map(keyOf);
      return others.length === 0
        ? key
        : createHash("sha256")
            .update([key, ...others].join("\n"))
            .digest("hex");
    },
  };
}

const keyOf = ({ callback_id: id, type }: VoximplantCallback): string => `${type}:${String(id)}`;

function eventOf(callback: VoximplantCallback): InboundEventInput {
  if ("plugboard_call" in callback) {
    const deduplicationKey = keyOf(callback);
    const event = callEventSchema.safeParse({ ...callback.plugboard_call, type: "call", deduplicationKey });
    if (!event.success) throw new AnswerInvalidError(event.error);
    return event.data;
  }
  if ("details" in callback) {
    if (callback.type === "plugboard_call" || callback.type === "sms_inbound")
      throw new AnswerInvalidError([`callbacks: a ${callback.type} that cannot be read`]);
    return { type: "conversation", event: "other", details: callback.details, deduplicationKey: keyOf(callback) };
  }
  const { source_number: from, destination_number: to, sms_body: text } = callback.sms_inbound;
  return {
    type: "message",
    providerMessageId: String(callback.callback_id),
    from: senderOf(String(from)),
    to: [`+${String(to).replace(/^\+/, "")}`],
    ...(text === "" ? {} : { text }),
    deduplicationKey: keyOf(callback),
  };
}

/** Voximplant writes numbers without the plus; letters are a company's name. */
function senderOf(from: string): Extract<InboundEventInput, { type: "message" }>["from"] {
  const isNumber = NUMBER.test(from);
  const value = isNumber ? `+${from.replace(/^\+/, "")}` : from;
  const parsed = addressSchema.safeParse({ kind: isNumber ? "phone" : "handle", value });
  return parsed.success ? parsed.data : { kind: "unparsed", value: from.slice(0, 4_096) };
}

function callbacksOf(raw: RawInbound): readonly VoximplantCallback[] {
  let value: unknown;
  try {
    value = JSON.parse(decoder.decode(raw.body));
  } catch {
    throw new AnswerInvalidError(["(root): not JSON in UTF-8"]);
  }
  const parsed = callbacksSchema.safeParse(value);
  if (!parsed.success) throw new AnswerInvalidError(parsed.error);
  return parsed.data.callbacks;
}
