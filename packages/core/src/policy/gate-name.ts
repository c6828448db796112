/** Names of the gates, in the order they are asked. */
export const gateNames = [
  "account",
  "block",
  "activation",
  "terms",
  "capability",
  "attachment",
  "service-window",
  "legal-basis",
  "suppression",
  "restriction",
  "residency",
  "fair-use",
] as const;
export type GateName = (typeof gateNames)[number];
