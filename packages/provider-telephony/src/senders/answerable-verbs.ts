import type { CallVerb, LoggerV1 } from "@plugboard/core/spec";
import { dialsUnderAnother } from "./dials-under-another.js";
import type { ownSenders } from "./own-senders.js";

const HANG_UP: readonly CallVerb[] = [{ verb: "hang-up", reason: "completed" }];

/**
 * The verbs a call that asks may have. An answer cannot be refused, and somebody waits on the line: verbs that would show another number of the account end the
 * call, as verbs do that the host itself refuses.
 */
export function answerableVerbs(
  verbs: readonly CallVerb[],
  { settings, logger }: { readonly settings: Parameters<typeof ownSenders>[0]; readonly logger: LoggerV1 },
): readonly CallVerb[] {
  if (!dialsUnderAnother(verbs, settings)) return verbs;
  logger.error("a call was ended: its verbs show a number that is not the channel's", { code: "SENDER_UNSUPPORTED" });
  return HANG_UP;
}
