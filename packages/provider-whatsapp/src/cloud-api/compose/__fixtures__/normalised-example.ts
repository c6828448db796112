import { parseUrl } from "@plugboard/core/spec";

/**
 * An example of Meta with what stands for a value made a value, and what it leaves to the API's defaults said: nothing else is changed.
 * - `{{Recipient…}}` and `to` → one phone number; `http(s)://…` → an address; `<HEADER_TYPE>` → `text`
 * - no `recipient_type` → `individual`; no `type` → the one its content has
 * - the index of a template's button as the string the API documents; a text that is a boolean as text; the policy of a language, which the API dropped
 */
export function normalisedExample(example: Readonly<Record<string, unknown>>): Record<string, unknown> {
  if ("status" in example) return { ...example };
  const type = "text" in example ? "text" : "interactive" in example ? "interactive" : undefined;
  const walked = walk(example, "") as Record<string, unknown>;
  return { recipient_type: "individual", ...(type === undefined ? {} : { type }), ...walked, to: "+16505551234" };
}

function walk(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return value.map((one) => walk(one, key));
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(
      Object.entries(value)
        .filter(([name]) => !(key === "language" && name === "policy"))
        .map(([name, one]) => [name, walk(one, name)]),
    );
  if (key === "index" || (key === "text" && typeof value === "boolean")) return String(value);
  if (key === "link" && typeof value === "string" && parseUrl(value) === undefined) return "https://cdn.example.com/file";
  return value === "<HEADER_TYPE>" ? "text" : value;
}
