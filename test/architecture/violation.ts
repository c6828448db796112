/** One broken rule in one file. */
export interface Violation {
  /** The rule's name; every name has a sample in architecture.test.ts that must be caught. */
  readonly rule: string;
  readonly path: string;
  /** What was found, and for most rules what to do instead. */
  readonly found: string;
}
