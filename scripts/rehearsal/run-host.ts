import { z } from "zod";
import { runProgram } from "../run-program.js";
import type { NodeBinary } from "./node-binary.js";
import type { Step } from "./step-report.js";
import { warningsIn } from "./warnings-in.js";

const lineSchema = z.object({ sent: z.number(), received: z.number(), state: z.string() });

/** Runs examples/minimal-host where it is installed; good when its message has arrived. */
export async function runHost(node: NodeBinary, folder: string, file: string): Promise<Step> {
  const about = { step: "run", node: node.version, file } as const;
  try {
    const { stdout, stderr } = await runProgram(node.path, [file], { cwd: folder, timeoutMs: 60_000 });
    const { sent, received, state } = lineSchema.parse(JSON.parse(stdout.trim().split("\n").at(-1) ?? ""));
    return { ...about, ok: received === sent && state === "received", sent, received, warnings: warningsIn(stderr) };
  } catch (error) {
    return { ...about, ok: false, error: error instanceof Error ? error.message : String(error) };
  }
}
