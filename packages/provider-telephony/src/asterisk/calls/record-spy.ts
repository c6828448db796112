import { callAri } from "../ari/call-ari.js";
import type { AsteriskConnection } from "../asterisk-connection.js";

/** A channel that was put beside a call to hear both sides is in the application now: it records, as its arguments say. */
export async function recordSpy(connection: AsteriskConnection, spyId: string, args: readonly string[]): Promise<void> {
  const [, name, seconds, beep] = args;
  if (name === undefined) return;
  await callAri(connection, {
    operation: "follow-up",
    method: "POST",
    path: ["channels", spyId, "record"],
    parameters: {
      name,
      format: "wav",
      maxDurationSeconds: Number(seconds ?? 0),
      ifExists: "fail",
      beep: beep === "true",
      terminateOn: "none",
    },
  });
}
