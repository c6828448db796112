import { ContactCenterError, type ProviderV1, type SendOutcomeInput } from "@plugboard/core";
import { withSend } from "./with-send.js";

/** Takes every failure for one that can be repeated, each time with a key of its own: what a provider must not do (G2). */
export function blindlyResending(provider: ProviderV1): ProviderV1 {
  return withSend(provider, (doSend) => async (transfer) => {
    const { message, messageId, transferId, attempt, deadlineAtMs } = transfer;
    const again: SendOutcomeInput = { outcome: "try-again", code: "FAILED", party: "provider" };
    try {
      const renamed = { message, messageId, transferId, attempt, deadlineAtMs, idempotencyKey: transferId };
      const outcome = await doSend(renamed);
      return outcome.outcome === "received" ? outcome : again;
    } catch (error) {
      if (!ContactCenterError.isInstance(error)) throw error;
      return again;
    }
  });
}

/** Tries on its own within one attempt, so that the host's maximum is no maximum. */
export function resendingWithinAttempt(provider: ProviderV1, times: number): ProviderV1 {
  return withSend(provider, (doSend) => async (transfer) => {
    for (let left = times; left > 1; left -= 1) {
      const outcome = await doSend(transfer).catch(() => undefined);
      if (outcome?.outcome === "received") return outcome;
    }
    return doSend(transfer);
  });
}

/** Does not say how long the other side asked it to wait. */
export function forgettingRetryAfter(provider: ProviderV1): ProviderV1 {
  return withSend(provider, (doSend) => async (transfer) => {
    const outcome = await doSend(transfer);
    if (outcome.outcome !== "try-again") return outcome;
    const { code, party } = outcome;
    return { outcome: "try-again", code, party };
  });
}

/** Blames the recipient for everything. */
export function blamingTheRecipient(provider: ProviderV1): ProviderV1 {
  return withSend(provider, (doSend) => async (transfer) => {
    const blame: SendOutcomeInput = { outcome: "try-again", code: "FAILED", party: "recipient" };
    const outcome = await doSend(transfer).catch(() => blame);
    return outcome.outcome === "received" ? outcome : blame;
  });
}

/** Holds up the whole process at each send. */
export function busyFor(provider: ProviderV1, busyMs: number): ProviderV1 {
  return withSend(provider, (doSend) => (transfer) => {
    const endMs = performance.now() + busyMs;
    while (performance.now() < endMs);
    return doSend(transfer);
  });
}

/** Keeps something of every message for ever. */
export function leaking(provider: ProviderV1, sizeBytes: number): ProviderV1 {
  const kept: Buffer[] = [];
  return withSend(provider, (doSend) => (transfer) => {
    kept.push(Buffer.alloc(sizeBytes, kept.length));
    return doSend(transfer);
  });
}
