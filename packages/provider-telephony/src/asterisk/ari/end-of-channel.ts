import type { CallEvent } from "@plugboard/core/spec";

type End = Required<Pick<CallEvent, "cause" | "party">>;

const RECIPIENT = { party: "recipient" } as const;
/** SIP final answers. RFC 3261 §21, RFC 8197 (607). */
const BY_SIP: Readonly<Record<number, End>> = {
  404: { cause: "unreachable", ...RECIPIENT },
  408: { cause: "no-answer", ...RECIPIENT },
  410: { cause: "unreachable", ...RECIPIENT },
  480: { cause: "unreachable", ...RECIPIENT },
  484: { cause: "unreachable", party: "account" },
  486: { cause: "busy", ...RECIPIENT },
  487: { cause: "cancelled", party: "account" },
  600: { cause: "busy", ...RECIPIENT },
  603: { cause: "declined", ...RECIPIENT },
  604: { cause: "unreachable", ...RECIPIENT },
  607: { cause: "declined", ...RECIPIENT },
};
/** Q.850 causes as Asterisk gives them. https://docs.asterisk.org/Configuration/Miscellaneous/Hangup-Cause-Mappings/ */
const BY_CAUSE: Readonly<Record<number, End>> = {
  0: { cause: "failed", party: "provider" },
  1: { cause: "unreachable", ...RECIPIENT },
  3: { cause: "unreachable", party: "network" },
  16: { cause: "completed", ...RECIPIENT },
  17: { cause: "busy", ...RECIPIENT },
  18: { cause: "no-answer", ...RECIPIENT },
  19: { cause: "no-answer", ...RECIPIENT },
  20: { cause: "unreachable", ...RECIPIENT },
  21: { cause: "declined", ...RECIPIENT },
  22: { cause: "unreachable", ...RECIPIENT },
  26: { cause: "completed", party: "account" },
  27: { cause: "unreachable", ...RECIPIENT },
  28: { cause: "unreachable", party: "account" },
  31: { cause: "completed", ...RECIPIENT },
  34: { cause: "failed", party: "network" },
  38: { cause: "failed", party: "network" },
  41: { cause: "failed", party: "network" },
  42: { cause: "failed", party: "network" },
  127: { cause: "failed", party: "provider" },
};

/** Why a channel is gone. The SIP answer says it more exactly than the cause it was mapped to, where there is one. */
export function endOfChannel(
  cause: number,
  sipStatus: number | undefined,
): End & Partial<Pick<CallEvent, "sipStatus" | "providerCode">> {
  const isFinal = sipStatus !== undefined && sipStatus >= 300 && sipStatus <= 699;
  const end = (isFinal ? BY_SIP[sipStatus] : undefined) ?? BY_CAUSE[cause] ?? { cause: "failed", party: "provider" };
  return { ...end, ...(isFinal ? { sipStatus } : {}), providerCode: String(cause) };
}
