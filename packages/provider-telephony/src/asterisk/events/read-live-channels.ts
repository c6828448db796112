import { AnswerInvalidError, readJsonAnswer } from "@plugboard/core/spec";
import { z } from "zod";
import { type AriChannel, channelSchema } from "../ari/ari-event.js";
import { callOfLeg } from "../ari/call-id.js";
import { callAri } from "../ari/call-ari.js";
import type { AsteriskConnection } from "../asterisk-connection.js";

/** The calls that are in our application now, without the further channels that belong to them. */
export async function readLiveChannels(connection: AsteriskConnection): Promise<AriChannel[]> {
  const response = await callAri(connection, { operation: "follow-up", method: "GET", path: ["channels"] });
  if (response.status !== 200)
    throw new AnswerInvalidError([`status: ${response.status}`], { status: response.status });
  const { application } = connection.settings;
  return readJsonAnswer(response, z.array(channelSchema)).filter(({ id, dialplan }) => {
    const isOurs = dialplan?.app_name === "Stasis" && dialplan.app_data?.split(",")[0] === application;
    return isOurs && callOfLeg(id) === undefined;
  });
}
