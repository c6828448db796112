import { spawn } from "node:child_process";
import { startHttpProviderServer } from "@plugboard/provider-testkit/http-provider";
import { z } from "zod";
import type { FaultRow } from "../../fault-row.js";
import { buildHost, type BuiltHost } from "./hostile.js";
import { type Harm, harms, type Verdict } from "./levels.js";
import { processorMs } from "./processor-ms.js";

/** Until a host is ready, on a machine as busy as may be. Milliseconds. */
const READY_WITHIN_MS = 120_000;
/**
 * A host that was ready, and has used so much processor time since without a word, answers no more: an honest one needs a tenth of it. Processor
 * time, because a machine that is busy with others makes everything late. Milliseconds; where the system does not tell, of the clock.
 */
const DEAF_AFTER_MS = 8_000;
/** Nor does one that waits for nothing that comes. Milliseconds. */
const GONE_AFTER_MS = 180_000;
const LOOK_EVERY_MS = 250;
/** A host that holds more than this was filled: an idle one holds about 100. */
const FILLED_MB = 400;
const saidSchema = z.object({ arrived: z.number(), gotItsWay: z.boolean(), intact: z.boolean(), heldMb: z.number() });
/** For a sample, and for the mutant, which one harm is enough to catch: one of each kind. */
const SAMPLE = ["throw", "answer with a BigInt", "exit", "read a file", "patch what everybody uses"];

/**
 * Each harm at each level in a host of its own: what happens is what the table in the README says, be it good or bad.
 */
export const levelsRow: FaultRow = {
  row: "D3",
  provider: "both levels",
  title: "what each level stops is what the documents say; the mutant has the levels the other way round",
  async run({ sample, mutant, report }) {
    const server = await startHttpProviderServer({ apiKey: "key-of-the-row" });
    const host = await buildHost();
    let tried = 0;
    let lost = 0;
    try {
      const wanted = harms.filter(({ attempt }) => !(sample || mutant) || SAMPLE.includes(attempt));
      for (const [number, harm] of wanted.entries()) {
        // A host for each level of each takes minutes, and on a busy machine many: whoever waits, or ends it, sees how far it is.
        report(`${number + 1} of ${wanted.length}: ${harm.attempt}`);
        for (const level of ["inProcess", "isolated"] as const) {
          tried += 1;
          const tryAt = mutant ? (level === "inProcess" ? "isolated" : "inProcess") : level;
          const found = await verdictOf(host, harm, tryAt, server.baseUrl);
          if (found === harm[level]) continue;
          lost += 1;
          report(`${harm.attempt}, ${level}: ${found}, said to be ${harm[level]}`);
        }
      }
    } finally {
      await server.close();
    }
    return { tried, lost, duplicated: 0, letIn: 0 };
  },
};

async function verdictOf(
  { main, entry, child }: BuiltHost,
  { attempt }: Harm,
  level: "inProcess" | "isolated",
  baseUrl: string,
): Promise<Verdict> {
  const host = [process.execPath, "--max-old-space-size=256", main, attempt, level, baseUrl, entry, child];
  // Its parent is a shell that heeds no signal, and it has a group of its own: what it does to others ends there.
  const shell = spawn("sh", ["-c", 'trap "" TERM; "$@"; true', "sh", ...host], {
    stdio: ["ignore", "pipe", "ignore"],
    detached: true,
  });
  const end = () => endGroup(shell.pid);
  const late = setTimeout(end, READY_WITHIN_MS);
  let deaf: NodeJS.Timeout | undefined;
  let out = "";
  shell.stdout.on("data", (chunk: Buffer) => {
    out += chunk.toString();
    const processId = /^ready (\d+)\n/.exec(out)?.[1];
    if (deaf !== undefined || processId === undefined) return;
    clearTimeout(late);
    deaf = endWhenDeaf(Number(processId), end);
  });
  await new Promise((resolve) => shell.once("close", resolve));
  clearTimeout(late);
  clearInterval(deaf);
  const [ready, line] = out.split("\n");
  if (ready?.startsWith("ready ") !== true) throw new Error("the host could not be started");
  const said = saidSchema.safeParse(line === undefined || line === "" ? undefined : JSON.parse(line));
  if (!said.success) return "ends the host";
  const { arrived, gotItsWay, intact, heldMb } = said.data;
  // What fills a host ends it, here or a little later.
  if (heldMb > FILLED_MB) return "ends the host";
  if (gotItsWay || !intact) return "not stopped";
  return arrived === 10 ? "stopped" : "ends the host";
}

function endGroup(processId: number | undefined): void {
  if (processId === undefined) return;
  try {
    process.kill(-processId, "SIGKILL");
  } catch (error) {
    // It ended by itself, and its last words are still to be read.
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

function endWhenDeaf(processId: number, end: () => void): NodeJS.Timeout {
  const startedAtMs = performance.now();
  const usedBefore = processorMs(processId);
  return setInterval(() => {
    const passedMs = performance.now() - startedAtMs;
    const used = processorMs(processId);
    const usedMs = used === undefined || usedBefore === undefined ? passedMs : used - usedBefore;
    if (usedMs >= DEAF_AFTER_MS || passedMs >= GONE_AFTER_MS) end();
  }, LOOK_EVERY_MS);
}
