/** Fields of a signed form at most; what a forger sends beyond is not even split. */
const MOST_FIELDS = 1_000;

/**
 * The fields of an urlencoded form, as they came.
 * @returns nothing for a form with too many fields, an empty name or the same pair twice: a sender signs none of these, and a forger could
 *   add them to a signed form unseen.
 */
export function formFields(body: Uint8Array): readonly (readonly [name: string, value: string])[] | undefined {
  const text = new TextDecoder().decode(body);
  let fields = 1;
  for (let at = text.indexOf("&"); at !== -1; at = text.indexOf("&", at + 1)) fields += 1;
  if (fields > MOST_FIELDS) return undefined;
  const pairs = [...new URLSearchParams(text)];
  // The length keeps apart what would run together.
  const different = new Set(pairs.map(([name, value]) => `${String(name.length)} ${name}${value}`));
  const strange = different.size !== pairs.length || pairs.some(([name]) => name === "");
  return strange ? undefined : pairs;
}
