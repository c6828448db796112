import { inject, injectable } from "tsyringe";
import { TOKENS } from "../di/tokens.js";
import type { Channel } from "../host/channel.js";
import type { GatePipeline } from "../outbound/gate-pipeline.js";
import { type Refusal, refusal } from "../policy/refusal.js";
import type { CallVerb } from "../spec/capabilities/call-verb.js";
import type { CallCapability } from "../spec/manifest/call-capability.js";
import type { Operation } from "../spec/manifest/operation.js";
import type { LegalBasis, OutboundMessage } from "../spec/message/outbound-message.js";
import type { CallOptions } from "./call-options.js";
import { calledAddresses } from "./called-addresses.js";
import { numbersWithin } from "./numbers-within.js";
import { readDestination } from "./read-destination.js";

/** What is asked of a call, or of verbs for a live one. */
export interface CallIntent {
  readonly channel: Channel;
  /** Who is called; absent for verbs of a live call. */
  readonly to?: string;
  readonly detectMachine?: boolean;
  readonly verbs: readonly CallVerb[];
  readonly legalBasis?: LegalBasis | undefined;
  /** Whose numbers are those that are dialled without a country code. */
  readonly country?: string | undefined;
  /** The operation whose residency counts, where it is none of placing or controlling: of recordings. */
  readonly operationId?: string | undefined;
}

/** Asks the gates of messages, in their order, what they say to a call: only what it can carry is asked another way. */
@injectable()
export class CallGates {
  constructor(
    @inject(TOKENS.CallOptions) private readonly options: CallOptions,
    @inject(TOKENS.GatePipeline) private readonly gates: GatePipeline,
  ) {}

  /** A new call: every gate. Verbs of a live one: those whose answer can have changed, and whoever they call. */
  decide(intent: CallIntent): Refusal | undefined | Promise<Refusal | undefined> {
    const refused = this.decideOnNumbers(intent);
    if (refused instanceof Promise) return refused.then((one) => one ?? this.decideOnCall(intent));
    return refused ?? this.decideOnCall(intent);
  }

  /** A number within an address is its person's, too: who does not want to be called is not called by another name. */
  private decideOnNumbers({ channel, to, verbs, country }: CallIntent): ReturnType<CallGates["decide"]> {
    const numbers = calledAddresses(to, verbs).flatMap(({ value }) => numbersWithin(value, country));
    if (numbers.length === 0) return undefined;
    const skipped = (): undefined => undefined;
    return this.gates.decideInstead(
      {
        channel,
        message: {
          ...{ accountId: channel.accountId, channelId: channel.channelId, content: { type: "text", text: "-" } },
          recipients: numbers.map((value) => ({ address: { kind: "phone", value }, role: "to" })),
        },
        contentBytes: 0,
      },
      { capability: skipped, residency: skipped, "service-window": skipped, "legal-basis": skipped },
      false,
    );
  }

  private decideOnCall(intent: CallIntent): ReturnType<CallGates["decide"]> {
    const { channel, to, legalBasis } = intent;
    const calls = channel.provider?.manifest.calls;
    const message: OutboundMessage = {
      accountId: channel.accountId,
      channelId: channel.channelId,
      recipients: calledAddresses(to, intent.verbs).map((address) => ({ address, role: "to" })),
      // What is said is the business of whoever says it: no gate reads it (R10).
      content: { type: "text", text: "-" },
      ...(legalBasis === undefined ? {} : { legalBasis }),
    };
    const operationId =
      intent.operationId ??
      (to === undefined ? (calls?.controlOperation ?? calls?.callOperation) : calls?.callOperation);
    return this.gates.decideInstead(
      { channel, message, contentBytes: 0 },
      {
        capability: () => this.capability(intent, calls),
        residency: () => channel.residencyOf(operationOf(channel, operationId)),
        "service-window": () => undefined,
      },
      to !== undefined,
    );
  }

  private capability(intent: CallIntent, calls: CallCapability | undefined): Refusal | undefined {
    if (calls === undefined) return refusal("CALLS_UNSUPPORTED");
    const isNew = intent.to !== undefined;
    if (isNew && !calls.directions.includes("outbound")) return refusal("CALLS_UNSUPPORTED", { direction: "outbound" });
    const unsupported = new Set<string>();
    for (const { verb } of intent.verbs) {
      const level = calls.verbs[verb] ?? "rejected";
      if (level === "rejected" || level === "dropped") unsupported.add(verb);
    }
    if (intent.detectMachine === true && !calls.machineDetection) unsupported.add("machine-detection");
    if (unsupported.size > 0) return refusal("CALL_VERB_UNSUPPORTED", { verbs: [...unsupported] });
    for (const { value } of calledAddresses(intent.to, intent.verbs)) {
      const refused = this.destination(value, calls);
      if (refused !== undefined) return refused;
    }
    return undefined;
  }

  private destination(value: string, { destinations }: CallCapability): Refusal | undefined {
    const destination = readDestination(value, this.options.emergencyCountries);
    switch (destination.kind) {
      case "invalid":
        return refusal("NUMBER_INVALID", { problem: destination.problem });
      case "emergency": {
        if (this.options.emergencyCalls !== undefined) return undefined;
        return refusal("EMERGENCY_NUMBER", { number: destination.number, countries: destination.countries });
      }
      default:
        return destinations.includes(destination.kind)
          ? undefined
          : refusal("CALL_DESTINATION_UNSUPPORTED", { kind: destination.kind, supported: destinations });
    }
  }
}

function operationOf({ provider }: Channel, id: string | undefined): Operation | undefined {
  return provider?.manifest.operations.find((operation) => operation.id === id);
}
