import type { InboundEventInput, ProviderV1 } from "@plugboard/core";

/** A provider whose plugin tells its events as `changed` makes them. */
export function withEvents(provider: ProviderV1, changed: (event: InboundEventInput) => InboundEventInput): ProviderV1 {
  return {
    ...provider,
    open: async (connection) => {
      const instance = await provider.open(connection);
      const { inboundEvents } = instance;
      if (inboundEvents === undefined) return instance;
      return {
        ...instance,
        inboundEvents: { ...inboundEvents, doParse: async (raw) => (await inboundEvents.doParse(raw)).map(changed) },
      };
    },
  };
}
