import { z } from "zod";
import { parseUrl } from "./parse-url.js";

// eslint-disable-next-line no-control-regex -- control characters are what this refuses
const NO_SPACE_OR_CONTROL = /^[^\s\u0000-\u001f\u007f-\u009f]+$/u;

/**
 * An absolute address, carried exactly as given. Not zod's own, which cuts spaces off and takes line breaks out: a value that ends up in a header or a
 * provider's body must be what was checked, and what the caller wrote (R8, FAULTS G).
 */
export const urlSchema = z
  .string()
  .regex(NO_SPACE_OR_CONTROL, { error: "contains a space, line break or control character", abort: true })
  .refine((value) => parseUrl(value) !== undefined, { error: "is no absolute URL" });
