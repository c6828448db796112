import type { Channel } from "../host/channel.js";
import type { GateName } from "../policy/gate-name.js";
import type { Refusal } from "../policy/refusal.js";
import type { OutboundMessage } from "../spec/message/outbound-message.js";

/** What a gate decides on. */
export interface GateContext {
  readonly channel: Channel;
  readonly message: OutboundMessage;
  /** Size of the content as handed over. */
  readonly contentBytes: number;
}

/** One question a message must pass. Answers at once where it can: a promise is awaited, but costs. */
export interface Gate {
  readonly name: GateName;
  /** Asked again before each transfer, because the answer can have changed since acceptance. */
  readonly again: boolean;
  decide(context: GateContext): Refusal | undefined | Promise<Refusal | undefined>;
}
