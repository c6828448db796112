import type { SubmittedForm } from "../body/submitted-form.js";

/**
 * What was read of a submission to check it, for when it is handled: usually a moment later, from the very bytes that were recorded. Other bytes (after a
 * restart, across a border) are read again.
 */
export class TakenForms {
  readonly #forms = new WeakMap<Uint8Array, SubmittedForm>();

  /** Files are not kept twice. */
  keep(body: Uint8Array, submitted: SubmittedForm): void {
    if (submitted.files.size === 0) this.#forms.set(body, submitted);
  }

  of(body: Uint8Array): SubmittedForm | undefined {
    return this.#forms.get(body);
  }
}
