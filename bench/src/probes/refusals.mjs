import { startCpuMeter } from "../measure/cpu-meter.mjs";
import { openHost } from "../plugboard/open-host.mjs";
import { toOutboundMessage } from "../plugboard/to-outbound-message.mjs";

const HOOKS = 8;
const MESSAGES_AT_ONCE = 64;

/** @param {import("@plugboard/core").ContactCenter} center @param {any} channel @param {number} durationMs */
async function refuse(center, channel, durationMs) {
  const startedAt = performance.now();
  let messages = 0;
  while (performance.now() - startedAt < durationMs) {
    const batch = Array.from({ length: MESSAGES_AT_ONCE }, () => center.send(toOutboundMessage(messages++, channel)));
    for (const result of await Promise.all(batch))
      if (result.accepted) throw new Error("accepted what was to be refused");
  }
  return messages;
}

/**
 * What a refused message costs. Refused by the first gate, by the one that looks at the content, or by the last of eight
 * synchronous hooks behind all gates: the differences are what gates and hooks cost, for validation, hashing and the audit
 * entry are the same.
 * @typedef {{ refuseBy: "first-gate" | "content-gate" | "last-hook", warmupMs: number, windowMs: number }} Refusals
 * @param {import("./open-variant.mjs").VariantSetup & Refusals} params
 */
export default async function refusals(params) {
  const { center, channels } = await openHost({
    ...params,
    store: "memory",
    carriesText: params.refuseBy !== "content-gate",
  });
  const [channel] = channels;
  if (params.refuseBy === "first-gate") {
    const act = { actor: "bench", authority: "administrator", at: "2026-01-01T00:00:00.000Z" };
    await center.accounts.block({ accountId: channel.accountId, act, reason: "bench" });
  } else if (params.refuseBy === "last-hook") {
    for (let hook = 1; hook <= HOOKS; hook += 1) {
      const verdict = hook === HOOKS ? { refuse: "BENCH" } : undefined;
      center.hook("message-sending", () => verdict, { name: `hook-${hook}` });
    }
  }
  await refuse(center, channel, params.warmupMs);
  const readCpu = startCpuMeter(undefined);
  const messages = await refuse(center, channel, params.windowMs);
  return { refused: messages, cpuUs: readCpu().cpuUs / messages };
}
