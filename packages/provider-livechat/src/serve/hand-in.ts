import { type RecordChange, visitorNetwork } from "@plugboard/core/spec";
import type { LogEntry } from "../log/log-entry.js";
import type { GivenConsent } from "../log/session-record.js";
import type { VisitorLog } from "../log/visitor-log.js";
import { toDelivery } from "../inbound/to-delivery.js";
import type { ChatContext } from "./chat-context.js";
import { ChatRefusal } from "./chat-refusal.js";
import { consentGiven } from "./consent-wording.js";

/** What comes with a message. */
export interface HandedIn {
  /** The consent, as it was shown. */
  readonly shown?: { readonly language: string; readonly wordingHash: string } | undefined;
  readonly clientAddress: string | undefined;
  readonly changes?: readonly RecordChange[];
}

/**
 * Puts a visitor's message into the conversation and hands it to the host, in one commit: one is never there without the other.
 * @returns its place in the conversation.
 * @throws {ChatRefusal} `CONSENT_REQUIRED`, `TOO_MANY`, `TOO_MUCH`, `SESSION_REFUSED`.
 * @throws {StoreError} it was not kept; the browser keeps it and tries again.
 */
export async function handIn(
  context: ChatContext,
  log: VisitorLog,
  message: Pick<LogEntry, "id" | "text" | "file">,
  { shown, clientAddress, changes = [] }: HandedIn,
): Promise<number> {
  const known = log.seqOf("visitor", message.id);
  if (known !== undefined) return known;
  const { sessionId } = log;
  const atMs = context.clock.now();
  const wait = context.messageRate.take(sessionId, atMs);
  if (wait > 0) throw new ChatRefusal("TOO_MANY", wait);
  const network = visitorNetwork(clientAddress);
  for (const rate of context.addressRates) {
    const waitLong = rate.take(network, atMs);
    // Hours, maybe: the visitor is told, and the element does not ask again by itself.
    if (waitLong > 0) throw new ChatRefusal("TOO_MUCH", waitLong);
  }
  const consent = consentOf(context, log, shown, atMs);
  const { identity, reference } = log.record;
  const about = {
    sessionId,
    reference,
    atMs,
    ...(identity === undefined ? {} : { identity }),
    ...(consent === undefined ? {} : { consent }),
  };
  const placed = await log.append(
    { ...message, by: "visitor", atMs },
    {
      changes,
      ...(consent === undefined ? {} : { session: { consent } }),
      delivery: () => toDelivery(`m:${sessionId}:${message.id}`, { kind: "message", ...about, ...message }),
    },
  );
  if (placed === undefined) throw new ChatRefusal("SESSION_REFUSED");
  return placed.seq;
}

/** The consent that comes with the first message; kept in the same commit, so that neither is there without the other (R14). */
function consentOf(
  { settings }: ChatContext,
  log: VisitorLog,
  shown: { readonly language: string; readonly wordingHash: string } | undefined,
  atMs: number,
): GivenConsent | undefined {
  const { consent } = settings;
  if (consent === undefined || consent.purpose === log.record.consent?.purpose) return undefined;
  const given = shown === undefined ? undefined : consentGiven(settings, shown, atMs);
  if (given === undefined) throw new ChatRefusal("CONSENT_REQUIRED");
  return given;
}
