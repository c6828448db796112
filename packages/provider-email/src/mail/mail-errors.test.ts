import { expect, test } from "vitest";
import { mailErrors } from "./mail-errors.js";
import { MailParseError, type MailParseErrorCode } from "./mail-parse-error.js";

const codes = Object.keys(mailErrors) as MailParseErrorCode[];

test.each(codes)("%s is tried again by its remedy where it is by its error, and nowhere else", (code) => {
  const { remedy, retryable } = mailErrors[code];
  expect({ retryable, said: remedy.includes("tried again") }).toEqual({ retryable, said: retryable });
  expect(new MailParseError(code).retryable).toBe(retryable);
});
