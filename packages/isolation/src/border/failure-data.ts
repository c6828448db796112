import { ContactCenterError, errorCatalog } from "@plugboard/core/spec";
import type { FailureData } from "./frame.js";

const LONGEST = 2_000;

/**
 * An error as data: code and details of one of ours, the class of any other. No text, no stack and no cause cross the border: they may quote
 * content or credentials (G7).
 */
export function failureDataOf(error: unknown): FailureData {
  if (ContactCenterError.isInstance(error) && Object.hasOwn(errorCatalog, error.code)) {
    const details: NonNullable<FailureData["details"]> = {};
    for (const [name, value] of Object.entries(error.details)) {
      if (name.length > 64 || value === undefined) continue;
      if (typeof value === "string") details[name] = value.slice(0, LONGEST);
      else if (typeof value === "number" || typeof value === "boolean") details[name] = value;
      else details[name] = value.map((item) => item.slice(0, LONGEST));
    }
    return { code: error.code, details };
  }
  return { name: error instanceof Error && /^[A-Za-z]{1,64}$/.test(error.name) ? error.name : "unknown" };
}
