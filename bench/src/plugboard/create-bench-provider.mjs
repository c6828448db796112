import { defineProvider, outcomeOfStatus, readJsonAnswer } from "@plugboard/core/spec";
import { z } from "zod";
import { manifestOf } from "./bench-manifest.mjs";

const answerSchema = z.object({ messages: z.array(z.object({ id: z.string() })).min(1) });
const settingsSchema = z.strictObject({});

/**
 * A provider as a partner would write it: POSTs the 430-byte message with its idempotency key and reads the answer.
 * @param {{ id?: string, url?: string, lanes: number, doing?: "nothing" | "never", carriesText?: boolean }} options - without `url` it says at once that it
 *   has received the message, or never answers
 */
export function createBenchProvider({ id = "bench", url, lanes, doing = "nothing", carriesText }) {
  return defineProvider({
    manifest: manifestOf({ id, url: url ?? "https://bench.invalid", lanes, carriesText }),
    settings: settingsSchema,
    credentials: settingsSchema,
    open({ http, clock }) {
      const post = async (transfer) => {
        const { message } = transfer;
        const response = await http.request({
          operation: "send",
          transferId: transfer.transferId,
          method: "POST",
          endpoint: "api",
          path: "/messages",
          headers: { "content-type": "application/json", "idempotency-key": transfer.idempotencyKey },
          body: JSON.stringify({
            id: transfer.messageId.slice(-ID_LENGTH),
            to: message.recipients[0].address.value,
            from: "+15550199999",
            channel: "whatsapp",
            text: message.content.text,
          }),
        });
        if (response.status !== 200) return outcomeOfStatus(response, clock.now());
        return { outcome: "received", providerMessageId: readJsonAnswer(response, answerSchema).messages[0].id };
      };
      const nothing = async (transfer) => ({ outcome: "received", providerMessageId: transfer.messageId });
      const never = () => new Promise(() => undefined);
      const doSend = url === undefined ? { nothing, never }[doing] : post;
      return { outboundMessages: { doSend }, close: async () => undefined };
    },
  });
}

/** The body names a message by as many characters as every other variant does, so that all send as many bytes. */
const ID_LENGTH = 12;
