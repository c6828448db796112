import { ContactCenterError } from "@plugboard/core/spec";

/** Why a connector's process ended. */
export type StopReason =
  | "exit"
  | "killed"
  | "busy-too-long"
  | "memory"
  | "start-timeout"
  | "start-failed"
  | "malformed"
  | "too-large"
  | "flood"
  | "manifest-differs";

/**
 * The connector's process does not run now: it ended, waits for its next start, or is held off. What was accepted for it waits (G1, G8).
 */
export class PluginStoppedError extends ContactCenterError {
  override readonly code = "PLUGIN_STOPPED";
  /** @param details - `failures` in a row and `startsAtMs`, when it is started again at the earliest: absent for what was asked while it ended. */
  constructor(details: { providerId: string; reason: StopReason; failures?: number; startsAtMs?: number }) {
    super("PLUGIN_STOPPED", details);
  }
}
