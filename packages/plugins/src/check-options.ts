import { isAbsolute } from "node:path";
import { OptionInvalidError } from "@plugboard/core/spec";
import { isolationLimitsSchema } from "@plugboard/isolation";
import { packageNameSchema, trustSchema } from "@plugboard/marketplace";
import { z } from "zod";
import type { InstallOptions, PluginsOptions } from "./plugin-options.js";
import type { PluginSource } from "./plugin-source.js";

const functionSchema = z.custom<object>((value) => typeof value === "function", { error: "expected a function" });
const providersSchema = z.custom<object>().superRefine((value: unknown, context) => {
  const missing = ["add", "remove", "upgrade", "enable", "disable"].filter(
    (method) => typeof value !== "object" || value === null || typeof Reflect.get(value, method) !== "function",
  );
  if (missing.length > 0) context.addIssue({ code: "custom", message: `expected methods: ${missing.join(", ")}` });
});
const verificationSchema = z.union([
  z.strictObject({ unverified: z.string().min(1) }),
  z.strictObject({
    trust: trustSchema,
    revocations: functionSchema.optional(),
    minimumSequence: z.int().min(0).optional(),
  }),
]);
const optionsSchema = z.strictObject({
  providers: providersSchema,
  folder: z.string().min(1),
  verification: verificationSchema,
  now: functionSchema.optional(),
});
const installSchema = z.strictObject({
  listing: z.string().optional(),
  level: z.enum(["isolated", "in-process"]).optional(),
  limits: isolationLimitsSchema.partial().optional(),
  allowsDowngrade: z.boolean().optional(),
  // Checked by the host, which keeps it.
  act: z.unknown().optional(),
});
const SOURCES = "expected { tarball }, { folder } or { installed, from }";
const sourceSchema = z.union([
  z.strictObject({ tarball: z.instanceof(Uint8Array) }),
  z.strictObject({ folder: z.string().min(1) }),
  z.strictObject({
    installed: packageNameSchema,
    // The one or the other, as Node takes it.
    from: z.string().refine((from) => isAbsolute(from) || from.startsWith("file:")),
  }),
]);

/** A misspelt option would be a rule that is not kept. @throws {OptionInvalidError} with each option by its name. */
export function checkOptions(options: PluginsOptions): void {
  const { error } = optionsSchema.safeParse(options);
  if (error !== undefined) throw new OptionInvalidError(error);
}

/** @throws {OptionInvalidError} as {@link checkOptions}; `source` for where the package comes from. */
export function checkInstall(source: PluginSource, install: InstallOptions): void {
  if (!sourceSchema.safeParse(source).success) throw new OptionInvalidError([`source: ${SOURCES}`]);
  const { error } = installSchema.safeParse(install);
  if (error !== undefined) throw new OptionInvalidError(error);
}
