import { createHash } from "node:crypto";
import { AnswerInvalidError, type InboundEventInput, type RawInbound } from "@plugboard/core/spec";
import { fillText } from "./fill-template.js";
import { type HttpDefinition, type ReportName, reportNames } from "./http-definition.js";
import { readInstant } from "./read-instant.js";
import { readJson } from "./read-json.js";
import { valueAt } from "./value-at.js";

type Webhooks = NonNullable<HttpDefinition["webhooks"]>;

/** As `eventKeySchema` of core has it. Characters. */
const LONGEST_KEY = 1_000;

/** The events of a delivery. A kind the definition does not know, or an event without its id, throws: the host parks it, nothing is lost. */
export function readEvents(webhooks: Webhooks, raw: RawInbound): InboundEventInput[] {
  return eventsOf(webhooks, raw).flatMap((event) => {
    const key = namesEvents(webhooks) ? keyOf(webhooks, raw, event) : undefined;
    return readEvent(webhooks, event).map((read) => (key === undefined ? read : { ...read, deduplicationKey: key }));
  });
}

/** What makes two deliveries one: of a single event the definition's templates, else the bytes. */
export function deduplicationKey(webhooks: Webhooks, raw: RawInbound): string {
  const body = readJson(raw.body);
  const found = webhooks.list === undefined ? body : valueAt(body, webhooks.list);
  const events: readonly unknown[] = Array.isArray(found) ? found : [found];
  const key = events.length === 1 ? keyOf(webhooks, raw, events[0]) : undefined;
  return key ?? createHash("sha256").update(raw.body).digest("hex");
}

/** Templates over headers alone tell deliveries apart, not the events in one. */
const namesEvents = ({ deduplicateBy = [] }: Webhooks): boolean =>
  deduplicateBy.some((template) => /\{(?!header\.)/.test(template));

function keyOf({ deduplicateBy }: Webhooks, raw: RawInbound, event: unknown): string | undefined {
  if (deduplicateBy === undefined || typeof event !== "object" || event === null) return undefined;
  const header = Object.fromEntries(
    Object.entries(raw.attributes).flatMap(([name, value]) =>
      name.startsWith("header:") ? [[name.slice("header:".length), value] as const] : [],
    ),
  );
  const parts = deduplicateBy.map((template) => fillText(template, { ...event, header }));
  const isWhole = parts.every((part) => typeof part === "string" || typeof part === "number");
  const key = parts.join("|");
  return isWhole && key.length <= LONGEST_KEY ? key : undefined;
}

function eventsOf({ list }: Webhooks, raw: RawInbound): readonly unknown[] {
  const body = readJson(raw.body);
  const events = list === undefined ? body : valueAt(body, list);
  if (Array.isArray(events)) return events;
  if (list !== undefined || typeof events !== "object" || events === null)
    throw new AnswerInvalidError([`${list ?? "(root)"}: no event`]);
  return [events];
}

function readEvent(webhooks: Webhooks, event: unknown): InboundEventInput[] {
  const report = reportOf(webhooks, event);
  if (report === "none") return [];
  const text = (path: string | undefined, maxLength: number): string | undefined => {
    const value = path === undefined ? undefined : valueAt(event, path);
    const read = typeof value === "string" || typeof value === "number" ? String(value) : "";
    return read === "" || read.length > maxLength ? undefined : read;
  };
  const at = webhooks.occurredAt
    .map((place) => readInstant(valueAt(event, place.at), place.as))
    .find((instant) => instant !== undefined);
  const occurred = at === undefined ? {} : { occurredAt: at };
  const recipient = [webhooks.recipient ?? []]
    .flat()
    .map((path) => text(path, 320))
    .find((one) => one !== undefined);
  if (report === "opt-out" || report === "opt-in") {
    // Whose it is: without that nobody could keep to it.
    if (recipient === undefined) throw new AnswerInvalidError([`${report}: no recipient`]);
    return [{ type: "conversation", event: report, ...occurred, subject: recipient }];
  }
  const providerMessageId = valueAt(event, webhooks.messageId);
  if (typeof providerMessageId !== "string" || providerMessageId === "")
    throw new AnswerInvalidError([`${webhooks.messageId}: expected string`]);
  const reference = text(webhooks.reference, 256);
  const providerCode = text(webhooks.code, 64);
  return [
    {
      type: "delivery-report",
      providerMessageId,
      ...(reference === undefined ? {} : { reference }),
      ...occurred,
      ...(recipient === undefined ? {} : { recipient }),
      ...(providerCode === undefined ? {} : { providerCode }),
      ...REPORTS[report],
    },
  ];
}

const REPORTS = {
  sent: { status: "sent" },
  delivered: { status: "delivered" },
  read: { status: "read" },
  delayed: { status: "delayed" },
  complained: { status: "complained", party: "recipient" },
  "hard-bounce": { status: "undelivered", permanence: "hard", party: "recipient" },
  "soft-bounce": { status: "undelivered", permanence: "soft", party: "recipient" },
  failed: { status: "undelivered", permanence: "soft", party: "provider" },
} as const;

/** The report of the narrowest name the definition knows: `Bounce:HardBounce` before `Bounce`. */
function reportOf({ kind, reports }: Webhooks, event: unknown): ReportName {
  const parts = kind.map((path) => valueAt(event, path)).filter((value) => typeof value === "string" && value !== "");
  for (let length = parts.length; length > 0; length -= 1) {
    const name = parts.slice(0, length).join(":");
    const found = reportNames.find((report) => reports[report]?.includes(name));
    if (found !== undefined) return found;
  }
  throw new AnswerInvalidError([`${kind.join(", ")}: a kind that is not known`]);
}
