import type { ContactCenter, InboundEnvelope } from "@plugboard/core";
import { OperatorDesk, type OperatorView, type Told } from "@plugboard/example-livechat";
import type { Timeline } from "../timeline.js";
import type { Account } from "../watch-host.js";

/** The account's channels, as the person at the counter uses them. */
export interface CounterChannels {
  readonly accountId: string;
  readonly chat: string;
  readonly form: string;
  /** Carries answers to whoever wrote by the form. */
  readonly mail: string;
}

const MOST = 500;

/** One person answers both: a chat in the chat, a form by e-mail to the address that stood in it. */
export class CounterDesk implements OperatorView {
  private readonly chat: OperatorDesk;
  private readonly letters: Told[] = [];
  private readonly listeners = new Set<(told: Told) => void>();

  constructor(
    private readonly center: ContactCenter,
    private readonly channels: CounterChannels,
    private readonly timeline: Timeline,
    private readonly account: Account,
  ) {
    this.chat = new OperatorDesk(center, { accountId: channels.accountId, channelId: channels.chat });
    center.receive((envelope) => this.heard(envelope), "counter-desk");
  }

  listen(listener: (told: Told) => void): () => void {
    const end = this.chat.listen(listener);
    for (const letter of this.letters) listener(letter);
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
      end();
    };
  }

  async answer(to: string, text: string): Promise<boolean> {
    const { accountId, mail, chat } = this.channels;
    const isLetter = to.includes("@");
    const result = await this.center.send(
      isLetter
        ? {
            ...{ accountId, channelId: mail, recipients: [{ address: { kind: "email", value: to } }] },
            content: { type: "email", subject: "Your message to us", text },
          }
        : {
            ...{ accountId, channelId: chat, recipients: [{ address: { kind: "session", value: to } }] },
            content: { type: "text", text },
          },
    );
    if (!result.accepted) return false;
    this.account.sent += 1;
    this.timeline.name(result.messageId, isLetter ? "to form" : "to chat");
    this.timeline.step(
      result.messageId,
      "accepted",
      "from the counter, durable, every gate passed",
      "cyan",
      isLetter ? mail : chat,
    );
    this.tell({ kind: "message", session: to, own: true, id: result.messageId, text }, isLetter);
    return true;
  }

  async show(signal: "read" | "typing", providerMessageId: string): Promise<void> {
    // A form has nobody waiting at the other end.
    if (!this.letters.some((one) => "id" in one && one.id === providerMessageId))
      await this.chat.show(signal, providerMessageId);
  }

  private heard({ channelId, event }: InboundEnvelope): void {
    if (channelId !== this.channels.form || event.type !== "message") return;
    const { from, providerMessageId: id, text = "" } = event;
    const sender = "name" in from ? from.name : undefined;
    const name = `${sender ?? from.value} (form)`;
    this.tell({ kind: "message", session: from.value, own: false, id, name, text }, true);
  }

  private tell(told: Told, isKept: boolean): void {
    if (isKept) this.letters.push(told);
    if (this.letters.length > MOST) this.letters.shift();
    for (const listener of this.listeners) listener(told);
  }
}
