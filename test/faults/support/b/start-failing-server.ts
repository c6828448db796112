import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { FaultStep } from "@plugboard/provider-testkit";

const MAIN = fileURLToPath(new URL("./failing-server-main.ts", import.meta.url));

/** A fault server in a process of its own, so that what it costs is not counted as the host's. */
export async function startFailingServer(
  steps: readonly FaultStep[],
): Promise<{ readonly baseUrl: string; close(): Promise<void> }> {
  const child = fork(MAIN, [JSON.stringify(steps)], {
    execArgv: ["--conditions=@plugboard/source", "--import", "tsx"],
  });
  const ended = new Promise<void>((resolve) => void child.once("exit", () => resolve()));
  const baseUrl = await new Promise<string>((resolve, reject) => {
    child.once("message", (message) => {
      if (typeof message === "string") resolve(message);
    });
    void ended.then(() => reject(new Error("the failing server did not start")));
  });
  return {
    baseUrl,
    close: async () => {
      child.disconnect();
      await ended;
    },
  };
}
