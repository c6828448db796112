import type { ValueAt } from "./value-at.js";

/** Whether a value is among what requests carried, unchanged: a text as a whole, a number in any notation, a file as it is or in base64. */
export function isCarried(value: ValueAt["value"], carried: readonly (string | Uint8Array)[]): boolean {
  if (typeof value === "string") return carried.includes(value);
  if (typeof value === "number")
    return carried.some((one) => typeof one === "string" && one.trim() !== "" && Number(one) === value);
  const bytes = Buffer.from(value);
  const base64 = bytes.toString("base64");
  return carried.some((one) => (typeof one === "string" ? one === base64 : bytes.equals(one)));
}
