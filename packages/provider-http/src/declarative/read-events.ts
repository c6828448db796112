import { createHash } from "node:crypto";
import { AnswerInvalidError, type InboundEventInput, type RawInbound } from "@plugboard/core/spec";
import { fillText } from "./fill-template.js";
import { type HttpDefinition, type ReportName, reportNames } from "./http-definition.js";
import { readInstant } from "./read-instant.js";
import { readJson } from "./read-json.js";
import { valueAt } from "./value-at.js";

type Webhooks = NonNullable<HttpDefinition["webhooks"]>;

/** The events of a delivery. A kind the definition does not know, or an event without its id, throws: the host parks it, nothing is lost. */
export function readEvents(webhooks: Webhooks, raw: RawInbound): InboundEventInput[] {
  return eventsOf(webhooks, raw).flatMap((event) => readEvent(webhooks, event));
}

/** What makes two deliveries one: the definition's templates, or the bytes. */
export function deduplicationKey({ deduplicateBy, ...webhooks }: Webhooks, raw: RawInbound): string {
  const event = readJson(raw.body);
  if (
    deduplicateBy !== undefined &&
    webhooks.list === undefined &&
    typeof event === "object" &&
    !Array.isArray(event)
  ) {
    const header = Object.fromEntries(
      Object.entries(raw.attributes).flatMap(([name, value]) =>
        name.startsWith("header:") ? [[name.slice("header:".length), value] as const] : [],
      ),
    );
    const parts = deduplicateBy.map((template) => fillText(template, { ...event, header }));
    if (parts.every((part) => typeof part === "string" || typeof part === "number")) return parts.join("|");
  }
  return createHash("sha256").update(raw.body).digest("hex");
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
  const providerMessageId = valueAt(event, webhooks.messageId);
  if (typeof providerMessageId !== "string" || providerMessageId === "")
    throw new AnswerInvalidError([`${webhooks.messageId}: expected string`]);
  const text = (path: string | undefined, maxLength: number): string | undefined => {
    const value = path === undefined ? undefined : valueAt(event, path);
    const read = typeof value === "string" || typeof value === "number" ? String(value) : "";
    return read === "" || read.length > maxLength ? undefined : read;
  };
  const occurredAt = webhooks.occurredAt
    .map(({ at, as }) => readInstant(valueAt(event, at), as))
    .find((instant) => instant !== undefined);
  const reference = text(webhooks.reference, 256);
  const recipient = text(webhooks.recipient, 320);
  const providerCode = text(webhooks.code, 64);
  return [
    {
      type: "delivery-report",
      providerMessageId,
      ...(reference === undefined ? {} : { reference }),
      ...(occurredAt === undefined ? {} : { occurredAt }),
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
  const parts: string[] = [];
  for (const path of kind) {
    const value = valueAt(event, path);
    if (typeof value !== "string" || value === "") break;
    parts.push(value);
  }
  for (let length = parts.length; length > 0; length -= 1) {
    const name = parts.slice(0, length).join(":");
    const found = reportNames.find((report) => reports[report]?.includes(name));
    if (found !== undefined) return found;
  }
  throw new AnswerInvalidError([`${kind.join(", ")}: a kind that is not known`]);
}
