import { startCpuMeter } from "../measure/cpu-meter.mjs";
import { median } from "../measure/median.mjs";
import { openHost } from "../plugboard/open-host.mjs";
import { toOutboundMessage } from "../plugboard/to-outbound-message.mjs";

const HOOKS = 8;
const MESSAGES_AT_ONCE = 64;
/** Messages refused in a row by one of them: short beside what else a machine does, long beside the meter. */
const SLICE_MESSAGES = 1_024;
/** Pairs of slices there are at the least, however busy the machine is. */
const FEWEST_PAIRS = 30;
const ACT = { actor: "bench", authority: /** @type {const} */ ("administrator"), at: "2026-01-01T00:00:00.000Z" };

/** CPU microseconds a message. @param {import("@plugboard/core").ContactCenter} center @param {any} channel @param {string} code */
async function refuse(center, channel, code) {
  const readCpu = startCpuMeter(undefined);
  for (let sent = 0; sent < SLICE_MESSAGES; sent += MESSAGES_AT_ONCE) {
    const batch = Array.from({ length: MESSAGES_AT_ONCE }, (_, step) =>
      center.send(toOutboundMessage(sent + step, channel)),
    );
    for (const result of await Promise.all(batch))
      if (result.accepted || result.refusal.code !== code) throw new Error(`it was to be refused with ${code}`);
  }
  return readCpu().cpuUs / SLICE_MESSAGES;
}

/**
 * What gates and hooks cost: messages refused by the first gate, and by the last of eight synchronous hooks behind all gates, in turn and in one
 * process. Validation, hashing and an audit entry of as many words are the same in both, and so is what else the machine does meanwhile: their difference is taken
 * slice by slice.
 * @param {import("./open-variant.mjs").VariantSetup & { warmupMs: number, windowMs: number }} params
 */
export default async function refusals(params) {
  const { center, channels } = await openHost({ ...params, store: "memory" });
  const [channel] = channels;
  for (let hook = 1; hook <= HOOKS; hook += 1) {
    const verdict = hook === HOOKS ? { refuse: "BENCH" } : undefined;
    center.hook("message-sending", () => verdict, { name: `hook-${hook}` });
  }
  const { accountId } = channel;
  const placing = { cause: { kind: "suspicion" }, subject: { kind: "account" }, measure: { kind: "block" } };
  const first = async () => {
    const { blockId } = await center.blocks.place({ accountId, ...placing, reason: "bench", act: ACT });
    const cpuUs = await refuse(center, channel, "ACCOUNT_BLOCKED");
    const lifting = { decision: /** @type {const} */ ("lifted"), messages: /** @type {const} */ ("release") };
    await center.blocks.decide({ accountId, blockId, ...lifting, reason: "bench", act: ACT });
    return cpuUs;
  };
  const last = () => refuse(center, channel, "HOOK_REFUSED");
  const until = async (/** @type {number} */ durationMs, /** @type {(pair: [number, number]) => void} */ seen) => {
    const startedAt = performance.now();
    for (let turn = 0; turn < FEWEST_PAIRS || performance.now() - startedAt < durationMs; turn += 1) {
      // Each goes first as often: what one leaves to the collector is paid by the next.
      if (turn % 2 === 0) seen([await first(), await last()]);
      else {
        const lastUs = await last();
        seen([await first(), lastUs]);
      }
    }
  };
  await until(params.warmupMs, () => undefined);
  /** @type {[number, number][]} */
  const pairs = [];
  await until(2 * params.windowMs, (pair) => pairs.push(pair));
  await center.close();
  return {
    slices: pairs.length,
    firstGateUs: median(pairs.map(([firstUs]) => firstUs)),
    lastHookUs: median(pairs.map(([, lastUs]) => lastUs)),
    gatesUs: median(pairs.map(([firstUs, lastUs]) => lastUs - firstUs)),
  };
}
