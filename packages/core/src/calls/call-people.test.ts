import { expect, test } from "vitest";
import { partyAddresses } from "./call-people.js";

test.each([
  ["+4930901820042", ["phone:+4930901820042"]],
  ["4930901820042", ["phone:+4930901820042", "handle:4930901820042"]],
  [
    "sip:+4930901820042@pbx.example;user=phone",
    ["phone:+4930901820042", "handle:sip:+4930901820042@pbx.example;user=phone"],
  ],
  ["sip:anna@pbx.example", ["handle:sip:anna@pbx.example"]],
  ["client:anna", ["handle:client:anna"]],
  ["anonymous", ["handle:anonymous"]],
  ["110", ["handle:110"]],
  ["", []],
  [undefined, []],
])("%s is known as %j", (value, expected) => {
  expect(partyAddresses(value).map(({ kind, value: known }) => `${kind}:${known}`)).toEqual(expected);
});
