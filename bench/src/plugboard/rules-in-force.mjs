const ACT = { actor: "bench", authority: /** @type {const} */ ("administrator"), at: "2026-01-01T00:00:00.000Z" };
/** People of an account about whom something stands: nobody the bench writes to. */
const PEOPLE = 200;
const NEVER_REACHED = 1_000_000_000;
const limitPer = (/** @type {"account" | "channel" | "provider"} */ per) =>
  /** @type {const} */ ({ per, messages: NEVER_REACHED, windowSeconds: 3_600 });

/** A plan whose limits are counted, and never reached. */
export const COUNTED_PLAN = {
  plans: { counted: { limits: [limitPer("account"), limitPer("channel"), limitPer("provider")] } },
  defaultPlan: "counted",
};

/** The basis every message states then. */
export const LEGAL_BASIS = { basis: "contract", purpose: "orders" };

const personOf = (/** @type {number} */ index) => ({ kind: "phone", value: `+4930${String(index).padStart(7, "0")}` });

/**
 * Gives every gate something to decide: a stated basis is demanded, people are suppressed, restricted and blocked, and messages are counted.
 * @param {import("@plugboard/core").ContactCenter} center
 * @param {string} accountId
 */
export async function putRulesInForce(center, accountId) {
  await center.accounts.setPolicy({ accountId, act: ACT, legalBasis: "stated" });
  const added = Array.from({ length: PEOPLE }, (_, index) =>
    center.suppressions.add({ accountId, address: personOf(index), reason: "opt-out", act: ACT }),
  );
  await Promise.all(added);
  const identity = { method: "passport", checkedBy: "bench", checkedAt: ACT.at };
  const order = { accountId, identity, receivedAt: ACT.at, act: ACT };
  await center.rights.request({ ...order, right: "restrict", addresses: [personOf(PEOPLE)] });
  await center.rights.request({ ...order, right: "object", addresses: [personOf(PEOPLE + 1)], purposes: ["offers"] });
  await center.blocks.place({
    accountId,
    subject: { kind: "recipient", address: personOf(PEOPLE + 2) },
    measure: { kind: "block" },
    cause: { kind: "suspicion" },
    reason: "bench",
    act: ACT,
  });
}
