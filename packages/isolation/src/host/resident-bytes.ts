import { readFile } from "node:fs/promises";

/**
 * Memory of a process and of everything it started, as the system counts it (Linux). Bytes; nothing when it is gone or the system does not tell.
 * @see https://man7.org/linux/man-pages/man5/proc_pid_status.5.html
 */
export async function residentBytes(processId: number): Promise<number | undefined> {
  try {
    const status = await readFile(`/proc/${processId}/status`, "utf8");
    const children = await readFile(`/proc/${processId}/task/${processId}/children`, "utf8");
    let bytes = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1_024;
    for (const child of children.split(" ").filter((id) => id.trim() !== ""))
      bytes += (await residentBytes(Number(child))) ?? 0;
    return bytes;
  } catch {
    // No /proc, or the process ended meanwhile: there is nothing to count.
    return undefined;
  }
}
