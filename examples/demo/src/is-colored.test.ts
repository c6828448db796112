import { expect, test } from "vitest";
import { isColored } from "./is-colored.js";

test.each([
  [true, {}, true],
  [true, { TERM: "xterm-256color", NO_COLOR: "" }, true],
  [true, { NO_COLOR: "1" }, false],
  [true, { TERM: "dumb" }, false],
  [false, {}, false],
])("on a terminal: %s, with %o: %s", (isTerminal, environment, expected) => {
  expect(isColored(isTerminal, environment)).toBe(expected);
});
