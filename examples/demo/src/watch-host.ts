import type { ContactCenter } from "@plugboard/core";
import type { Timeline } from "./timeline.js";

/** What the demo counts. */
export interface Account {
  /** Messages `send` accepted. */
  sent: number;
  /** Messages a provider received, by receipt. */
  received: number;
  delivered: number;
  undelivered: number;
  replies: number;
  /** Inbound events whose id came a second time to a handler that had finished. */
  duplicated: number;
}

/** Ends of a transfer that are no trouble, though nobody says "received". */
const OTHER_ENDS: ReadonlyMap<string | undefined, string> = new Map([
  ["GIVEN_AS_ANSWER", "given as the answer to the provider's question: what is heard follows"],
]);

/** Shows every step the host tells of. */
export function watchHost(center: ContactCenter, timeline: Timeline): Account {
  const account: Account = { sent: 0, received: 0, delivered: 0, undelivered: 0, replies: 0, duplicated: 0 };
  const handled = new Set<string>();
  center.on("message-refused", ({ refusal, channelId }) => {
    const why = `${channelId}: gate ${refusal.gate}, rule ${refusal.rule}: ${refusal.reason}`;
    timeline.step(undefined, "refused", why, "yellow", channelId);
  });
  center.on("transfer-opened", ({ messageId, channelId, attempt }) => {
    timeline.step(messageId, "transfer", `opened, attempt ${String(attempt)}`, "blue", channelId);
  });
  center.on(
    "transfer-closed",
    ({ messageId, channelId, operation, outcome, code, bytesOut, openedAtMs, closedAtMs, categories, countries }) => {
      const facts = `${String(bytesOut)} bytes in ${String(closedAtMs - openedAtMs)} ms`;
      // A recording that is fetched is no message.
      if (outcome === "received" && operation !== "fetch-recording") account.received += 1;
      timeline.step(
        messageId,
        "receipt",
        outcome === "received"
          ? `received by the provider, ${facts}, ${categoriesOf(categories)} to ${countriesOf(countries)}`
          : (OTHER_ENDS.get(code) ?? `${outcome}: ${code ?? ""}`),
        outcome === "received" ? "green" : "yellow",
        channelId,
      );
    },
  );
  center.on("message-state-changed", ({ messageId, channelId, state, code }) => {
    if (state === "delivered") account.delivered += 1;
    if (state === "undelivered") account.undelivered += 1;
    if (state === "delivered") timeline.step(messageId, "delivered", "to the recipient", "green", channelId);
    else if (state === "undelivered")
      timeline.step(messageId, "bounced", `${code ?? ""}: the address does not exist`, "yellow", channelId);
  });
  center.on("availability-changed", ({ scope, id, state, party }) => {
    timeline.step(undefined, state, `${scope} ${id}${party === undefined ? "" : `, at fault: ${party}`}`, "red");
  });
  center.on("inbound-parked", ({ rawId, code }) => {
    timeline.step(undefined, "parked", `delivery ${rawId}: ${code}`, "red");
  });
  center.receive(({ eventId, channelId, event }) => {
    if (handled.has(eventId)) account.duplicated += 1;
    handled.add(eventId);
    if (event.type !== "message") return;
    account.replies += 1;
    // A visitor of the chat is a random reference, which says nothing to a reader.
    const from = event.from.kind === "session" ? "a visitor" : event.from.value;
    timeline.step(undefined, "reply", `${from}: ${event.text?.trim() ?? ""}`, "magenta", channelId);
  });
  return account;
}

const categoriesOf = ({ length }: readonly string[]): string =>
  length === 1 ? "1 category" : `${String(length)} categories`;
const countriesOf = (byFacet: Readonly<Record<string, readonly string[]>>): string =>
  [...new Set(Object.values(byFacet).flat())].join(", ");
