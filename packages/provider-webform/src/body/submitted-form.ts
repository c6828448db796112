/** A file as it was posted; nothing of it is believed. */
export interface SubmittedFile {
  readonly filename: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A posted form, before anything is known of it. Maps, because names are a stranger's. */
export interface SubmittedForm {
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly files: ReadonlyMap<string, readonly SubmittedFile[]>;
}
