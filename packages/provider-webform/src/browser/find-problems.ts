import type { ShownForm } from "../form/shown-form.js";
import { controlsOf } from "./read-controls.js";

/** What the browser can tell is wrong, by the codes of the host, which checks everything again. */
export function findProblems(form: HTMLFormElement, { fields }: ShownForm): Map<string, string> {
  const problems = new Map<string, string>();
  const controls = controlsOf(form);
  for (const { name, type, required, maxSizeBytes = 0, maxFiles = 1 } of fields) {
    const own = controls.filter((control) => control.name === name);
    if (type === "checkboxes" && required && !own.some((one) => one instanceof HTMLInputElement && one.checked))
      problems.set(name, "required");
    for (const control of own) {
      const { validity } = control;
      if (validity.valueMissing) problems.set(name, "required");
      else if (validity.typeMismatch) problems.set(name, "email");
      else if (validity.tooShort) problems.set(name, "too-short");
      else if (validity.tooLong) problems.set(name, "too-long");
      else if (!validity.valid) problems.set(name, type === "date" ? "date" : "number");
      if (!(control instanceof HTMLInputElement) || type !== "file") continue;
      const files = [...(control.files ?? [])];
      if (files.length > maxFiles || files.some(({ size }) => size > maxSizeBytes)) problems.set(name, "file");
    }
  }
  return problems;
}
