import { z } from "zod";
import { callEventSchema } from "./call-event.js";
import { conversationEventSchema } from "./conversation-event.js";
import { deliveryReportSchema } from "./delivery-report.js";
import { inboundMessageSchema } from "./inbound-message.js";

/** A normalised event, as `doParse` returns it. */
export const inboundEventSchema = z.lazy(() =>
  z.discriminatedUnion("type", [inboundMessageSchema, deliveryReportSchema, callEventSchema, conversationEventSchema]),
);
export type InboundEvent = z.infer<typeof inboundEventSchema>;
export type InboundEventInput = z.input<typeof inboundEventSchema>;
