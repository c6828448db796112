import type { OutboundMessageInput, ProviderV1 } from "@plugboard/core";
import type { ExpectedOutcome, FaultLog } from "@plugboard/provider-testkit";

/** A message without the account and channel it is sent by. */
export type MessageParts = Omit<OutboundMessageInput, "accountId" | "channelId">;

/** A fault that is set up and waiting for its message. */
export interface CaseRun {
  /** For the channel. */
  readonly settings: unknown;
  readonly log: FaultLog;
  /** Requests or sessions that reached the server, the warm-up left out. */
  reached(): number;
  /** What must never happen: a redirect that was followed, a password in plain text where TLS was asked for. */
  breaches(): number;
  /** Waits, after the warm-up, for the moment at which the message is to be sent. */
  beforeMessage(): Promise<void>;
  close(): Promise<void>;
}

/** A fault case of either protocol, as the rows use it. */
export interface RunnableCase {
  readonly name: string;
  readonly expected: ExpectedOutcome;
  readonly untilDeadline: boolean;
  /** When the fault is over, a message that is sent again arrives. */
  readonly recovers: boolean;
  /** Moves megabytes: not to be run beside one that is measured. */
  readonly isHeavy: boolean;
  /** A message is sent before and must be received. */
  readonly hasWarmUp: boolean;
  /** @param number - makes messages differ. */
  message(number: number): MessageParts;
  /** @param times - how often the fault happens. */
  begin(times: number): Promise<CaseRun>;
}

/** What the rows know of a protocol. */
export interface Protocol {
  /** Also the name of its channels' credentials. */
  readonly name: string;
  readonly cases: readonly RunnableCase[];
  readonly timeoutMs: number;
  /** @param options.id - id of the provider. */
  provider(options: {
    id?: string;
    maxAttempts?: number;
    backoffBaseMs?: number;
    backoffMaxMs?: number;
    timeoutMs?: number;
  }): ProviderV1;
}
