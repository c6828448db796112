import { z } from "zod";
import type { Authority } from "../ports/authority.js";

const hint = 'an Authority that is asked who may act for an account, or { unchecked: "why nobody is asked" }';

/** Someone to ask, or the reason why nobody is asked: a host that says neither does not start (R4). */
export const authorityOptionSchema = z.lazy(() =>
  z.union(
    [
      z.custom<Authority>(
        (value) =>
          typeof value === "object" &&
          value !== null &&
          "authorise" in value &&
          typeof value.authorise === "function" &&
          !("unchecked" in value),
        // A union hands on the issue of this member alone: it carries the hint itself.
        { error: hint },
      ),
      z.strictObject({ unchecked: z.string().min(1).max(200) }),
    ],
    { error: hint },
  ),
);
