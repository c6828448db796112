/**
 * Activates one channel the way a person would: is shown the disclosure, accepts the terms, gives the instruction.
 * @param {import("@plugboard/core").ContactCenter} center
 * @param {string} accountId
 * @param {string} providerId
 * @param {{ channelId?: string, secret?: string }} [more]
 * @returns {Promise<{ accountId: string, channelId: string }>}
 */
export async function activateChannel(center, accountId, providerId, more = {}) {
  const act = { actor: "bench", authority: /** @type {const} */ ("administrator"), at: "2026-01-01T00:00:00.000Z" };
  const result = await center.channels.activate({
    ...more,
    accountId,
    providerId,
    instructed: act,
    shown: center.channels.disclosure(providerId),
    termsAccepted: act,
    residency: { zones: ["EEA"] },
  });
  if (!result.activated) throw new Error(`channel not activated: ${result.refusal.code}`);
  return { accountId, channelId: result.channelId };
}
