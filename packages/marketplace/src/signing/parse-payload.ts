import type { z } from "zod";

const decoder = new TextDecoder("utf-8", { fatal: true });

/** @returns undefined when the payload is not JSON of this shape. */
export function parsePayload<Schema extends z.ZodType>(
  payload: Uint8Array,
  schema: Schema,
): z.output<Schema> | undefined {
  try {
    const parsed = schema.safeParse(JSON.parse(decoder.decode(payload)));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
