/** What a level is made of: a provider has one when every check of it and of the levels below passed. */
export type Tier = "bronze" | "silver" | "gold";

/** The rules the kit checks. Each has a provider in `bad-providers` that breaks it, or a mutant of core where only core can. */
export const kitRules = {
  "manifest-complete": {
    tier: "bronze",
    from: "R13, R17",
    meaning: "the manifest says all a host must show and enforce",
  },
  capabilities: {
    tier: "bronze",
    from: "DESIGN: capabilities",
    meaning: "what is declared works, and nothing else is there",
  },
  "content-carried": { tier: "bronze", from: "R8", meaning: "every declared content feature reaches the provider" },
  "content-bounds": {
    tier: "bronze",
    from: "R8",
    meaning: "what is not declared, or too long, is refused and never cut",
  },
  "wire-fidelity": { tier: "bronze", from: "R8, G4", meaning: "content leaves as it was handed over, byte for byte" },
  "egress-hosts": {
    tier: "bronze",
    from: "R13, G5",
    meaning: "nothing leaves but through the guard, to declared hosts",
  },
  "transfer-ends": { tier: "bronze", from: "R12", meaning: "a transfer ends when the provider has the message" },
  border: {
    tier: "bronze",
    from: "DESIGN: only data crosses",
    meaning: "only structured-cloneable data crosses the border",
  },
  close: { tier: "bronze", from: "R3", meaning: "closing ends everything, and a second time is harmless" },
  "personal-data": { tier: "silver", from: "R12", meaning: "only declared categories of personal data leave" },
  privacy: { tier: "silver", from: "G7", meaning: "no personal data, content or secret in errors, logs, events" },
  outcomes: { tier: "silver", from: "FAULTS B", meaning: "every fault is classified as the table says" },
  suppressions: {
    tier: "silver",
    from: "R16, R21",
    meaning: "only what says so of the person keeps them from being written to, no ordinary fault",
  },
  idempotency: { tier: "silver", from: "G2", meaning: "a lost answer makes no duplicate and no loss, as declared" },
  probe: { tier: "silver", from: "R7", meaning: "a probe sends nothing and blames the right party" },
  deadline: { tier: "silver", from: "FAULTS B", meaning: "deadlines and abort signals end what takes too long" },
  credentials: {
    tier: "silver",
    from: "R22, DESIGN: credentials are resolvers",
    meaning: "nothing is asked with credentials that are no longer the account's, or are another's",
  },
  forgeries: { tier: "gold", from: "PROVIDERS: the 16 forgeries", meaning: "no forged webhook gets in" },
  "inbound-events": { tier: "gold", from: "DESIGN: inbound", meaning: "deliveries become the events they are" },
  deduplication: {
    tier: "gold",
    from: "G3, FAULTS C",
    meaning: "a repeated delivery is shown once, two are shown twice",
  },
  "delivery-reports": { tier: "gold", from: "G9", meaning: "reports move a message forward, never back" },
  "no-echo": { tier: "gold", from: "R9", meaning: "the account's own messages do not come back as messages" },
} as const satisfies Record<string, { tier: Tier; from: string; meaning: string }>;
export type KitRule = keyof typeof kitRules;
