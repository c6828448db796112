import type { EncodedGroup } from "./encoded-group.js";

/** What of a group is moved to the worker instead of copied. */
export function buffersOf({ steps, bytes }: EncodedGroup): ArrayBuffer[] {
  const buffers = bytes ? [bytes.buffer] : [];
  for (const step of steps) if ("numbers" in step) buffers.push(step.bytes.buffer);
  return buffers;
}
