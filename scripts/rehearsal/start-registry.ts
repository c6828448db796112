import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { z } from "zod";

const READY_WITHIN_MS = 60_000;
const readySchema = z.object({ port: z.number() });

export interface Registry {
  /** `"http://127.0.0.1:49152/"`. */
  readonly url: string;
  /** Its process. */
  readonly pid: number | undefined;
  stop(): Promise<void>;
}

/**
 * Starts a registry on a free loopback port, in a process of its own, that has our packages and no way out.
 *
 * @param folder - where it keeps what is published.
 * @throws {Error} it did not start; the message ends with what it wrote.
 */
export async function startRegistry(folder: string): Promise<Registry> {
  const child = fork(join(import.meta.dirname, "registry-main.mjs"), [folder], {
    cwd: folder,
    execArgv: [],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  let written = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (text: string) => (written = (written + text).slice(-8_000)));
  const exited = once(child, "exit");
  const ready = once(child, "message", { signal: AbortSignal.timeout(READY_WITHIN_MS) }).then(([message]) =>
    readySchema.parse(message),
  );
  try {
    const first = await Promise.race([ready, exited.then(() => undefined)]);
    if (first === undefined) throw new Error("it ended at once");
    return {
      url: `http://127.0.0.1:${first.port}/`,
      pid: child.pid,
      stop: async () => {
        child.kill();
        await exited;
      },
    };
  } catch (error) {
    child.kill("SIGKILL");
    throw new Error(`the loopback registry did not start; is verdaccio installed (\`npm ci\`)?\n${written}`, {
      cause: error,
    });
  }
}
