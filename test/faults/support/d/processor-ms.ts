import { readFileSync } from "node:fs";

/** `sysconf(_SC_CLK_TCK)` of every Linux there is. */
const TICK_MS = 10;
/** After the name in brackets: user and system time. */
const USER = 11;
const SYSTEM = 12;

/**
 * Processor time a process has used, all threads. Nothing when it is gone, or the system does not tell.
 * @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
 */
export function processorMs(processId: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${processId}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[USER]) + Number(fields[SYSTEM])) * TICK_MS;
  } catch (error) {
    if (error instanceof Error && "code" in error) return undefined;
    throw error;
  }
}
