import type { ProviderManifest } from "@plugboard/core/spec";

export const tierNames = ["none", "bronze", "silver", "gold"] as const;
export type Tier = (typeof tierNames)[number];

interface TierRule {
  readonly tier: Exclude<Tier, "none">;
  /** Whether evidence without a check of this rule is incomplete. */
  readonly isNeeded: (manifest: ProviderManifest) => boolean;
}

const always = (): boolean => true;
const has =
  (...names: ProviderManifest["capabilities"]) =>
  ({ capabilities }: ProviderManifest): boolean =>
    names.some((name) => capabilities.includes(name));
const sends = has("outboundMessages");
const asks = has("outboundMessages", "probe");
const callsSomebody = ({ endpoints }: ProviderManifest): boolean =>
  endpoints.some(({ direction }) => direction === "connect");
const hears = has("inboundEvents", "deliveryReports");

/** The kit's rules with their levels (a test holds them against the kit's own), and when a provider's evidence has to have them. */
export const tierRules: Readonly<Record<string, TierRule>> = {
  "manifest-complete": { tier: "bronze", isNeeded: always },
  capabilities: { tier: "bronze", isNeeded: always },
  "content-carried": { tier: "bronze", isNeeded: sends },
  "content-bounds": { tier: "bronze", isNeeded: sends },
  "wire-fidelity": { tier: "bronze", isNeeded: sends },
  "egress-hosts": { tier: "bronze", isNeeded: always },
  "transfer-ends": { tier: "bronze", isNeeded: sends },
  border: { tier: "bronze", isNeeded: always },
  close: { tier: "bronze", isNeeded: always },
  "personal-data": { tier: "silver", isNeeded: sends },
  privacy: { tier: "silver", isNeeded: always },
  outcomes: { tier: "silver", isNeeded: sends },
  suppressions: { tier: "silver", isNeeded: sends },
  idempotency: { tier: "silver", isNeeded: sends },
  probe: { tier: "silver", isNeeded: has("probe") },
  deadline: { tier: "silver", isNeeded: sends },
  credentials: { tier: "silver", isNeeded: (manifest) => callsSomebody(manifest) && asks(manifest) },
  forgeries: { tier: "gold", isNeeded: ({ webhooks }) => webhooks !== undefined },
  "inbound-events": { tier: "gold", isNeeded: hears },
  // Only where a person's messages come in, which a manifest does not tell apart from reports.
  deduplication: { tier: "gold", isNeeded: () => false },
  "delivery-reports": { tier: "gold", isNeeded: has("deliveryReports") },
  "no-echo": { tier: "gold", isNeeded: () => false },
};
