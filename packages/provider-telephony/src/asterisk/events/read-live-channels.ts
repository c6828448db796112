import { ProviderAnswerError, readJsonAnswer } from "@plugboard/core/spec";
import { z } from "zod";
import { type AriChannel, channelSchema } from "../ari/ari-event.js";
import { callOfLeg } from "../ari/call-id.js";
import { callAri } from "../ari/call-ari.js";
import type { AsteriskConnection } from "../asterisk-connection.js";

/** What the exchange has now. */
export interface LiveChannels {
  /** Names of all its channels: a call that rings, or was put into a queue, is in no application. */
  readonly ids: ReadonlySet<string>;
  /** The calls that are in our application, without the further channels that belong to them. */
  readonly inApplication: readonly AriChannel[];
  /** Further channels of calls that are in our application: who was called and has answered, who listens. */
  readonly further: readonly AriChannel[];
}

/** Looks at the exchange's channels. */
export async function readLiveChannels(connection: AsteriskConnection): Promise<LiveChannels> {
  const response = await callAri(connection, { operation: "follow-up", method: "GET", path: ["channels"] });
  if (response.status !== 200) throw ProviderAnswerError.of(response, "follow-up", connection.clock.now());
  const { application } = connection.settings;
  const channels = readJsonAnswer(response, z.array(channelSchema));
  const ours = channels.filter(
    ({ dialplan }) => dialplan?.app_name === "Stasis" && dialplan.app_data?.split(",")[0] === application,
  );
  return {
    ids: new Set(channels.map(({ id }) => id)),
    inApplication: ours.filter(({ id }) => callOfLeg(id) === undefined),
    further: ours.filter(({ id }) => callOfLeg(id) !== undefined),
  };
}
