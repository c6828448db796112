import type { SiteAnswerV1 } from "@plugboard/core/spec";
import type { FormDelivery } from "../form/form-delivery.js";
import { altchaChallenge } from "../proof/altcha.js";
import { mintFormToken, readFormToken } from "../token/form-token.js";
import { jsonAnswer } from "./answers.js";
import type { Visit } from "./visit.js";

/** The form as the element takes it. */
export async function serveDefinition(visit: Visit): Promise<SiteAnswerV1> {
  const { context, origin, request, shown } = visit;
  const { settings, channelId } = context.connection;
  if (origin === undefined) return jsonAnswer(visit, 403, { status: "refused", code: "origin" });
  const keys = await context.keys();
  const token = mintFormToken(keys[0], channelId, origin, request.receivedAtMs);
  const nonce = readFormToken(token, keys, channelId, origin)?.nonce ?? "";
  const { proofOfWork, minimumFillSeconds } = settings;
  const delivery: FormDelivery = {
    form: shown,
    token,
    minimumFillMs: minimumFillSeconds * 1_000,
    ...(proofOfWork === undefined ? {} : { proof: altchaChallenge(keys[0], nonce, proofOfWork.maxNumber) }),
  };
  return jsonAnswer(visit, 200, delivery);
}
