import type { ProviderV1 } from "@plugboard/core";
import { withEvents } from "./with-events.js";

/** A plugin that says "rings" where the provider says "ended": what the rows of calls must notice. */
export const mislabelling = (provider: ProviderV1): ProviderV1 =>
  withEvents(provider, (event) =>
    event.type === "call" && event.event === "ended"
      ? { type: "call", callId: event.callId, event: "ringing", direction: event.direction }
      : event,
  );
