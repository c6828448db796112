/** How the channels of one call are named, so that an event says by itself what it is about. */
const OUTBOUND = "pb-";
const LEG = /^(.+)-(leg|spy)-[0-9a-f-]{36}$/;

/** The channel of a call the host began; the exchange refuses a second one of the same name. */
export const outboundCallId = (idempotencyKey: string): string => `${OUTBOUND}${idempotencyKey}`;

/** Our id of a call the host began. */
export const referenceOf = (callId: string): string | undefined =>
  callId.startsWith(OUTBOUND) ? callId.slice(OUTBOUND.length) : undefined;

export const directionOf = (callId: string): "inbound" | "outbound" =>
  callId.startsWith(OUTBOUND) ? "outbound" : "inbound";

/** A further channel of a call: whom it was joined with, or one that listens to record. */
export const legId = (callId: string, kind: "leg" | "spy", id: string): string => `${callId}-${kind}-${id}`;

/** The call a further channel belongs to; undefined for a call's own channel. */
export function callOfLeg(channelId: string): { readonly callId: string; readonly kind: string } | undefined {
  const [, callId, kind] = LEG.exec(channelId) ?? [];
  return callId === undefined || kind === undefined ? undefined : { callId, kind };
}

/** The bridge in which a call is joined with somebody. */
export const bridgeOf = (callId: string): string => `plugboard-${callId}`;

/** The name of a recording; with it the exchange finds the file, and we the call. */
export const recordingName = (callId: string, id: string): string => `plugboard-${callId}-${id}`;

export function callOfRecording(name: string): string | undefined {
  return /^plugboard-(.+)-[0-9a-f-]{36}$/.exec(name)?.[1];
}
