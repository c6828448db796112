import { join } from "node:path";
import { createContactCenter } from "@plugboard/core";
import { memorySecrets } from "@plugboard/core/memory";
import { defineProvider } from "@plugboard/core/spec";
import { sqliteStore } from "@plugboard/store-sqlite";
import { z } from "zod";
import { activateChannel } from "../plugboard/activate-channel.mjs";
import { manifestOf } from "../plugboard/bench-manifest.mjs";
import { APP_SECRET } from "./create-webhook.mjs";
import { normalise } from "./normalise.mjs";

const CHANNEL = "whatsapp-1";

/** As Meta's contract is declared by a provider. */
const webhooks = {
  signature: {
    scheme: "hmac-body",
    secret: "appSecret",
    header: "x-hub-signature-256",
    hash: "sha256",
    encoding: "hex",
    prefix: "sha256=",
  },
  strength: "strong",
  acknowledgement: { status: 200 },
  tryAgainStatus: 503,
  neverAgainStatus: 410,
  retriedForSeconds: 604_800,
  deduplicationKey: "the body",
  documentation: "https://bench.invalid/",
};

/**
 * A host with the durable store and one channel whose webhooks arrive; every event reaches a handler, unless it only records.
 * @param {string} directory
 * @param {{ handles?: boolean }} [how] - `handles: false`: nothing but recording
 */
export async function openWebhookCenter(directory, { handles = true } = {}) {
  const { sendOperation, content, idempotency, operations, endpoints, ...manifest } = manifestOf({
    id: "bench",
    url: "https://bench.invalid",
    lanes: 1,
  });
  const provider = defineProvider({
    manifest: { ...manifest, endpoints: [], operations: [], capabilities: ["inboundEvents"], webhooks },
    settings: z.strictObject({}),
    credentials: z.strictObject({ appSecret: z.string() }),
    open: () => ({
      inboundEvents: { doParse: ({ body }) => normalise(JSON.parse(new TextDecoder().decode(body))) },
      close: async () => undefined,
    }),
  });
  const center = await createContactCenter({
    store: sqliteStore(join(directory, "plugboard.db")),
    providers: [provider],
    authority: { unchecked: "the bench acts for its own accounts" },
    secrets: memorySecrets({ meta: { appSecret: APP_SECRET } }),
  });
  await activateChannel(center, "account-0", "bench", { channelId: CHANNEL, secret: "meta" });
  let handled = 0;
  if (handles) center.receive(() => void (handled += 1));
  return { center, path: `/webhooks/${CHANNEL}`, handled: () => handled };
}
