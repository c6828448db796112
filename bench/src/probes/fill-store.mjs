import { createHash } from "node:crypto";
import { join } from "node:path";
import { sqliteStore } from "@plugboard/store-sqlite";
import { openHost } from "../plugboard/open-host.mjs";
import { toOutboundMessage } from "../plugboard/to-outbound-message.mjs";

const GROUP = 1_000;

/**
 * Fills a store with messages of one channel: most are done, the last ones wait.
 * @param {import("./open-variant.mjs").VariantSetup & { rows: number, openRows: number }} params
 */
export default async function fillStore(params) {
  const { rows, openRows, directory } = params;
  const { center, channels } = await openHost({ ...params, store: "sqlite" });
  await center.close();
  const store = sqliteStore(join(directory, "plugboard.db"));
  const { lastMessageSequence } = await store.open();
  for (let done = 0; done < rows; done += GROUP) {
    const group = Array.from({ length: Math.min(GROUP, rows - done) }, (_, step) =>
      insertOf(lastMessageSequence + 1 + done + step, done + step >= rows - openRows, channels[0]),
    );
    await store.commit(group);
  }
  await store.close();
  return { channels };
}

/** @param {number} sequence @param {boolean} waits @param {{ accountId: string, channelId: string }} channel */
function insertOf(sequence, waits, channel) {
  const payload = JSON.stringify(toOutboundMessage(sequence, channel));
  const now = Date.now();
  return /** @type {const} */ ({
    kind: "message-insert",
    record: {
      ...channel,
      sequence,
      messageId: `msg_fill${String(sequence).padStart(12, "0")}`,
      idempotencyKey: undefined,
      payload,
      blobs: [],
      contentHash: createHash("sha256").update(payload).digest("hex"),
      acceptedAtMs: now,
      expiresAtMs: now + 86_400_000,
      state: waits ? "accepted" : "received",
      queue: waits ? "ready" : "none",
      dueAtMs: 0,
      attempt: waits ? 0 : 1,
      providerMessageId: waits ? undefined : `provider-${sequence}`,
      code: undefined,
      stateAtMs: now,
    },
  });
}
