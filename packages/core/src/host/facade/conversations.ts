import { inject, injectable } from "tsyringe";
import { TOKENS } from "../../di/tokens.js";
import type { ConversationSignal } from "../../spec/capabilities/conversation-signals.js";
import { RequestError } from "../../spec/errors/request-error.js";
import type { CapabilityCalls } from "../capability-calls.js";
import { requireQuery } from "../require-query.js";

/** What a person is shown without a message. */
@injectable()
export class Conversations {
  constructor(@inject(TOKENS.CapabilityCalls) private readonly calls: CapabilityCalls) {}

  /**
   * Shows the person that their message was read, or that an answer is being written.
   * @param shown.providerMessageId - the person's message, as in the inbound event.
   * @throws {RequestError} as every call of a capability; `CAPABILITY_MISSING` too where the provider has others but not this signal.
   */
  async signal(shown: {
    readonly accountId: string;
    readonly channelId: string;
    readonly signal: ConversationSignal;
    readonly providerMessageId: string;
  }): Promise<void> {
    requireQuery(shown);
    const { accountId, channelId, signal, providerMessageId } = shown;
    return this.calls.call(accountId, channelId, "conversationSignals", async (capability) => {
      if (!capability.signals.includes(signal))
        throw new RequestError("CAPABILITY_MISSING", { capabilities: [`conversationSignals.${signal}`] });
      await capability.doSignal({ signal, providerMessageId });
    });
  }

  /**
   * Shows everyone on a channel whether somebody is there to answer; said again at least every minute while it holds.
   * @throws {RequestError} as every call of a capability; `CAPABILITY_MISSING` too where the provider does not show it.
   */
  async presence(shown: {
    readonly accountId: string;
    readonly channelId: string;
    readonly state: "available" | "away";
  }): Promise<void> {
    requireQuery(shown);
    const { accountId, channelId, state } = shown;
    return this.calls.call(accountId, channelId, "conversationSignals", async (capability) => {
      if (capability.doPresence === undefined)
        throw new RequestError("CAPABILITY_MISSING", { capabilities: ["conversationSignals.presence"] });
      await capability.doPresence({ state });
    });
  }
}
