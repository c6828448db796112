import type { FormWords } from "../words/form-words.js";

/** One field as a page shows it, in one language. */
export interface ShownField {
  readonly name: string;
  readonly type:
    | "text"
    | "textarea"
    | "email"
    | "phone"
    | "number"
    | "date"
    | "select"
    | "radio"
    | "checkboxes"
    | "file"
    | "consent";
  readonly label: string;
  readonly hint?: string;
  readonly purpose: string;
  readonly required: boolean;
  readonly autocomplete?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly min?: number;
  readonly max?: number;
  readonly options?: readonly { readonly value: string; readonly label: string }[];
  readonly accept?: readonly string[];
  readonly maxFiles?: number;
  readonly maxSizeBytes?: number;
}

/** A form as a page shows it, in one language. */
export interface ShownForm {
  readonly id: string;
  readonly language: string;
  readonly title: string;
  readonly intro?: string;
  readonly submitLabel: string;
  readonly confirmation: string;
  readonly privacy?: { readonly label: string; readonly url: string };
  readonly fields: readonly ShownField[];
  readonly words: FormWords;
}
