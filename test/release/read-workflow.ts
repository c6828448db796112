import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";

const permissionsSchema = z.record(z.string(), z.string());
const stepSchema = z.object({
  uses: z.string().optional(),
  run: z.string().optional(),
  with: z.record(z.string(), z.unknown()).default({}),
});
const workflowSchema = z.object({
  permissions: permissionsSchema,
  jobs: z.record(
    z.string(),
    z.object({
      needs: z.string().optional(),
      uses: z.string().optional(),
      environment: z.string().optional(),
      permissions: permissionsSchema,
      steps: z.array(stepSchema).default([]),
    }),
  ),
});

/** A workflow of .github/workflows, as text and as data. */
export function readWorkflow(root: string, name: string) {
  const text = readFileSync(join(root, ".github/workflows", name), "utf8");
  return { text, workflow: workflowSchema.parse(parse(text)) };
}
