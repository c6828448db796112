import { createHash } from "node:crypto";
import type { Address, OutboundMessage } from "@plugboard/core/spec";
import { bodyPart } from "./body-part.js";
import { checkComposed } from "./check-composed.js";
import { ComposeRefusal } from "./compose-refusal.js";
import { formatMailbox } from "./format-mailbox.js";
import { contentFields, type HeaderField } from "./header-fields.js";
import { toWireAddress } from "./to-wire-address.js";

/** A message in the form that goes over the wire. */
export interface ComposedEmail {
  /** RFC 5322, CRLF line ends, ends with one. */
  readonly bytes: Buffer;
  readonly messageId: string;
  /** Envelope addresses; each recipient once, blind copies only here. */
  readonly envelope: { readonly from: string; readonly to: readonly string[] };
  /** Positions in the message's `recipients` by envelope address. */
  readonly positions: ReadonlyMap<string, readonly number[]>;
  /** Where an address has other than ASCII letters, the server must offer SMTPUTF8 (RFC 6531). */
  readonly otherLetters: "nowhere" | "envelope" | "header-alone";
}

export interface ComposeOptions {
  /** The channel's own sender, used where the message names none. */
  readonly from: Address;
  /** Where bounces go; the sender where absent. */
  readonly returnPath?: Address | undefined;
  readonly messageId: (domain: string) => string;
  readonly dateMs: number;
  /** Gives the DKIM-Signature field with its line end, for the finished message. */
  readonly sign?: ((message: Buffer) => string) | undefined;
}

/**
 * Makes the wire form of an e-mail. What is decoded at the other end is exactly what is given here: bodies and files byte for byte,
 * subject, names and file names character for character (R8). Equal input gives equal bytes.
 * @throws {ComposeRefusal} what cannot be carried so.
 */
export function composeEmail(message: OutboundMessage, options: ComposeOptions): ComposedEmail {
  const { content, recipients } = message;
  if (content.type !== "email") throw new ComposeRefusal("CONTENT_NOT_EMAIL");
  const sender = message.sender ?? options.from;
  const senderAddress = toWireAddress(sender);
  const messageId = options.messageId(senderAddress.slice(senderAddress.lastIndexOf("@") + 1));

  const positions = new Map<string, number[]>();
  recipients.forEach(({ address }, index) => {
    const wire = toWireAddress(address);
    positions.set(wire, [...(positions.get(wire) ?? []), index]);
  });
  const mailboxes = (role: "to" | "cc") =>
    recipients.filter((recipient) => recipient.role === role).map(({ address }) => mailbox(address));
  const to = mailboxes("to");
  const cc = mailboxes("cc");

  const fields: HeaderField[] = [{ name: "From", value: mailbox(sender) }];
  if (content.replyTo !== undefined) fields.push({ name: "Reply-To", value: mailbox(content.replyTo) });
  // Blind copies alone: the empty group says that there are recipients without naming them (RFC 5322 §3.4).
  fields.push({ name: "To", value: to.length > 0 || cc.length > 0 ? to.join(",\r\n ") : "undisclosed-recipients:;" });
  if (cc.length > 0) fields.push({ name: "Cc", value: cc.join(",\r\n ") });
  fields.push({ name: "Date", value: new Date(options.dateMs).toUTCString().replace("GMT", "+0000") });
  fields.push({ name: "Message-ID", value: messageId });
  fields.push(...contentFields(content, answeredId(message.replyToProviderMessageId)));
  fields.push({ name: "MIME-Version", value: "1.0" });

  const visible = fields.filter((field) => field.name !== "To" || field.value !== "");
  const body = bodyPart(content, createHash("sha256").update(messageId).digest("hex").slice(0, 24));
  const head = [...visible.map(({ name, value }) => `${name}: ${value}`), ...body.fields].join("\r\n");
  const unsigned = Buffer.from(`${head}\r\n\r\n${body.body()}\r\n`);
  const signature = options.sign?.(unsigned);
  const bytes = signature === undefined ? unsigned : Buffer.concat([Buffer.from(signature), unsigned]);
  const names = [...visible.map(({ name }) => name), ...body.fields.map((field) => field.split(":", 1).join())];
  checkComposed(bytes, signature === undefined ? names : ["DKIM-Signature", ...names]);

  const envelope = { from: toWireAddress(options.returnPath ?? sender), to: [...positions.keys()] };
  const written = content.replyTo === undefined ? [senderAddress] : [senderAddress, toWireAddress(content.replyTo)];
  const inHeader = written.every(isAscii) ? "nowhere" : "header-alone";
  const otherLetters = [envelope.from, ...envelope.to].every(isAscii) ? inHeader : "envelope";
  return { bytes, messageId, envelope, positions, otherLetters };
}

function mailbox(address: Address): string {
  return formatMailbox(toWireAddress(address), address.name);
}

function answeredId(providerMessageId: string | undefined): string | undefined {
  return providerMessageId !== undefined && /^<[^<>\s]+>$/.test(providerMessageId) ? providerMessageId : undefined;
}

function isAscii(value: string): boolean {
  return Buffer.byteLength(value) === value.length;
}
