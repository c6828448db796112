import type { InboundEventInput, ProviderV1 } from "@plugboard/core";

/** A plugin that says "rings" where the provider says "ended": what the rows of calls must notice. */
export function mislabelling(provider: ProviderV1): ProviderV1 {
  const wrong = (event: InboundEventInput): InboundEventInput =>
    event.type === "call" && event.event === "ended"
      ? { type: "call", callId: event.callId, event: "ringing", direction: event.direction }
      : event;
  return {
    ...provider,
    open: async (connection) => {
      const instance = await provider.open(connection);
      const { inboundEvents } = instance;
      if (inboundEvents === undefined) return instance;
      return {
        ...instance,
        inboundEvents: { ...inboundEvents, doParse: async (raw) => (await inboundEvents.doParse(raw)).map(wrong) },
      };
    },
  };
}
