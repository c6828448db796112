import type { CallEvent, InboundEventInput, InboundEventsV1, Party, RawInbound } from "@plugboard/core/spec";
import { type GatewayReport, gatewayReportSchema } from "../wire/gateway-api.js";

const decoder = new TextDecoder("utf-8", { fatal: true });
const PARTY: Readonly<Record<string, Party>> = { operator: "account", remote: "recipient", system: "network" };
const VERB: Readonly<Record<string, string>> = { held: "hold", resumed: "hold", transferred: "transfer" };

/** Capability `inboundEvents`: what operators' pages tell, in the contract's words. */
export class WebrtcEvents implements InboundEventsV1 {
  doParse(raw: RawInbound): InboundEventInput[] {
    return [read(gatewayReportSchema.parse(JSON.parse(decoder.decode(raw.body))))];
  }

  /** A page tells an event again until it is taken: its own id makes it one. */
  doDeduplicationKey(raw: RawInbound): string {
    const { report, operator } = gatewayReportSchema.parse(JSON.parse(decoder.decode(raw.body)));
    return `webrtc:${operator}:${report.eventId}`;
  }
}

function read({ callId, report }: GatewayReport): CallEvent {
  const { direction, occurredAt, sequence, commandId } = report;
  const event: Pick<CallEvent, "type" | "callId" | "direction"> & Partial<CallEvent> = {
    ...{ type: "call", callId, direction, sequence },
    occurredAt: new Date(occurredAt).toISOString(),
    ...(commandId === undefined ? {} : { reference: callId }),
    ...{ from: report.from, to: report.to },
  };
  switch (report.event) {
    case "held":
    case "resumed":
    case "transferred":
      return { ...event, event: "verb-finished", verb: VERB[report.event] ?? report.event };
    // The call is still here, with the operator who speaks in it.
    case "transfer-failed":
      return {
        ...{ ...event, event: "verb-finished", verb: "transfer", providerCode: "failed" },
        ...(report.sipStatus === undefined ? {} : { sipStatus: report.sipStatus }),
      };
    case "digits":
      return { ...event, event: "digits", ...(report.digits === undefined ? {} : { digits: report.digits }) };
    case "ended":
      return {
        ...{ ...event, event: "ended", cause: report.cause ?? "failed" },
        party: PARTY[report.endedBy ?? "system"] ?? "network",
        ...(report.sipStatus === undefined ? {} : { sipStatus: report.sipStatus }),
        ...(report.durationMs === undefined ? {} : { durationMs: report.durationMs }),
      };
    default:
      return { ...event, event: report.event };
  }
}
