import type { ShownForm } from "../form/shown-form.js";
import { MOST_UPLOAD_BYTES } from "../files/most-upload-bytes.js";
import { controlsOf } from "./read-controls.js";

/** What the browser can tell is wrong, by the codes of the host, which checks everything again. */
export function findProblems(form: HTMLFormElement, { fields }: ShownForm): Map<string, string> {
  const problems = new Map<string, string>();
  const controls = controlsOf(form);
  let uploadBytes = 0;
  for (const { name, type, required, minLength = 0, maxLength = Infinity, maxSizeBytes = 0, maxFiles = 1 } of fields) {
    const own = controls.filter((control) => control.name === name);
    if (type === "checkboxes" && required && !own.some((one) => one instanceof HTMLInputElement && one.checked))
      problems.set(name, "required");
    for (const control of own) {
      const { validity } = control;
      // As the host counts: a browser counts some signs twice, and cuts what is pasted without a word.
      const length = [...control.value].length;
      if (validity.valueMissing) problems.set(name, "required");
      else if (validity.typeMismatch) problems.set(name, "email");
      else if (length > 0 && length < minLength) problems.set(name, "too-short");
      else if (length > maxLength && type !== "file") problems.set(name, "too-long");
      else if (!validity.valid) problems.set(name, type === "date" ? "date" : "number");
      if (!(control instanceof HTMLInputElement) || type !== "file") continue;
      const files = [...(control.files ?? [])];
      for (const { size } of files) uploadBytes += size;
      if (uploadBytes > MOST_UPLOAD_BYTES) problems.set(name, "files");
      if (files.length > maxFiles || files.some(({ size }) => size > maxSizeBytes)) problems.set(name, "file");
    }
  }
  return problems;
}
