/** A tarball cannot be listed; `issues` are lines `path: problem`, without values. */
export class ListingProblem extends Error {
  override readonly name = "ListingProblem";
  constructor(
    /** The file that is not as it should be. */
    readonly file: string,
    readonly issues: readonly string[],
  ) {
    super(`${file}: ${issues.join("; ")}`);
  }
}
