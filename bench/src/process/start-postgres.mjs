import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chownSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { freePort } from "./free-port.mjs";

/** The server refuses to run as root: then it runs as the system user that Debian's package makes. */
function serverUser() {
  if (process.getuid?.() !== 0) return {};
  const numbers = ["-u", "-g"].map((flag) => Number(spawnSync("id", [flag, "postgres"], { encoding: "utf8" }).stdout));
  const [uid = Number.NaN, gid = Number.NaN] = numbers;
  if (!(uid > 0 && gid > 0)) throw new Error("root needs a system user called postgres to run the server as");
  return { uid, gid };
}

/**
 * Starts a PostgreSQL server on loopback with its defaults: a commit is synced before it is answered.
 * @param {{ env: NodeJS.ProcessEnv }} options - `env` may preload the slow fsync
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>}
 * @throws {Error} when the server ends before it accepts connections
 */
export async function startPostgres({ env }) {
  const user = serverUser();
  const directory = mkdtempSync(join(tmpdir(), "plugboard-bench-postgres-"));
  if (user.uid !== undefined) chownSync(directory, user.uid, user.gid);
  const data = join(directory, "data");
  const made = spawnSync("initdb", ["-D", data, "-U", "bench", "--auth=trust", "--no-locale", "-E", "UTF8", "-N"], {
    ...user,
    encoding: "utf8",
    env: { PATH: process.env.PATH },
  });
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr?.split("\n")[0] ?? made.error?.message}`);
  const port = await freePort();
  const settings = { listen_addresses: "127.0.0.1", port, unix_socket_directories: "", logging_collector: "off" };
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const child = spawn("postgres", ["-D", data, ...flags], { ...user, env, stdio: ["ignore", "ignore", "pipe"] });
  const ended = once(child, "exit");
  await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", () => reject(new Error("postgres ended before it was ready")));
    createInterface({ input: child.stderr }).on("line", (line) => {
      if (line.includes("ready to accept connections")) resolve(undefined);
    });
  });
  return {
    url: `postgres://bench@127.0.0.1:${port}/postgres`,
    async stop() {
      // The fast shutdown, which waits for nobody's connection.
      child.kill("SIGINT");
      await ended;
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
