import type { KitRule } from "../kit/kit-rules.js";

/** A guard of core, switched off in memory. */
export interface CoreMutant {
  readonly name: string;
  /** Below packages/core/src. */
  readonly file: string;
  /** Must be there exactly once: a mutant that changes nothing would say nothing. */
  readonly find: string;
  readonly replace: string;
  /** The rule of the kit that must notice. */
  readonly noticedBy: KitRule;
  /** What the good provider is; by key where absent. */
  readonly idempotency?: "none";
}

/** Guards that stand between a bad plugin, a forger or a bug and the rules. */
export const coreMutants: readonly CoreMutant[] = [
  {
    name: "every webhook signature is right",
    file: "inbound/schemes/verify-webhook.ts",
    find: "return secrets.some(",
    replace: "return true || secrets.some(",
    noticedBy: "forgeries",
  },
  {
    name: "a timestamp of any age is recent",
    file: "inbound/schemes/is-recent.ts",
    find: "return Math.abs(nowMs / 1_000 - Number(timestamp)) <= toleranceSeconds;",
    replace: "return true;",
    noticedBy: "forgeries",
  },
  {
    name: "the secret before a rotation is forgotten",
    file: "inbound/webhook/webhook-secrets.ts",
    find: "if (previous === undefined) return [secret];",
    replace: "return [secret];",
    noticedBy: "forgeries",
  },
  {
    name: "a channel that does not exist is told from a wrong signature",
    file: "inbound/webhook-desk.ts",
    find: "if (channel === undefined) return await this.refuse(request);",
    replace: "if (channel === undefined) return empty(404);",
    noticedBy: "forgeries",
  },
  {
    name: "every delivery is a new one",
    file: "inbound/webhook/deduplication-key.ts",
    find: "const key = plugin?.doDeduplicationKey?.(raw);",
    replace: "if (Date.now() > 0) return String(Math.random());\n    const key = plugin?.doDeduplicationKey?.(raw);",
    noticedBy: "deduplication",
  },
  {
    name: "a report moves a message wherever it says",
    file: "policy/delivery-state-policy.ts",
    find: "if (nextRank > currentRank) return next;",
    replace: "return next;",
    noticedBy: "delivery-reports",
  },
  {
    name: "every address of an operation is declared",
    file: "egress/http/find-below.ts",
    find: "if (!guards.origin(asked.text, target.declared.text) && asked.text !== target.origin.text) continue;",
    replace: "",
    noticedBy: "egress-hosts",
  },
  {
    name: "every operation is declared",
    file: "egress/channel/channel-state.ts",
    find: 'if (!route) throw new EgressRefusedError("operation-undeclared", { channelId: this.channelId });',
    replace: "if (!route) return [...this.routes.values()][0]!;",
    noticedBy: "egress-hosts",
  },
  {
    name: "a request needs no open transfer",
    file: "egress/strict-guards.ts",
    find: "transfer: (openFor, operation) => openFor === operation,",
    replace: "transfer: () => true,",
    noticedBy: "transfer-ends",
  },
  {
    name: "a transfer's message stays readable",
    file: "outbound/transfer-desk.ts",
    find: "transfer.end(facts.bytesOut);",
    replace: "",
    noticedBy: "transfer-ends",
  },
  {
    name: "every channel carries every content",
    file: "policy/capability-policy.ts",
    find: "if (contentBytes > content.maxContentBytes)",
    replace: "if (Date.now() > 0) return undefined;\n  if (contentBytes > content.maxContentBytes)",
    noticedBy: "content-bounds",
  },
  {
    name: "bytes that may have arrived did not",
    file: "outbound/outcome-of-failure.ts",
    find: 'if (error.requestSent || requestSent) return { outcome: "unknown", code, party: error.party };',
    replace: "",
    noticedBy: "outcomes",
  },
  {
    name: "an unknown outcome is sent again",
    file: "outbound/next-step.ts",
    find: "if (facts.sendAgainWhenUnknown) return",
    replace: "if (Date.now() > 0) return",
    noticedBy: "idempotency",
    idempotency: "none",
  },
  {
    name: "events tell what a message says",
    file: "outbound/send-desk.ts",
    find: "acceptedAtMs, contentHash });",
    replace: "acceptedAtMs, contentHash, ...{ message } });",
    noticedBy: "privacy",
  },
];
