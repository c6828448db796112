import type { ServerResponse } from "node:http";
import type { WebhookAnswerV1 } from "@plugboard/core";
import type { RawRequest } from "./raw-request.js";

/** Writes the answer. A body that was not read to its end is not read any further: the connection closes behind the answer. */
export function sendAnswer(
  request: RawRequest,
  response: ServerResponse,
  { status, headers, body }: WebhookAnswerV1,
): void {
  if (response.destroyed || response.headersSent) return;
  const unread = !request.readableEnded && !request.complete;
  const length = Buffer.byteLength(body);
  response.writeHead(status, {
    ...headers,
    ...(status === 204 || status === 304 ? {} : { "content-length": length }),
    ...(unread ? { connection: "close" } : {}),
  });
  response.end(body === "" ? undefined : body);
  if (unread) response.once("finish", () => request.destroy());
}
