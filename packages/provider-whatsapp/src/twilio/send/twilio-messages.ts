import type { OutboundMessagesV1, SendOutcomeInput, TransferV1 } from "@plugboard/core/spec";
import { type FormFields, callTwilio } from "../call-twilio.js";
import type { TwilioConnection } from "../twilio-connection.js";
import type { TwilioSettings } from "../twilio-settings.js";
import { contentVariables } from "./content-variables.js";
import { ownSenders } from "../own-senders.js";
import { type Refused, refused } from "../../refusal/refused.js";
import { StoredShapes } from "./stored-shapes.js";
import { StoredTemplates } from "./stored-templates.js";
import { twilioContent } from "./twilio-content.js";
import { twilioOutcome } from "./twilio-outcome.js";

const CONTENT_SID_INVALID = "21655";
/** Half of a pair of surrogates: a form cannot carry it, and would have U+FFFD instead (R8). In JSON, as variables are, it is an escape. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * Capability `outboundMessages` of Twilio.
 *
 * Twilio takes no idempotency key, and the list of messages names none of ours: two equal texts to one person cannot be told apart
 * there, so a look-up could take another message for this one, which would be a silent loss. What settles a lost answer is the status callback,
 * which brings our reference back.
 * @see https://www.twilio.com/docs/messaging/api/message-resource
 */
export function twilioMessages(connection: TwilioConnection): OutboundMessagesV1 {
  const { settings, clock } = connection;
  const shapes = new StoredShapes(connection);
  const templates = new StoredTemplates(connection);

  const post = async (transfer: TransferV1, address: FormFields, content: FormFields): Promise<SendOutcomeInput> => {
    const response = await callTwilio(connection, {
      operation: "send-message",
      transferId: transfer.transferId,
      method: "POST",
      endpoint: "api",
      path: `/2010-04-01/Accounts/${settings.accountSid}/Messages.json`,
      form: [...address, ...content, ["StatusCallback", statusCallback(settings, transfer.idempotencyKey)]],
    });
    return twilioOutcome(response, clock.now());
  };

  return {
    doSend: async (transfer) => {
      const address = addressFields(transfer, settings);
      if ("refused" in address) return address.refused;
      const content = twilioContent(transfer.message.content);
      if ("refused" in content) return content.refused;
      if ("template" in content) {
        const problem = await templates.problemOf(transfer.transferId, content.template);
        if (problem !== undefined) return problem;
      }
      if ("fields" in content)
        return content.fields.some(([, value]) => LONE_SURROGATE.test(value))
          ? refused("CONTENT_NOT_UNICODE").refused
          : post(transfer, address.fields, content.fields);
      const stored = await shapes.sidOf(content.shape);
      if ("outcome" in stored) return stored.outcome;
      const outcome = await post(transfer, address.fields, [
        ["ContentSid", stored.sid],
        ["ContentVariables", contentVariables(content.values)],
      ]);
      if (outcome.outcome !== "refused" || outcome.providerCode !== CONTENT_SID_INVALID) return outcome;
      // Ours, and somebody removed it: it is made anew for the next attempt.
      shapes.forget(content.shape);
      return { outcome: "try-again", code: "SHAPE_REMOVED", party: "account", providerCode: CONTENT_SID_INVALID };
    },
  };
}

function addressFields({ message }: TransferV1, settings: TwilioSettings): { readonly fields: FormFields } | Refused {
  const to = message.recipients[0]?.address;
  if (to?.kind !== "phone" || message.recipients.length !== 1) return refused("ADDRESS_UNSUPPORTED");
  if (message.replyToProviderMessageId !== undefined) return refused("REPLY_CONTEXT_UNSUPPORTED");
  const sender = message.sender ?? { kind: "phone", value: settings.from };
  if (sender.kind !== "phone" || !ownSenders(settings).includes(sender.value)) return refused("SENDER_UNSUPPORTED");
  return {
    fields: [
      ["To", `whatsapp:${to.value}`],
      ["From", `whatsapp:${sender.value}`],
    ],
  };
}

/** Twilio calls exactly this address, and signs it with its query. */
function statusCallback({ webhookUrl }: TwilioSettings, reference: string): string {
  const url = new URL(webhookUrl);
  url.searchParams.set("ref", reference);
  return url.href;
}
