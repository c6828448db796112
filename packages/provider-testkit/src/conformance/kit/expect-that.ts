import { CheckFailure } from "./check-failure.js";

/** @throws {CheckFailure} the condition does not hold. */
export function expectThat(condition: boolean, otherwise: string | (() => string)): asserts condition {
  if (!condition) throw new CheckFailure(typeof otherwise === "string" ? otherwise : otherwise());
}
