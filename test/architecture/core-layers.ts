/** What a folder of core may import from the others. */
export interface CoreLayer {
  /** Folders or single modules it may import. */
  readonly imports: readonly string[];
  /** Folders of which it may know the types, and nothing at run time: those of services the container hands to it. */
  readonly knows?: readonly string[];
}

/** The names of the services, which every class of core gives to `@inject`. */
const TOKENS = "di/tokens";
const BELOW_THE_DESKS = [
  "spec",
  "ports",
  "policy",
  "commit",
  "egress",
  "ledger",
  "availability",
  "timing",
  "collections",
  "schemas",
  "people",
  "sealing",
  TOKENS,
];

/**
 * Who may import whom inside packages/core/src: host → outbound, inbound → policy → spec, and core → ports → spec. A folder
 * that is missing here is reported, so a new one gets its place in the house before it gets its first caller.
 */
export const CORE_LAYERS: Readonly<Record<string, CoreLayer>> = {
  spec: { imports: [] },
  collections: { imports: [] },
  schemas: { imports: [] },
  sealing: { imports: [], knows: ["ports"] },
  ports: { imports: ["spec", "collections", "sealing"] },
  policy: { imports: ["spec", "ports", TOKENS] },
  timing: { imports: ["spec", "ports"] },
  commit: { imports: ["spec", "ports", "timing", TOKENS], knows: ["host"] },
  egress: { imports: ["spec", "ports", "policy", "timing", "collections", TOKENS], knows: ["host"] },
  ledger: { imports: ["spec", "ports", "commit", "timing", "people", "sealing", TOKENS], knows: ["host"] },
  people: { imports: ["spec", "ports", "commit", "sealing", TOKENS] },
  availability: { imports: ["spec", "ports", "timing", TOKENS], knows: ["host"] },
  outbound: { imports: BELOW_THE_DESKS, knows: ["host"] },
  consent: { imports: [...BELOW_THE_DESKS, "outbound/payload-codec"], knows: ["host", "outbound"] },
  vault: { imports: ["spec", "ports", "commit", "timing", "collections", TOKENS], knows: ["ledger"] },
  blocks: {
    imports: [...BELOW_THE_DESKS, "outbound/messages-of"],
    knows: ["host", "outbound"],
  },
  rights: {
    imports: [...BELOW_THE_DESKS, "outbound/payload-codec", "outbound/messages-of", "calls/call-status"],
    knows: ["host", "outbound", "inbound", "consent", "blocks", "vault", "calls"],
  },
  calls: {
    imports: [...BELOW_THE_DESKS, "outbound/outcome-of-failure", "inbound/webhook/exceeds-limits"],
    knows: ["host", "outbound", "inbound"],
  },
  inbound: { imports: BELOW_THE_DESKS, knows: ["host", "outbound", "consent", "calls"] },
  host: { imports: [...BELOW_THE_DESKS, "outbound", "inbound", "consent", "blocks", "rights", "calls", "vault", "di"] },
  di: { imports: [...BELOW_THE_DESKS, "outbound", "inbound", "consent", "blocks", "rights", "calls", "vault", "host"] },
};
