import { inject, injectable } from "tsyringe";
import { TOKENS } from "../di/tokens.js";
import type { Channel } from "../host/channel.js";
import { decodePayload } from "../outbound/payload-codec.js";
import type { Settlement } from "../outbound/settlement.js";
import { explainDelivery } from "../policy/delivery-fault-policy.js";
import { readOptOut } from "../policy/opt-out-words.js";
import type { Store } from "../ports/store.js";
import type { ConversationEvent } from "../spec/inbound/conversation-event.js";
import type { DeliveryReport } from "../spec/inbound/delivery-report.js";
import type { InboundMessage } from "../spec/inbound/inbound-message.js";
import { type Address, addressSchema } from "../spec/message/address.js";
import type { SendOutcome } from "../spec/outcome/send-outcome.js";
import type { PersonReferences } from "../people/person-references.js";
import type { SuppressionReason } from "./suppression.js";
import type { SuppressionList } from "./suppression-list.js";

/** Kinds of channel where a word alone ends messages, as carriers require: a number that is called is written to as well. By mail one unsubscribes by the subject. */
const WORD_KINDS: ReadonlySet<string> = new Set(["sms", "voice", "telephony", "whatsapp", "livechat"]);
/** Those with a form of their own first: anything can be a handle. */
const KINDS = ["email", "phone", "handle", "session"] as const;

/** Hears what people and providers say about being written to, and keeps to it (R16, R21). Each answer is whether there was something to keep to. */
@injectable()
export class OptOutDesk {
  constructor(
    @inject(TOKENS.Store) private readonly store: Store,
    @inject(TOKENS.SuppressionList) private readonly list: SuppressionList,
    @inject(TOKENS.PersonReferences) private readonly people: PersonReferences,
    @inject(TOKENS.Settlement) settlement: Settlement,
  ) {
    settlement.follow((channel, recipients, outcome) => {
      // What the store never takes is told by the queue.
      this.answered(channel, recipients, outcome).catch(() => undefined);
    });
  }

  /** A person's message: an opt-out or opt-in and nothing else, for every name the provider has of them. Resolves when it is durable. */
  async heard(channel: Channel, message: InboundMessage): Promise<boolean> {
    const { from, alsoKnownAs = [], text, subject, automatic, optOut } = message;
    if (automatic !== undefined) return false;
    const meaning = optOut ?? wordOf(channel.channelKind, text, subject);
    if (meaning === undefined) return false;
    for (const address of [from, ...alsoKnownAs])
      if (address.kind !== "unparsed") await this.keepTo(channel, address, meaning);
    return true;
  }

  /** The provider says that a person opted out or in with it. Resolves when it is durable. */
  async told(channel: Channel, { event, subject, details }: ConversationEvent): Promise<boolean> {
    if ((event !== "opt-out" && event !== "opt-in") || subject === undefined) return false;
    // Of a part of its messages only: it is the provider that knows which they are, and keeps to it.
    if (typeof details?.["category"] === "string" && details["category"] !== "") return false;
    const kinds = channel.provider?.manifest.content?.addressKinds ?? [];
    for (const kind of KINDS) {
      const { data: address } = addressSchema.safeParse({ kind, value: subject });
      if (!kinds.includes(kind) || address === undefined) continue;
      await this.keepTo(channel, address, event);
      return true;
    }
    return false;
  }

  /**
   * A provider's report: the address is dead, or its owner complained. Resolves when it is durable.
   * @param about - reference of the address the report names.
   */
  async reported(
    channel: Channel,
    report: DeliveryReport,
    messageId: string | undefined,
    about = report.recipient && this.people.ofNamed(channel.accountId, report.recipient),
  ): Promise<boolean> {
    // Refused for good for another reason (content, policy) says nothing of the address.
    const isDead =
      report.status === "undelivered" && report.permanence === "hard" && explainDelivery(report).party === "recipient";
    if (messageId === undefined || (!isDead && report.status !== "complained")) return false;
    const address = await this.addressOf(channel, about, messageId);
    if (address === undefined) return false;
    const { accountId, channelKind: scope, channelId } = channel;
    const reason = isDead ? "hard-bounce" : "complaint";
    await this.list.add(accountId, address, { scope, reason }, { actor: "provider", channelId });
    return true;
  }

  /** The provider's answer to a message: a recipient told it to stop, or their address does not exist. Holds at once; resolves when it is durable. */
  private async answered(
    { accountId, channelKind: scope, channelId }: Channel,
    recipients: readonly { readonly address: Address }[],
    outcome: SendOutcome,
  ): Promise<void> {
    const dead = suppressedBy(recipients, outcome);
    const by = { actor: "provider", channelId };
    await Promise.all(dead.map(({ address, reason }) => this.list.add(accountId, address, { scope, reason }, by)));
  }

  private async keepTo(channel: Channel, address: Address, meaning: "opt-out" | "opt-in"): Promise<void> {
    const { accountId, channelKind, channelId } = channel;
    const by = { actor: "recipient", channelId };
    if (meaning === "opt-out") await this.list.add(accountId, address, { scope: channelKind, reason: "opt-out" }, by);
    // A bounce or a complaint is not undone by a word.
    else await this.list.lift(accountId, address, channelKind, by, "opt-out");
  }

  /** Only an address the account wrote to: a report cannot put others on the list. */
  private async addressOf(
    { accountId, channelId }: Channel,
    about: string | undefined,
    messageId: string,
  ): Promise<Address | undefined> {
    const record = await this.store.message(accountId, messageId);
    if (record === undefined) return undefined;
    const { recipients } = decodePayload(record.payload, record.blobs, { accountId, channelId });
    if (about === undefined) return recipients.length === 1 ? recipients[0]?.address : undefined;
    return recipients.find(({ address }) => this.people.ofNamed(accountId, address.value) === about)?.address;
  }
}

/** Whom an answer says not to write to again, and why. */
function suppressedBy(
  recipients: readonly { readonly address: Address }[],
  outcome: SendOutcome,
): { readonly address: Address; readonly reason: SuppressionReason }[] {
  if (outcome.outcome === "refused") {
    const { suppress: reason } = outcome;
    return reason === undefined ? [] : recipients.map(({ address }) => ({ address, reason }));
  }
  if (outcome.outcome !== "received") return [];
  return (outcome.refusedRecipients ?? []).flatMap(({ index, suppress: reason }) => {
    const address = recipients[index]?.address;
    return address === undefined || reason === undefined ? [] : [{ address, reason }];
  });
}

function wordOf(channelKind: string, text: string | undefined, subject: string | undefined) {
  if (WORD_KINDS.has(channelKind)) return text === undefined ? undefined : readOptOut(text, "message");
  return channelKind === "email" && subject !== undefined ? readOptOut(subject, "subject") : undefined;
}
