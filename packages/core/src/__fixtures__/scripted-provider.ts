import { z } from "zod";
import { defineProvider } from "../spec/define-provider.js";
import type { ConnectionV1 } from "../spec/connection/connection.js";
import type { InboundEventsV1 } from "../spec/capabilities/inbound-events.js";
import type { MailboxSyncV1 } from "../spec/capabilities/mailbox-sync.js";
import type { OutboundMessagesV1 } from "../spec/capabilities/outbound-messages.js";
import type { ProbeV1 } from "../spec/capabilities/probe.js";
import type { TransferV1 } from "../spec/capabilities/transfer.js";
import type { ProviderManifestInput } from "../spec/manifest/provider-manifest.js";
import type { SendOutcomeInput } from "../spec/outcome/send-outcome.js";
import type { ProviderInstanceV1 } from "../spec/provider-instance.js";
import type { ProviderV1 } from "../spec/provider.js";

type Connection = ConnectionV1<{ countries: string[] }, { key?: string | undefined }>;

export interface ScriptedProviderOptions {
  readonly id?: string;
  readonly version?: string;
  readonly idempotency?: ProviderManifestInput["idempotency"];
  readonly limits?: ProviderManifestInput["limits"];
  readonly timeoutMs?: number;
  readonly termsVersion?: string;
  readonly content?: Partial<NonNullable<ProviderManifestInput["content"]>>;
  readonly manifest?: Partial<ProviderManifestInput>;
  readonly credentials?: z.ZodType<{ key?: string | undefined }>;
  /** Absent: takes everything. */
  readonly send?: (transfer: TransferV1, connection: Connection) => unknown;
  readonly lookup?: (transfer: TransferV1, connection: Connection) => unknown;
  readonly parse?: InboundEventsV1["doParse"];
  readonly sync?: MailboxSyncV1["doSync"];
  readonly probe?: ProbeV1["doProbe"];
  /** Further capabilities, by the names the manifest declares them under. */
  readonly offers?: Partial<ProviderInstanceV1>;
  readonly opening?: (connection: Connection) => unknown;
  readonly closing?: () => Promise<void>;
}

/** One call of `doSend` as the provider saw it. */
export interface SeenTransfer {
  readonly messageId: string;
  readonly key: string;
  readonly attempt: number;
  readonly text: string;
  readonly lookup: boolean;
}

export interface ScriptedProvider {
  readonly provider: ProviderV1;
  readonly seen: SeenTransfer[];
  opened: number;
  closed: number;
}

let last = 0;
/** An outcome that says the provider has it, under an id of its own. */
export function received(providerMessageId?: string): SendOutcomeInput {
  last += 1;
  return { outcome: "received", providerMessageId: providerMessageId ?? `p-${String(last)}` };
}

/** A provider in this process that does what a test says, without a network. */
export function scriptedProvider(options: ScriptedProviderOptions = {}): ScriptedProvider {
  const facet = {
    countries: { setting: "countries" },
    source: "account-settings",
    readOn: "2026-11-21",
    safeguard: "none",
  } as const;
  const residency = { processing: facet };
  const scripted: { provider: ProviderV1; seen: SeenTransfer[]; opened: number; closed: number } = {
    seen: [],
    opened: 0,
    closed: 0,
    provider: defineProvider({
      manifest: {
        id: options.id ?? "scripted",
        name: "Scripted",
        version: options.version ?? "1.0.0",
        coreRange: "*",
        channelKinds: ["sms"],
        seller: {
          legalName: "Scripted Ltd",
          country: "IE",
          website: "https://scripted.example.com",
          support: "mailto:support@scripted.example.com",
        },
        documents: [
          { kind: "terms", version: options.termsVersion ?? "1", url: "https://scripted.example.com/terms" },
          { kind: "privacy", version: "1", url: "https://scripted.example.com/privacy" },
        ],
        accountModes: ["own", "managed"],
        capabilities: [
          "outboundMessages",
          "inboundEvents",
          "deliveryReports",
          ...(options.sync === undefined ? [] : (["mailboxSync"] as const)),
          ...(options.probe === undefined ? [] : (["probe"] as const)),
          ...(Object.keys(options.offers ?? {}) as "templates"[]),
        ],
        endpoints: [{ id: "api", url: "https://api.scripted.example.com" }],
        operations: [
          {
            id: "send-message",
            endpoints: ["api"],
            personalData: ["recipient-address", "message-content"],
            residency,
            timeoutMs: options.timeoutMs ?? 10_000,
          },
        ],
        content: {
          features: { text: "full", "reply-context": "full", document: "full", "link-preview": "dropped" },
          addressKinds: ["phone"],
          ...options.content,
        },
        sendOperation: "send-message",
        idempotency: options.idempotency ?? { mode: "key", ttlSeconds: 86_400 },
        limits: options.limits ?? {},
        ...options.manifest,
      },
      settings: z.strictObject({ countries: z.array(z.string()).default(["DE"]) }),
      credentials: options.credentials ?? z.strictObject({ key: z.string().optional() }),
      open: async (connection) => {
        await options.opening?.(connection);
        scripted.opened += 1;
        const see = (transfer: TransferV1, lookup: boolean): void => {
          const { messageId, idempotencyKey: key, attempt, message } = transfer;
          const text = message.content.type === "text" ? message.content.text : "";
          scripted.seen.push({ messageId, key, attempt, text, lookup });
        };
        const doSend = (transfer: TransferV1): Promise<SendOutcomeInput> => {
          see(transfer, false);
          return (options.send?.(transfer, connection) ?? Promise.resolve(received())) as Promise<SendOutcomeInput>;
        };
        const { lookup, parse = () => [], sync, probe } = options;
        const doLookup = (transfer: TransferV1): Promise<SendOutcomeInput> => {
          see(transfer, true);
          return lookup?.(transfer, connection) as Promise<SendOutcomeInput>;
        };
        const outboundMessages: OutboundMessagesV1 = lookup === undefined ? { doSend } : { doSend, doLookup };
        return {
          outboundMessages,
          inboundEvents: { doParse: parse },
          ...(sync === undefined ? {} : { mailboxSync: { doSync: sync } }),
          ...(probe === undefined ? {} : { probe: { doProbe: probe } }),
          ...options.offers,
          close: () => {
            scripted.closed += 1;
            return options.closing?.() ?? Promise.resolve();
          },
        };
      },
    }),
  };
  return scripted;
}
