import type { RefusalEntry } from "./refusal-entry.js";

/** What whoever runs the host blocks, limits or refuses at its own discretion. */
export const hostRefusals = {
  CHANNEL_BLOCKED: {
    gate: "block",
    rule: "R20",
    party: "account",
    reason: "the channel is blocked",
    remedy:
      "answer it with `blocks.refute`, or use another channel; whoever runs the host decides with `blocks.decide`",
  },
  RECIPIENT_BLOCKED: {
    gate: "block",
    rule: "R20",
    party: "account",
    reason: "a recipient is blocked for this account",
    remedy: "leave out the recipients at the positions named, or answer the block with `blocks.refute`",
  },
  FAIR_USE_EXCEEDED: {
    gate: "fair-use",
    rule: "R19",
    party: "account",
    reason: "the account has sent as many messages as its plan allows in this time",
    remedy:
      "send it again at `details.until`, to fewer `details.recipients` where the message goes to several, or have the plan changed with `accounts.setPolicy`",
  },
  FAIR_USE_REDUCED: {
    gate: "fair-use",
    rule: "R20",
    party: "account",
    reason: "the rate was reduced, and this time's messages are used up",
    remedy: "send it again at `details.until`, or answer the limit with `blocks.refute`",
  },
  FAIR_USE_UNKNOWN: {
    gate: "fair-use",
    rule: "R19",
    party: "host",
    reason: "the host cannot count the account's messages now, and lets nothing through uncounted",
    remedy: "send it again later; whoever runs the host looks at the usage counter",
  },
  HOOK_REFUSED: {
    gate: "activation",
    rule: "R10",
    party: "host",
    reason: "a hook of the host refused the message",
    remedy: "look at `details.hook`",
  },
} as const satisfies Record<string, RefusalEntry>;
