/**
 * So that nobody changes it: not a plugin between two attempts, not a hook (R8). Bytes cannot be frozen. What is frozen already counts as
 * frozen whole; parts are frozen before what holds them, since looking through a frozen object costs twice as much.
 */
export function freezeDeep(value: object): void {
  if (!Object.isFrozen(value)) freezeFromBelow(value);
}

function freezeFromBelow(value: object): void {
  if (Array.isArray(value)) for (const part of value as readonly unknown[]) freezePart(part);
  else if (ArrayBuffer.isView(value)) return;
  else for (const key in value) freezePart((value as Readonly<Record<string, unknown>>)[key]);
  Object.freeze(value);
}

function freezePart(part: unknown): void {
  if (typeof part === "object" && part !== null) freezeFromBelow(part);
}
