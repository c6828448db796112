import type { ShownForm } from "../form/shown-form.js";
import { controlsOf } from "./read-controls.js";

/** Says at every field what is wrong, and takes the reader to the first; nothing wrong takes all of it away. */
export function showProblems(
  form: HTMLFormElement,
  { words }: ShownForm,
  problems: ReadonlyMap<string, string>,
  failure?: string,
): void {
  for (const place of form.querySelectorAll<HTMLElement>("[data-error-of]")) {
    const problem = problems.get(place.dataset["errorOf"] ?? "");
    place.hidden = problem === undefined;
    place.textContent = problem === undefined ? "" : (words.problems[problem] ?? words.correct);
  }
  const controls = controlsOf(form);
  for (const control of controls)
    if (problems.has(control.name)) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
  const summary = form.querySelector<HTMLElement>("[data-summary]");
  const said = failure ?? (problems.size > 0 ? words.correct : undefined);
  if (summary !== null) {
    summary.hidden = said === undefined;
    summary.textContent = said ?? "";
  }
  if (said === undefined) return;
  const first = controls.find((control) => problems.has(control.name));
  if (first === undefined) summary?.focus();
  else first.focus();
}
