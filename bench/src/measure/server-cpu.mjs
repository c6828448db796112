import { readFileSync } from "node:fs";

/** Clock ticks a second in /proc: 100 on every Linux that Node runs on (USER_HZ). */
const TICKS_PER_SECOND = 100;

/**
 * CPU time another process has used so far, user and system, all its threads.
 * @param {number | undefined} pid
 * @returns {number} microseconds, in steps of 10 000; 0 without a pid
 */
export function serverCpuUs(pid) {
  if (pid === undefined) return 0;
  const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
  // The name in parentheses may hold spaces: count the fields behind it (man 5 proc: utime is 14, stime 15).
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return ((Number(fields[11]) + Number(fields[12])) * 1e6) / TICKS_PER_SECOND;
}
