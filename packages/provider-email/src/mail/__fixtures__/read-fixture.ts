import { readFileSync } from "node:fs";
import { DEFAULT_MAIL_LIMITS } from "../mail-limits.js";
import type { ParsedMail } from "../parsed-mail.js";
import { readMail } from "../read-mail.js";

/** Reads one of the messages beside this file, on this thread. */
export function readFixture(name: string): ParsedMail {
  return readMail(readFileSync(new URL(`./${name}`, import.meta.url)), DEFAULT_MAIL_LIMITS);
}
