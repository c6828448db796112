import type { OutboundMessagesV1, ProviderV1 } from "@plugboard/core";

type DoSend = OutboundMessagesV1["doSend"];

/** A provider whose `doSend` is replaced; everything else stays. */
export function withSend(provider: ProviderV1, change: (doSend: DoSend) => DoSend): ProviderV1 {
  return {
    ...provider,
    open: async (connection) => {
      const instance = await provider.open(connection);
      const { outboundMessages } = instance;
      if (!outboundMessages) return instance;
      return {
        ...instance,
        close: () => instance.close(),
        outboundMessages: {
          ...(outboundMessages.doLookup ? { doLookup: (transfer) => outboundMessages.doLookup!(transfer) } : {}),
          doSend: change((transfer) => outboundMessages.doSend(transfer)),
        },
      };
    },
  };
}
