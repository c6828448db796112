import { natives } from "./natives.js";

/** An id nobody else makes. `randomUUID` is there on secure pages only. */
export function makeId(): string {
  if (natives.randomUUID !== undefined) return natives.randomUUID();
  const bytes = natives.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
