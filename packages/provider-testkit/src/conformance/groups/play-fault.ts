import type { ChannelPlace } from "../fixtures/channel-place.js";
import type { MessageParts } from "../fixtures/sample-message.js";
import { CheckFailure } from "../kit/check-failure.js";
import type { KitContext } from "../kit/kit-context.js";
import type { Stand } from "../stand/stand.js";
import { ACCOUNT } from "../stand/start-host.js";
import type { FaultPlay } from "./fault-play.js";

/** A fault that is set up and waits for its message. */
export interface FaultSetting {
  readonly name: string;
  readonly place: ChannelPlace;
  readonly timeoutMs: number;
  /** The message must be larger than all buffers on the way. */
  readonly attachmentBytes?: number;
  beforeMessage(stand: Stand): Promise<void>;
  breaches(): number;
}

/** Sends one message into a fault and waits for the end of its first transfer: what comes after is the host's, not the provider's. */
export function playFault(context: KitContext, setting: FaultSetting): Promise<FaultPlay> {
  const { place, timeoutMs } = setting;
  return context.on(
    async (stand) => {
      await setting.beforeMessage(stand);
      const startedAtMs = performance.now();
      const result = await stand.trySend(withAttachment(context.plain(setting.name), setting.attachmentBytes));
      if (!result.accepted) throw new CheckFailure(`the host refused the message: ${result.refusal.code}`);
      const { messageId } = result;
      const receipts = () => stand.center.ledger.entries({ accountId: ACCOUNT, messageId });
      await stand.until(async () => (await receipts()).length > 0);
      const durationMs = performance.now() - startedAtMs;
      const [receipt] = await receipts();
      const send = context.observation.sends.find((one) => one.messageId === messageId);
      return { receipt, send, durationMs, breaches: setting.breaches() };
    },
    // One attempt: a second one would only cost time.
    { place, timeoutMs, limits: { maxAttempts: 1 } },
  );
}

function withAttachment(message: MessageParts, sizeBytes: number | undefined): MessageParts {
  if (sizeBytes === undefined || message.content.type !== "email") return message;
  const file = { filename: "a.bin", contentType: "application/octet-stream", bytes: Buffer.alloc(sizeBytes, 7) };
  return { ...message, content: { ...message.content, attachments: [file] } };
}
