import { type InboundEventInput, type InboundEventsV1, type RawInbound, readJsonAnswer } from "@plugboard/core/spec";
import type { EdnaSettings } from "../edna-settings.js";
import { ednaInboundMessage } from "./edna-inbound-message.js";
import { ednaStatusReport } from "./edna-status-report.js";
import { type EdnaMatchers, ednaWebhookSchema } from "./edna-webhook-schemas.js";

/** Capabilities `inboundEvents` and `deliveryReports` of edna. */
export function ednaInbound({ subjectId }: EdnaSettings): InboundEventsV1 {
  return {
    doParse: (raw) => {
      const delivery = read(raw);
      if (Array.isArray(delivery)) return templateEvents(delivery);
      // A managed account has the channels of several customers; edna posts them all where one address is registered for all (R22).
      if (typeof delivery.subjectId === "number" && delivery.subjectId !== subjectId) return [];
      return "messageContent" in delivery ? [ednaInboundMessage(delivery)] : ednaStatusReport(delivery);
    },
    doDeduplicationKey: (raw) => {
      const delivery = read(raw);
      // Empty: the hash of the body.
      if (Array.isArray(delivery)) return "";
      if ("messageContent" in delivery) return `message:${delivery.id}`;
      const { requestId, status, statusAt } = delivery;
      return `status:${requestId}:${status}:${statusAt ?? ""}`;
    },
    // The HEAD request by which edna checks that the address exists.
    doHandshake: () => Promise.resolve({ status: 200, body: "" }),
  };
}

const read = (raw: RawInbound) => readJsonAnswer({ status: 200, headers: {}, body: raw.body }, ednaWebhookSchema);

function templateEvents(matchers: EdnaMatchers): InboundEventInput[] {
  return matchers
    .filter(({ channelType }) => channelType?.toUpperCase() === "WHATSAPP")
    .map(({ id, name, language, category, status }) => ({
      type: "conversation",
      event: "template-status",
      details: { templateId: String(id), name, language, category, status },
    }));
}
