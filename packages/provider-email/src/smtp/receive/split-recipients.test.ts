import { expect, test } from "vitest";
import { splitRecipients } from "./split-recipients.js";

test.each([
  ["a@example.com", ["a@example.com"]],
  ["a@example.com b@example.com", ["a@example.com", "b@example.com"]],
  ['"a b"@example.com', ['"a b"@example.com']],
  ['a@example.com "b c  d"@example.com e@example.com', ["a@example.com", '"b c  d"@example.com', "e@example.com"]],
  ['"a\\" b"@example.com "\\\\"@example.com', ['"a\\" b"@example.com', '"\\\\"@example.com']],
  ['a"b@example.com c@example.com', ['a"b@example.com', "c@example.com"]],
])("%s", (text, recipients) => expect(splitRecipients(text)).toEqual(recipients));
