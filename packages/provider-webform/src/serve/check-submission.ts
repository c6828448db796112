import type { SubmittedForm } from "../body/submitted-form.js";
import { checkFiles } from "../files/check-files.js";
import { checkFields, type FieldProblem } from "../form/check-fields.js";
import { isAltchaSolved } from "../proof/altcha.js";
import { type FormToken, readFormToken } from "../token/form-token.js";
import { OWN_NAMES } from "../view/own-names.js";
import type { Visit } from "./visit.js";

/** What becomes of a submission before it is recorded. */
export type Verdict =
  | { readonly kind: "good"; readonly token: FormToken }
  | { readonly kind: "problems"; readonly problems: ReadonlyMap<string, FieldProblem>; readonly token: string }
  /** `token` and `too-fast` are mended by a fresh form; the others by nothing. */
  | { readonly kind: "refused"; readonly code: "token" | "too-fast" | "trap" | "proof" };

/** Clocks of two processes may differ a little. Milliseconds. */
const SKEW_MS = 5_000;

/** Token first: nothing else of a submission without one is looked at. */
export function checkSubmission(
  { context, request }: Visit,
  origin: string,
  keys: readonly string[],
  { values, files }: SubmittedForm,
): Verdict {
  const { settings, channelId } = context.connection;
  const { form, minimumFillSeconds, tokenValidForMinutes, proofOfWork } = settings;
  const tokenText = values.get(OWN_NAMES.token)?.[0] ?? "";
  const token = readFormToken(tokenText, keys, channelId, origin);
  if (token === undefined) return { kind: "refused", code: "token" };
  const ageMs = request.receivedAtMs - token.issuedAtMs;
  if (ageMs > tokenValidForMinutes * 60_000 || ageMs < -SKEW_MS) return { kind: "refused", code: "token" };
  if (ageMs < minimumFillSeconds * 1_000) return { kind: "refused", code: "too-fast" };
  if ((values.get(OWN_NAMES.trap) ?? []).some((value) => value !== "")) return { kind: "refused", code: "trap" };
  const proof = values.get(OWN_NAMES.proof)?.[0] ?? "";
  if (proofOfWork !== undefined && !isAltchaSolved(proof, keys, token.nonce, proofOfWork.maxNumber))
    return { kind: "refused", code: "proof" };
  const problems = checkFields(form, values);
  for (const [name, problem] of checkFiles(form, files)) problems.set(name, problem);
  // A field that is not on the form was not filled in on it.
  for (const name of values.keys()) if (!context.knownNames.has(name)) problems.set("", "option");
  return problems.size > 0 ? { kind: "problems", problems, token: tokenText } : { kind: "good", token };
}
