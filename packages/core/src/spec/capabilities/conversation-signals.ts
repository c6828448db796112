/** What a business can show a person without a message: that theirs was read, that an answer is being written. */
export type ConversationSignal = "read" | "typing";

/**
 * Capability `conversationSignals`. A signal carries the id of the person's message and nothing else of theirs.
 */
export interface ConversationSignalsV1 {
  /** The signals this provider has. */
  readonly signals: readonly ConversationSignal[];
  /**
   * Shows one signal. Where a provider cannot show `typing` without marking the message as read, it does both.
   * @param request.providerMessageId - the person's message, as in the inbound event.
   * @throws {ContactCenterError} the provider refused or could not be reached; nothing is lost with it.
   */
  doSignal(request: {
    readonly signal: ConversationSignal;
    readonly providerMessageId: string;
    readonly transferId?: string;
  }): Promise<void>;
  /**
   * Shows everyone on the channel whether somebody is there to answer. Absent where people are not shown that. What was said counts for 90
   * seconds: a host that stops leaves nobody waiting for an answer that does not come.
   */
  doPresence?(request: { readonly state: "available" | "away" }): Promise<void>;
}
