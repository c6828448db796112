import { ContactCenterError } from "../spec/errors/contact-center-error.js";
import type { LogFields } from "../spec/connection/logger.js";

/** Which hook failed and how, for the log; never what its error says. */
export function hookOf(error: unknown): LogFields {
  if (!ContactCenterError.isInstance(error)) return {};
  const { hook, timeoutMs } = error.details;
  return {
    code: error.code,
    ...(typeof hook === "string" ? { hook } : {}),
    ...(typeof timeoutMs === "number" ? { timeoutMs } : {}),
  };
}
