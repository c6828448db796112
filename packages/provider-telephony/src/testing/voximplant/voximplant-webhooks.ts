import type { CallEvent } from "@plugboard/core/spec";
import type { WebhookBody } from "@plugboard/provider-testkit/conformance";
import { z } from "zod";

type Json = WebhookBody & { readonly body: string };

const callbacks = (...list: readonly object[]): Json => ({
  contentType: "application/json",
  body: JSON.stringify({ callbacks: list }),
});

/** An event of Plugboard's scenario. Its hash is put in by `signVoximplantCallbacks`. */
export const voximplantCallWebhook = (callbackId: string, event: Omit<CallEvent, "type">): Json =>
  callbacks({ callback_id: callbackId, hash: "", type: "plugboard_call", plugboard_call: event });

/** An inbound SMS. https://voximplant.com/docs/references/httpapi/structures/inboundsmscallback */
export const voximplantSmsWebhook = (
  callbackId: string | number,
  sms: { readonly from: string; readonly to: string; readonly text: string },
): Json =>
  callbacks({
    ...{ callback_id: callbackId, hash: "", type: "sms_inbound", account_id: 1, account_name: "acme" },
    sms_inbound: {
      source_number: sms.from.replace(/^\+/, ""),
      destination_number: sms.to.replace(/^\+/, ""),
      sms_body: sms.text,
    },
  });

const callbacksSchema = z.object({ callbacks: z.array(z.looseObject({})) });

/** Several in one delivery. */
export const voximplantBatchWebhook = (bodies: readonly WebhookBody[]): Json =>
  callbacks(
    ...bodies.flatMap(({ body }) => callbacksSchema.parse(JSON.parse(Buffer.from(body).toString("utf8"))).callbacks),
  );

/** Another of the account's callbacks. */
export const voximplantBalanceWebhook = (callbackId: number): Json =>
  callbacks({ callback_id: callbackId, hash: "", type: "min_balance", min_balance: { balance: 1.5 } });
