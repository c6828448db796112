import { z } from "zod";

/** A failure as data: what a caller decides by, never a text. */
export const failureSchema = z.object({
  /** Of the catalog, when it is one of ours. */
  code: z.string().max(64).optional(),
  /** Class of an error that is none of ours. */
  name: z.string().max(64).optional(),
  details: z
    .record(
      z.string().max(64),
      z.union([z.string().max(2_000), z.number(), z.boolean(), z.array(z.string().max(2_000))]),
    )
    .optional(),
});
export type FailureData = z.infer<typeof failureSchema>;

const idSchema = z.int().min(1);
/** Units of UTF-16, which `max` does not count. */
export const LONGEST_METHOD = 64;
const methodSchema = z.string().refine((method) => method.length <= LONGEST_METHOD);

/** What goes over the border, in either direction. `isFrame` says the same by hand. */
export const frameSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("ask"), id: idSchema, method: methodSchema, data: z.unknown().optional() }),
  z.object({ kind: z.literal("answer"), id: idSchema, data: z.unknown().optional() }),
  z.object({ kind: z.literal("failure"), id: idSchema, failure: failureSchema }),
  /** The asker no longer wants it: its signal was aborted. */
  z.object({ kind: z.literal("abort"), id: idSchema }),
  /** Not answered. */
  z.object({ kind: z.literal("tell"), method: methodSchema, data: z.unknown().optional() }),
]);
export type Frame = z.infer<typeof frameSchema>;
