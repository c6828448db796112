import { z } from "zod";
import { outcomeOfFailure } from "../outbound/outcome-of-failure.js";
import type { ProbeResult, ProbeV1 } from "../spec/capabilities/probe.js";
import { partySchema } from "../spec/party.js";
import { untilAborted } from "../timing/until-aborted.js";
import { withinTime } from "../timing/within-time.js";

const PROBE_TIMEOUT_MS = 15_000;

/** What a plugin answers, checked. */
const probeResultSchema = z.lazy(() =>
  z.object({
    state: z.enum(["operational", "degraded", "down"]),
    party: partySchema.optional(),
    code: z
      .string()
      .regex(/^[A-Z][A-Z0-9_]{1,63}$/)
      .optional(),
    certainty: z.number().min(0).max(1),
    latencyMs: z.number().min(0).optional(),
  }),
);

/**
 * Asks a plugin whether its channel works. One that fails, takes too long or answers nonsense is a fault of the plugin, not of who asked.
 * @param ended - nobody waits any more: the result is `CHANNEL_CLOSED`.
 */
export async function runProbe(probe: ProbeV1, ended: AbortSignal): Promise<ProbeResult> {
  const failed = (code: string): ProbeResult => ({ state: "down", party: "host", code, certainty: 0.5 });
  const asked = new AbortController();
  const giveUp = (code: string): ProbeResult => {
    asked.abort();
    return failed(code);
  };
  try {
    const answered = untilAborted(probe.doProbe(asked.signal), ended, () => giveUp("CHANNEL_CLOSED"));
    const result = await withinTime(answered, PROBE_TIMEOUT_MS, () => giveUp("PROBE_TIMEOUT"));
    const parsed = probeResultSchema.safeParse(result);
    if (!parsed.success) return failed("PROBE_INVALID");
    const { party, code, latencyMs, ...rest } = parsed.data;
    return {
      ...rest,
      ...(party === undefined ? {} : { party }),
      ...(code === undefined ? {} : { code }),
      ...(latencyMs === undefined ? {} : { latencyMs }),
    };
  } catch (error) {
    const outcome = outcomeOfFailure(error, false);
    return outcome.outcome === "received"
      ? failed("PLUGIN_FAILED")
      : { state: "down", party: outcome.party, code: outcome.code, certainty: 0.5 };
  }
}
