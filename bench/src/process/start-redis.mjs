import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { freePort } from "./free-port.mjs";

/**
 * Starts a Redis server on loopback that appends to its file and syncs it before it answers a write.
 * @param {{ directory: string, env: NodeJS.ProcessEnv }} options - `env` may preload the slow fsync
 * @returns {Promise<{ port: number, pid: number, stop: () => Promise<void> }>}
 * @throws {Error} when the server ends before it accepts connections
 */
export async function startRedis({ directory, env }) {
  const port = await freePort();
  const settings = { port, bind: "127.0.0.1", dir: directory, appendonly: "yes", appendfsync: "always", save: "" };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child = spawn("redis-server", args, { env, stdio: ["ignore", "pipe", "ignore"] });
  const ended = once(child, "exit");
  await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", () => reject(new Error("redis-server ended before it was ready")));
    createInterface({ input: child.stdout }).on("line", (line) => {
      if (line.includes("Ready to accept connections")) resolve(undefined);
    });
  });
  return {
    port,
    pid: child.pid ?? 0,
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}
