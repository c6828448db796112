/**
 * A store that keeps nothing: what is left of a send is the framework itself.
 * @returns {import("@plugboard/core").Store}
 */
export function nullStore() {
  const none = async () => undefined;
  const empty = async () => [];
  return {
    open: async () => ({ lastMessageSequence: 0, lastInboundSequence: 0 }),
    commit: empty,
    queuedMessages: empty,
    queuedChannels: empty,
    deferredMessages: empty,
    nextDeferredAtMs: none,
    message: none,
    messageByProviderId: none,
    messages: empty,
    ledger: empty,
    audit: empty,
    inbound: empty,
    inboundRecord: none,
    pruneInbound: async () => 0,
    document: none,
    documents: empty,
    close: none,
  };
}
