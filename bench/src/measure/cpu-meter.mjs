import { serverCpuUs } from "./server-cpu.mjs";

/**
 * Starts to count CPU time of this process (every thread) and of the server it uses.
 * @param {number | undefined} serverPid
 * @returns {() => { cpuUs: number, serverCpuUs: number }} microseconds since the start
 */
export function startCpuMeter(serverPid) {
  const ownBefore = process.cpuUsage();
  const serverBefore = serverCpuUs(serverPid);
  return () => {
    const own = process.cpuUsage(ownBefore);
    return { cpuUs: own.user + own.system, serverCpuUs: serverCpuUs(serverPid) - serverBefore };
  };
}
