import type { HttpResponseV1 } from "@plugboard/core/spec";
import { callAri } from "../ari/call-ari.js";
import type { AsteriskConnection } from "../asterisk-connection.js";
import type { Occasion } from "./occasion.js";

/** Has a call leave the application for an extension of the dialplan. Its end is told all the same. */
export async function leaveFor(
  connection: AsteriskConnection,
  callId: string,
  context: string,
  extension: string,
  occasion: Occasion,
): Promise<HttpResponseV1> {
  await callAri(connection, {
    ...{ ...occasion, method: "POST" },
    path: ["applications", connection.settings.application, "subscription"],
    query: { eventSource: `channel:${callId}` },
  });
  return callAri(connection, {
    ...{ ...occasion, method: "POST" },
    path: ["channels", callId, "continue"],
    parameters: { context, extension, priority: 1 },
  });
}
