/** One generated page. */
export interface ReferencePage {
  /** Relative to the repository. */
  readonly path: string;
  readonly text: string;
}

/** What every generated page says of itself. */
export const GENERATED_NOTE =
  "<!-- Made by `npm run docs:reference` from the code. Change the code, not this page: a test compares the two. -->";
