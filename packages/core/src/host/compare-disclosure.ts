import type { Disclosure } from "../policy/disclosure.js";
import { type Refusal, refusal } from "../policy/refusal.js";
import type { ShownTexts } from "./activation-instruction.js";

/**
 * Whether what was shown is what the provider discloses now, to the letter; and the texts that were shown the ones its manifest has the
 * hashes of.
 */
export function compareDisclosure(
  current: Disclosure,
  shown: Disclosure,
  texts: ShownTexts | undefined,
): Refusal | undefined {
  // Of both: what was shown may say more than the provider does, too.
  const differing = (Object.keys({ ...shown, ...current }) as (keyof Disclosure)[]).filter(
    (key) => JSON.stringify(current[key]) !== JSON.stringify(shown[key]),
  );
  if (differing.length > 0) return refusal("INSTRUCTION_MISMATCH", { fields: differing });
  const wrong = (texts ?? []).filter(({ kind, version, sha256 }) => {
    const declared = current.documents.find((one) => one.kind === kind && one.version === version);
    return declared === undefined || (declared.sha256 !== undefined && declared.sha256 !== sha256);
  });
  if (wrong.length === 0) return undefined;
  return refusal("INSTRUCTION_MISMATCH", {
    fields: ["shownTexts"],
    documents: wrong.map(({ kind, version }) => `${kind} ${version}`),
  });
}
