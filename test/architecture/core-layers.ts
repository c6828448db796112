/**
 * Who may import whom inside packages/core/src. A folder that is missing here is reported, so a new one gets its place
 * in the house before it gets its first caller.
 */
export const CORE_LAYERS: Readonly<Record<string, readonly string[]>> = {
  spec: [],
  ports: ["spec"],
  policy: ["spec", "ports", "di/tokens"],
  egress: ["spec", "ports", "policy", "di/tokens"],
  ledger: ["spec", "ports", "di/tokens"],
  availability: ["spec", "ports", "di/tokens"],
  outbound: ["spec", "ports", "policy", "egress", "ledger", "availability", "di/tokens"],
  inbound: ["spec", "ports", "policy", "egress", "ledger", "availability", "di/tokens"],
  host: ["spec", "ports", "policy", "egress", "ledger", "availability", "outbound", "inbound", "di"],
  di: ["spec", "ports", "policy", "egress", "ledger", "availability", "outbound", "inbound", "host"],
};
