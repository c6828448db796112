import type { MessageParts } from "../fixtures/sample-message.js";
import type { ValueAt } from "./value-at.js";

/** Names whose values say what kind of thing something is: the provider has its own words for them. */
const KINDS: ReadonlySet<string> = new Set(["type", "action", "source", "kind", "contentType", "role", "index"]);

/** Everything a message says: each text, number and file of its content, and the message it answers. */
export function contentValues({ content, replyToProviderMessageId }: MessageParts): readonly ValueAt[] {
  const values: ValueAt[] = [...valuesBelow(content, "content")];
  if (replyToProviderMessageId !== undefined)
    values.push({ path: "replyToProviderMessageId", value: replyToProviderMessageId });
  return values;
}

function* valuesBelow(value: unknown, path: string): Generator<ValueAt> {
  if (typeof value === "string" || typeof value === "number" || value instanceof Uint8Array) yield { path, value };
  else if (Array.isArray(value))
    for (const [index, part] of value.entries()) yield* valuesBelow(part, `${path}.${index}`);
  else if (typeof value === "object" && value !== null)
    for (const [name, part] of Object.entries(value)) if (!KINDS.has(name)) yield* valuesBelow(part, `${path}.${name}`);
}
