/** The provider, or the host around it, does something else than the rule says. Any other error of a check fails it too. */
export class CheckFailure extends Error {
  override readonly name = "CheckFailure";
}
