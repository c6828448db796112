/** One file as the checks see it. */
export interface SourceFile {
  /** Relative to the repository root, with forward slashes: `"packages/core/src/spec/index.ts"`. */
  readonly path: string;
  readonly text: string;
}
