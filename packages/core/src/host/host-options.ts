import { z } from "zod";

/** Something with these methods; what is missing is named, so that a port of an older version says what it lacks. */
const port = (...methods: readonly string[]) =>
  z.custom<object>().superRefine((value: unknown, context) => {
    const missing =
      (typeof value === "object" && value !== null) || typeof value === "function"
        ? methods.filter((method) => typeof Reflect.get(value, method) !== "function")
        : methods;
    if (missing.length > 0) context.addIssue({ code: "custom", message: `expected methods: ${missing.join(", ")}` });
  });

const functionSchema = z.custom<object>((value) => typeof value === "function", { error: "expected a function" });

/** Has a schema of its own. */
const plain = z.unknown().optional();

/**
 * The host's options, as far as they are objects and functions of the host's own; plain values among them have schemas of their own. A name that
 * is none of them is refused: an option that is misspelt would be a rule that is not kept.
 */
export const hostOptionsSchema = z.lazy(() =>
  z.looseObject(ports()).superRefine((options, context) => {
    const known = ports();
    for (const name of Object.keys(options))
      if (!Object.hasOwn(known, name))
        context.addIssue({ code: "custom", path: [name], message: "there is no such option" });
  }),
);

const ports = () =>
  ({
    store: port(
      ...["open", "commit", "queuedMessages", "queuedChannels", "deferredMessages", "nextDeferredAtMs"],
      ...["expiredMessages", "nextExpiryAtMs", "message", "messageByKey", "messageByProviderId", "messages", "ledger"],
      ...["audit", "seals", "sealHashes", "sealOf", "sealed", "inbound", "inboundChannels", "inboundRecord"],
      ...["pruneInbound", "document", "documents", "collections", "scrub", "close"],
    ),
    providers: z.array(z.unknown()).optional(),
    secrets: port("resolve").optional(),
    keyRing: port("currentKeyId", "wrap", "unwrap").optional(),
    usageCounter: port("take", "giveBack").optional(),
    ledgerSigner: port("sign").optional(),
    clock: port("now").optional(),
    ids: port("next").optional(),
    logger: port("debug", "info", "warn", "error").optional(),
    beforeStart: functionSchema.optional(),
    ...{ authority: plain, egress: plain, settings: plain, calls: plain, webhooks: plain },
    ...{ fairUse: plain, attachments: plain, zones: plain, retention: plain },
  }) as const;
