/**
 * Lets a number of submitters send, each its next message when its last was accepted, until a count or a time is reached;
 * then waits until every message has arrived.
 * @param {import("../probes/open-variant.mjs").Line} line
 * @param {{ submitters: number, count?: number, durationMs?: number }} load - `count` or `durationMs`
 * @returns {Promise<{ count: number, elapsedMs: number, acceptedMs: number }>} until the last arrived, and was accepted
 */
export async function driveClosedLoop(line, { submitters, count = Infinity, durationMs = Infinity }) {
  const startedAt = performance.now();
  let sent = 0;
  const submitter = async () => {
    while (sent < count && performance.now() - startedAt < durationMs) {
      sent += 1;
      await line.submit();
    }
  };
  await Promise.all(Array.from({ length: submitters }, submitter));
  const acceptedMs = performance.now() - startedAt;
  await line.settled();
  return { count: sent, elapsedMs: performance.now() - startedAt, acceptedMs };
}
