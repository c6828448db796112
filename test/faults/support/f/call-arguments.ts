import type { Act, ContactCenter } from "@plugboard/core";
import type { FacadeMethod, FacadeParameter } from "./facade-methods.js";
import type { Ids } from "./two-accounts.js";
import { SHARED_NUMBER } from "./whole-provider.js";

/** Who calls, naming which account, with whose ids. */
export interface Caller {
  readonly accountId: unknown;
  readonly act: Act;
  readonly ids: Ids;
}

const address = { kind: "phone", value: SHARED_NUMBER };
const url = "https://hooks.example.com/webhooks/x";

/** Arguments whose type is declared elsewhere, by its name; the ids come from the caller. */
const OBJECTS: Readonly<Record<string, (caller: Caller, center: ContactCenter) => object>> = {
  OutboundMessageInput: ({ ids }) => ({
    ...{ channelId: ids["channelId"], idempotencyKey: ids["idempotencyKey"], recipients: [{ address }] },
    content: { type: "text", text: "a" },
    metadata: { waits: "no" },
  }),
  ActivationInstructionInput: ({ ids, act }, center) => ({
    ...{ channelId: ids["channelId"], providerId: "whole", secret: ids["name"], instructed: act, termsAccepted: act },
    shown: center.channels.disclosure("whole"),
    residency: { zones: ["EEA"] },
  }),
  ChannelConfigurationInput: ({ ids }) => ({
    ...{ channelId: ids["channelId"], providerId: "whole", secret: ids["name"], residency: { zones: ["EEA"] } },
  }),
  ChannelInstructionInput: ({ ids, act }, center) => ({
    ...{ channelId: ids["channelId"], instructed: act, shown: center.channels.disclosure("whole") },
  }),
  ConsentInput: ({ act }) => ({
    ...{ address, purposes: ["offers"], wording: "yes", method: "form", givenAt: act.at, source: "form", act },
  }),
  SuppressionInput: ({ act }) => ({ address, reason: "opt-out", act }),
  AccountPolicyInput: ({ act }) => ({ act, legalBasis: "stated" }),
  AccountBlock: ({ act }) => ({ act, reason: "because" }),
  AccountOrder: ({ act }) => ({ act, reason: "because" }),
  BlockOrder: ({ ids, act }) => ({
    ...{ act, reason: "because", cause: { kind: "suspicion" }, measure: { kind: "block" } },
    subject: { kind: "channel", channelId: ids["channelId"] },
  }),
  Refutation: ({ ids, act }) => ({ blockId: ids["blockId"], statement: "no", act }),
  BlockDecision: ({ ids, act }) => ({
    ...{ blockId: ids["blockId"], decision: "lifted", messages: "release", reason: "because", act },
  }),
  StoredCredentials: ({ ids, act }) => ({ channelId: ids["channelId"], name: ids["name"], value: { key: "k" }, act }),
  RotatedCredentials: ({ ids, act }) => ({ channelId: ids["channelId"], name: ids["name"], value: { key: "k" }, act }),
  CredentialAct: ({ ids, act }) => ({ channelId: ids["channelId"], name: ids["name"], act }),
  LedgerQuery: ({ ids }) => ({ channelId: ids["channelId"], messageId: ids["messageId"] }),
  LedgerExportQuery: () => ({}),
  EvidenceQuery: () => ({ address }),
  RightsOrder: ({ act }) => ({
    ...{ right: "erase", addresses: [address], receivedAt: act.at, act },
    identity: { method: "passport", checkedBy: act.actor, checkedAt: act.at },
  }),
  TaskCompletion: ({ ids, act }) => ({ requestId: ids["requestId"], targetId: ids["targetId"], proof: "letter", act }),
  CallStartInput: ({ ids }) => ({ channelId: ids["channelId"], to: SHARED_NUMBER }),
  CallCheckInput: ({ ids }) => ({ channelId: ids["channelId"], to: SHARED_NUMBER }),
};

/** Plain values by the name of their parameter. */
const VALUES: Readonly<Record<string, unknown>> = {
  ...{ address, scope: "email", reason: "because", providerId: "whole", signal: "read", url, log: "transfer" },
  ...{ verbs: [{ verb: "hang-up" }], purposes: ["news"], residency: { zones: ["EEA"] } },
};
/** Left out: they narrow, or are another matter. */
const LEFT_OUT = new Set(["settings", "options", "shown", "action", "after", "limit", "fromMs", "toMs", "secret"]);

/** What a call is made with, from the names and types of its parameters. */
export function callArguments(method: FacadeMethod, caller: Caller, center: ContactCenter): unknown[] {
  // Each call the message it is about: one that ended cannot be taken back.
  const ids = method.name === "cancel" ? { ...caller.ids, messageId: caller.ids["waitingId"] ?? "" } : caller.ids;
  const made = method.parameters.map((parameter) => valueOf(parameter, { ...caller, ids }, center));
  while (made.length > 0 && made.at(-1) === undefined) made.pop();
  return made;
}

function valueOf(parameter: FacadeParameter, caller: Caller, center: ContactCenter): unknown {
  const { name, type, members } = parameter;
  if (members.length > 0)
    return Object.fromEntries(
      members
        .map((member) => [member.name, valueOf(member, caller, center)] as const)
        .filter(([, value]) => value !== undefined),
    );
  const make = OBJECTS[type];
  if (make !== undefined) return { accountId: caller.accountId, ...make(caller, center) };
  if (name === "accountId") return caller.accountId;
  if (type === "Act") return caller.act;
  if (name === "state") return type.includes("available") ? "available" : undefined;
  if (LEFT_OUT.has(name)) return undefined;
  // A type nobody described here: everything that is known, so that a new call is attacked all the same.
  return caller.ids[name] ?? VALUES[name] ?? (/^[A-Z]/.test(type) ? { ...caller, ...caller.ids, address } : undefined);
}
