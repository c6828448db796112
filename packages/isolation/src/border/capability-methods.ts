import type { CapabilityName } from "@plugboard/core/spec";

/**
 * How a method of a capability crosses: `data` in and out; `transfer`: its message is taken away when it ends (R12); `signal`, `sink` and `site` have
 * an object of the host's beside their data.
 */
export type Crossing = "data" | "transfer" | "signal" | "sink" | "site";

/** Every method of the contract, and nothing else, can be called over the border. */
export const CAPABILITY_METHODS = {
  outboundMessages: { doSend: "transfer", doLookup: "transfer" },
  inboundEvents: { doParse: "data", doDeduplicationKey: "data", doHandshake: "data" },
  calls: { doCall: "data", doControl: "data", doAnswer: "data", doResume: "data" },
  mailboxSync: { doSync: "sink" },
  templates: { doListTemplates: "data" },
  media: { doUpload: "data", doDownload: "data", doDelete: "data" },
  conversationSignals: { doSignal: "data", doPresence: "data" },
  subjectRights: { doSubjectRight: "data" },
  webhookRegistration: { doRegister: "data", doUnregister: "data" },
  probe: { doProbe: "signal" },
  site: { doServe: "site", doRefuse: "site" },
} as const satisfies Record<Exclude<CapabilityName, "deliveryReports">, Record<string, Crossing>>;

/** Fields of a capability that are data and are read once, when the channel opens. */
export const CAPABILITY_FIELDS: Readonly<Record<string, readonly string[]>> = {
  conversationSignals: ["signals"],
  subjectRights: ["rights"],
};

export function crossingOf(capability: string, method: string): Crossing | undefined {
  if (!Object.hasOwn(CAPABILITY_METHODS, capability)) return undefined;
  const methods: Readonly<Record<string, Crossing>> = CAPABILITY_METHODS[capability as keyof typeof CAPABILITY_METHODS];
  return Object.hasOwn(methods, method) ? methods[method] : undefined;
}
