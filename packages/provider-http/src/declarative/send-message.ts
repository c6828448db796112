import type { ConnectionV1, SendOutcomeInput, TransferV1 } from "@plugboard/core/spec";
import { fillTemplate } from "./fill-template.js";
import { API, SEND } from "./operation-ids.js";
import { fillHeaders } from "./fill-headers.js";
import type { HttpDefinition } from "./http-definition.js";
import { messageView } from "./message-view.js";
import { readAnswer } from "./read-answer.js";

/** Hands one message over, as the definition says. Errors of `http` pass: the host knows whether bytes may have arrived. */
export async function sendMessage(
  definition: HttpDefinition,
  send: NonNullable<HttpDefinition["send"]>,
  { http, credentials, settings, clock }: ConnectionV1,
  transfer: TransferV1,
): Promise<SendOutcomeInput> {
  const { current } = await credentials.resolve();
  const view = messageView(transfer, settings, current);
  const filled = fillTemplate(send.body, view) ?? {};
  const isForm = send.encoding === "form";
  const response = await http.request({
    operation: SEND,
    transferId: transfer.transferId,
    method: send.method,
    endpoint: API,
    path: send.path,
    headers: {
      accept: "application/json",
      "content-type": isForm ? "application/x-www-form-urlencoded" : "application/json",
      ...fillHeaders({ ...definition.headers, ...send.headers }, view),
    },
    body: isForm ? formOf(filled) : JSON.stringify(filled),
  });
  return readAnswer(send.answer, response, clock.now());
}

function formOf(filled: unknown): string {
  const fields = Object.entries(typeof filled === "object" && filled !== null ? filled : {});
  return new URLSearchParams(fields.map(([name, value]) => [name, String(value)] as [string, string])).toString();
}
