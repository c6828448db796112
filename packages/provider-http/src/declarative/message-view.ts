import { createHash } from "node:crypto";
import type { Address, EmailContent, OutboundMessage, TransferV1 } from "@plugboard/core/spec";
import { formatMailbox } from "./format-mailbox.js";
import { valueAt } from "./value-at.js";

/** A message's addresses and content, in the words templates use. */
export type MessageView = Readonly<Record<string, unknown>>;

/**
 * What a template of `send` can name:
 *
 * - `transfer.id`, `transfer.idempotencyKey`, `transfer.idempotencyUuid` (the key as a UUID, for APIs that want one)
 * - `settings.…`, `credentials.…`
 * - `sender`, and each of `to`, `cc`, `bcc`, `content.replyTo`: `address`, `name`, `mailbox` (`"Name" <address>`)
 * - `toMailboxes`, `ccMailboxes`, `bccMailboxes`: lists of `mailbox`; `toLine`, `ccLine`, `bccLine`: the same joined with commas
 * - `content.text`, `content.subject`, `content.html`
 * - `content.attachments`: `filename`, `contentType`, `contentId`, `cid` (`cid:` and the id), `base64`, `disposition`
 * - `content.headers`: `name`, `value`, and `content.headerMap`: threading, unsubscription and the message's own fields
 *
 * The sender is the message's own, or `settings.from` (`{ address, name? }`, or an address).
 */
export function messageView(transfer: TransferV1, settings: unknown, credentials: unknown): MessageView {
  const { message, idempotencyKey, transferId } = transfer;
  const { content } = message;
  const those = (role: "to" | "cc" | "bcc") =>
    message.recipients.filter((one) => one.role === role).map(({ address }) => addressView(address));
  const [to, cc, bcc] = [those("to"), those("cc"), those("bcc")];
  return {
    transfer: { id: transferId, idempotencyKey, idempotencyUuid: uuidOf(idempotencyKey) },
    settings,
    credentials,
    sender: senderView(message, settings),
    to,
    cc,
    bcc,
    ...{ toMailboxes: mailboxes(to), ccMailboxes: mailboxes(cc), bccMailboxes: mailboxes(bcc) },
    ...{ toLine: mailboxes(to)?.join(", "), ccLine: mailboxes(cc)?.join(", "), bccLine: mailboxes(bcc)?.join(", ") },
    content: content.type === "email" ? emailView(content) : content,
  };
}

interface AddressView {
  readonly address: string;
  readonly name?: string | undefined;
  readonly mailbox: string;
}

function addressView({ value: address, name }: Pick<Address, "value" | "name">): AddressView {
  const one = { address, ...(name === undefined ? {} : { name }) };
  return { ...one, mailbox: formatMailbox(one) };
}

function senderView({ sender }: OutboundMessage, settings: unknown): AddressView | undefined {
  if (sender !== undefined) return addressView(sender);
  const from = valueAt(settings, "from");
  const [address, name] = typeof from === "string" ? [from] : [valueAt(from, "address"), valueAt(from, "name")];
  return typeof address === "string"
    ? addressView({ value: address, name: typeof name === "string" ? name : undefined })
    : undefined;
}

const mailboxes = (views: readonly AddressView[]): string[] | undefined =>
  views.length > 0 ? views.map(({ mailbox }) => mailbox) : undefined;

function emailView(content: EmailContent): MessageView {
  const { replyTo, attachments = [], inReplyTo, references, listUnsubscribe, headers = {} } = content;
  const ways = [listUnsubscribe?.url, listUnsubscribe?.mailto].flatMap((way) =>
    way === undefined ? [] : [`<${way}>`],
  );
  const fields: Record<string, string | undefined> = {
    "In-Reply-To": inReplyTo,
    References: references?.join(" "),
    "List-Unsubscribe": ways.length > 0 ? ways.join(", ") : undefined,
    // RFC 8058: only together with an https: address.
    "List-Unsubscribe-Post": listUnsubscribe?.url === undefined ? undefined : "List-Unsubscribe=One-Click",
    ...headers,
  };
  const list = Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }]));
  return {
    subject: content.subject,
    text: content.text,
    html: content.html,
    replyTo: replyTo === undefined ? undefined : addressView(replyTo),
    attachments: attachments.map(({ filename, contentType, contentId, bytes }) => ({
      filename,
      contentType,
      contentId,
      cid: contentId === undefined ? undefined : `cid:${contentId}`,
      disposition: contentId === undefined ? "attachment" : "inline",
      base64: Buffer.from(bytes).toString("base64"),
    })),
    headers: list,
    headerMap: list.length > 0 ? Object.fromEntries(list.map(({ name, value }) => [name, value])) : undefined,
  };
}

/** The same UUID for the same key: RFC 9562 §5.8, a custom version 8. */
function uuidOf(key: string): string {
  const bytes = createHash("sha256").update(key).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
