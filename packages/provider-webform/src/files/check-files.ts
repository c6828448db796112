import type { FieldProblem } from "../form/check-fields.js";
import type { FormDefinition } from "../form/form-definition.js";
import type { SubmittedForm } from "../body/submitted-form.js";
import { detectFileType } from "./detect-file-type.js";
import { isSafeFilename } from "./safe-filename.js";

/** What is wrong with the files of a submission, field by field; files of no field are a problem of the form itself. */
export function checkFiles(form: FormDefinition, files: SubmittedForm["files"]): Map<string, FieldProblem> {
  const problems = new Map<string, FieldProblem>();
  const fields = new Map(form.fields.map((field) => [field.name, field]));
  for (const [name, given] of files) {
    const field = fields.get(name);
    if (field?.type !== "file") {
      problems.set(name, "file");
      continue;
    }
    const isWelcome = given.every(({ filename, bytes }) => {
      if (bytes.byteLength > field.maxSizeBytes) return false;
      const type = detectFileType(bytes);
      return type !== undefined && field.accept.includes(type) && isSafeFilename(filename, type);
    });
    if (given.length > field.maxFiles || !isWelcome) problems.set(name, "file");
  }
  for (const field of form.fields)
    if (field.type === "file" && field.required && (files.get(field.name)?.length ?? 0) === 0)
      problems.set(field.name, "required");
  return problems;
}
