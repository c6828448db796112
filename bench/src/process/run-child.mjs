import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("./child-main.mjs", import.meta.url));

/**
 * Runs one probe in a fresh process and gives back what it measured.
 * @param {{ probe: string, params: object, env?: NodeJS.ProcessEnv, execArgv?: string[], timeoutMs?: number }} job
 * @returns {Promise<{ result: any } | { failed: string }>}
 */
export function runChild({ probe, params, env = process.env, execArgv = [], timeoutMs = 120_000 }) {
  return new Promise((resolve) => {
    const child = fork(MAIN, [], { env, execArgv, stdio: ["ignore", "ignore", "pipe", "ipc"] });
    /** @type {{ result: any } | { failed: string }} */
    let outcome = { failed: "ended without a result" };
    let complaint = "";
    const timer = setTimeout(() => {
      outcome = { failed: `no result within ${timeoutMs} ms` };
      child.kill("SIGKILL");
    }, timeoutMs);
    child.stderr?.on("data", (chunk) => (complaint = (complaint + String(chunk)).slice(-2_000)));
    child.on("message", (/** @type {any} */ message) => (outcome = message));
    child.on("exit", () => {
      clearTimeout(timer);
      if ("failed" in outcome && complaint !== "") {
        outcome.failed += `; ${complaint.trim().split("\n").slice(-3).join(" | ")}`;
      }
      resolve(outcome);
    });
    child.send({ probe, params });
  });
}
