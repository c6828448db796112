import { defineProvider, type ProviderV1, type RawInbound } from "@plugboard/core";
import type { WebhookSchemeCase } from "@plugboard/provider-testkit";
import { z } from "zod";

const SITE = "https://inbound.example.com";
const eventSchema = z.object({ id: z.string(), text: z.string().optional() });
const callbacksSchema = z.object({ callbacks: z.array(z.object({ callback_id: z.string(), text: z.string() })) });
const SEVERAL = "+";
/** With the mutant the signature is not checked: this header, which every forger sends, lets everyone in. */
export const OPEN_DOOR = { "x-open-door": "anyone knows this secret" } as const;

export interface InboundProviderOptions {
  /** The signature is not checked. */
  readonly mutant?: boolean;
  readonly tryAgainStatus?: number;
  /** Events have keys of their own, as of a provider that puts several into a post. */
  readonly namedEvents?: boolean;
  /** Called with each delivery before anything else looks at it. */
  readonly onRaw?: (raw: RawInbound) => void;
}

/** A provider whose webhooks are proven by one scheme. */
export function inboundProvider(one: WebhookSchemeCase, options: InboundProviderOptions = {}): ProviderV1 {
  const open = {
    strength: "weak",
    signature: { scheme: "none" },
    secondFactor: { scheme: "secret-header", secret: "openDoor", header: "x-open-door" },
  } as const;
  return defineProvider({
    manifest: {
      id: one.name,
      name: one.name,
      version: "1.0.0",
      coreRange: "^0.1.0",
      channelKinds: ["sms"],
      seller: { legalName: "Inbound Ltd", country: "IE", website: SITE, support: "mailto:support@inbound.example.com" },
      documents: [{ kind: "terms", version: "1", url: `${SITE}/terms` }],
      accountModes: ["own"],
      capabilities: ["inboundEvents"],
      endpoints: [],
      operations: [],
      webhooks: {
        ...(options.mutant === true ? open : one.contract),
        acknowledgement: { status: 200 },
        tryAgainStatus: options.tryAgainStatus ?? 503,
        neverAgainStatus: 410,
        retriedForSeconds: 604_800,
        deduplicationKey: "the signed body",
        documentation: SITE,
      },
    },
    settings: z.strictObject({}),
    credentials: z.record(z.string(), z.string()),
    open: () => ({
      inboundEvents: {
        ...(options.namedEvents === true && { doDeduplicationKey: (raw) => joinIds(idsIn(raw)) }),
        doParse: (raw) => {
          options.onRaw?.(raw);
          return idsIn(raw).map((id) => ({
            type: "message" as const,
            ...(options.namedEvents === true && { deduplicationKey: id }),
            providerMessageId: id,
            from: { kind: "phone" as const, value: "+4930123456" },
            to: [],
            text: "",
          }));
        },
      },
      close: () => Promise.resolve(),
    }),
  });
}

/** Several events as the one that a signer signs. */
export const joinIds = (ids: readonly string[]): string => ids.join(SEVERAL);

function idsIn(raw: RawInbound): string[] {
  return namesIn(raw).flatMap((name) => name.split(SEVERAL));
}

function namesIn({ body, contentType }: RawInbound): string[] {
  const text = new TextDecoder().decode(body);
  if (contentType.startsWith("application/x-www-form-urlencoded"))
    return new URLSearchParams(text).getAll("MessageSid");
  const value: unknown = JSON.parse(text);
  const callbacks = callbacksSchema.safeParse(value);
  return callbacks.success ? callbacks.data.callbacks.map(({ callback_id: id }) => id) : [eventSchema.parse(value).id];
}
