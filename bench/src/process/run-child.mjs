import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("./child-main.mjs", import.meta.url));

/**
 * Runs one probe in a fresh process and gives back what it measured.
 * @param {object} job
 * @param {string} job.probe - a file in ../probes
 * @param {object} job.params
 * @param {NodeJS.ProcessEnv} [job.env]
 * @param {number} [job.timeoutMs]
 * @param {(progress: any, kill: () => void) => void} [job.onProgress] - what the probe says while it runs; `kill` is kill -9
 * @returns {Promise<{ result: any } | { failed: string }>}
 */
export function runChild({ probe, params, env = process.env, timeoutMs = 120_000, onProgress }) {
  return new Promise((resolve) => {
    const child = fork(MAIN, [], { env, stdio: ["ignore", "ignore", "pipe", "ipc"] });
    /** @type {{ result: any } | { failed: string }} */
    let outcome = { failed: "ended without a result" };
    let complaint = "";
    const timer = setTimeout(() => {
      outcome = { failed: `no result within ${timeoutMs} ms` };
      child.kill("SIGKILL");
    }, timeoutMs);
    child.stderr?.on("data", (chunk) => (complaint = (complaint + String(chunk)).slice(-2_000)));
    child.on("message", (/** @type {any} */ message) => {
      if ("progress" in message) onProgress?.(message.progress, () => child.kill("SIGKILL"));
      else outcome = message;
    });
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
