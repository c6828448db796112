import { z } from "zod";
import { pathProblem } from "./path-problem.js";

/** One file of a package. `path` is relative to the package's folder, with forward slashes. */
export const listedFileSchema = z.strictObject({
  path: z
    .string()
    .max(500)
    .refine((path) => pathProblem(path) === undefined, "is no safe path"),
  sizeBytes: z.int().min(0),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type ListedFile = z.infer<typeof listedFileSchema>;

/** The canonical list: every file once, in the order of code units. */
export const fileListSchema = z
  .array(listedFileSchema)
  .min(1)
  .max(10_000)
  .refine(
    (files) => files.every(({ path }, index) => index === 0 || (files[index - 1]?.path ?? "") < path),
    "is not sorted, or names a file twice",
  );
