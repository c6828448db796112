import type { SubmittedForm } from "../body/submitted-form.js";
import type { FormState } from "../view/form-view.js";

/** What a person wrote, to be on the page again. Files cannot be: of those their fields say that they have to be chosen again. */
export function shownAgain(
  { values, files }: SubmittedForm,
  problems: ReadonlyMap<string, string> = new Map(),
): Pick<FormState, "values" | "problems"> {
  const lost = [...files.keys()].map((name) => [name, "choose-again"] as const);
  return { values, problems: new Map<string, string>([...lost, ...problems]) };
}
