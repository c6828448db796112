/** So that nobody changes it: not a plugin between two attempts, not a hook (R8). Bytes cannot be frozen. */
export function freezeDeep(value: unknown): void {
  if (typeof value !== "object" || value === null || Object.isFrozen(value) || ArrayBuffer.isView(value)) return;
  Object.freeze(value);
  for (const key in value) freezeDeep((value as Readonly<Record<string, unknown>>)[key]);
}
