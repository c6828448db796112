type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** The form's controls with a name. */
export function controlsOf(form: HTMLFormElement): Control[] {
  const controls: Control[] = [];
  for (const element of form.elements)
    if (
      (element instanceof HTMLInputElement ||
        element instanceof HTMLTextAreaElement ||
        element instanceof HTMLSelectElement) &&
      element.name !== ""
    )
      controls.push(element);
  return controls;
}

/** What was filled in, as it was: read from the controls, because a form's own encoding rewrites line breaks. */
export function readControls(form: HTMLFormElement): { values: [string, string][]; files: [string, File][] } {
  const values: [string, string][] = [];
  const files: [string, File][] = [];
  for (const control of controlsOf(form)) {
    const { name, value, type } = control;
    if (control instanceof HTMLInputElement) {
      if (type === "file") for (const file of control.files ?? []) files.push([name, file]);
      if (type === "file" || ((type === "checkbox" || type === "radio") && !control.checked)) continue;
    }
    values.push([name, value]);
  }
  return { values, files };
}
