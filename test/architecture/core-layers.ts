/** Leaves of folders above that everyone may use: the names of the services, and the bus by which they tell of events. */
const SHARED = ["di/tokens", "host/event-bus", "host/host-events"];

/**
 * Who may import whom inside packages/core/src. A folder that is missing here is reported, so a new one gets its place
 * in the house before it gets its first caller.
 */
export const CORE_LAYERS: Readonly<Record<string, readonly string[]>> = {
  spec: [],
  ports: ["spec"],
  policy: ["spec", "ports", "di/tokens"],
  commit: ["spec", "ports", ...SHARED],
  egress: ["spec", "ports", "policy", ...SHARED],
  ledger: ["spec", "ports", "commit", ...SHARED],
  availability: ["spec", "ports", ...SHARED],
  outbound: ["spec", "ports", "policy", "commit", "egress", "ledger", "availability", ...SHARED],
  inbound: ["spec", "ports", "policy", "commit", "egress", "ledger", "availability", ...SHARED],
  host: ["spec", "ports", "policy", "commit", "egress", "ledger", "availability", "outbound", "inbound", "di"],
  di: ["spec", "ports", "policy", "commit", "egress", "ledger", "availability", "outbound", "inbound", "host"],
};
