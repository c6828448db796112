import type { ContactCenter, InboundEnvelope } from "@plugboard/core";

/** What an operator's page is told. */
export type Told =
  | {
      readonly kind: "message";
      readonly session: string;
      readonly own: boolean;
      readonly id: string;
      readonly name?: string;
      readonly text?: string;
      readonly file?: string;
    }
  | { readonly kind: "typing" | "erased"; readonly session: string };

const MOST = 1_000;
const SAY_EVERY_MS = 30_000;

/**
 * The operator's side, on the facade of every channel: `receive` brings what visitors write, `send` takes answers, `conversations` shows what has no
 * words. A real desk keeps this in the application's own database; here it lies in memory, as long as the process lives.
 */
export class OperatorDesk {
  private readonly told: Told[] = [];
  private readonly listeners = new Set<(told: Told) => void>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly center: ContactCenter,
    private readonly channel: { readonly accountId: string; readonly channelId: string },
  ) {
    center.receive((envelope) => this.heard(envelope), "operator-desk");
  }

  /** Everything so far, and then what comes. While somebody listens, visitors see that somebody is there. @returns a function that ends it. */
  listen(listener: (told: Told) => void): () => void {
    for (const one of this.told) listener(one);
    this.listeners.add(listener);
    this.timer ??= setInterval(() => this.presence("available"), SAY_EVERY_MS);
    this.presence("available");
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size > 0) return;
      clearInterval(this.timer);
      this.timer = undefined;
      this.presence("away");
    };
  }

  /** @returns whether it was accepted: durable, and on its way. */
  async answer(to: string, text: string): Promise<boolean> {
    const result = await this.center.send({
      ...this.channel,
      recipients: [{ address: { kind: "session", value: to } }],
      content: { type: "text", text },
    });
    if (!result.accepted) return false;
    this.tell({ kind: "message", session: to, own: true, id: result.messageId, text });
    return true;
  }

  async show(signal: "read" | "typing", providerMessageId: string): Promise<void> {
    await this.center.conversations.signal({ ...this.channel, signal, providerMessageId });
  }

  private heard({ channelId, event }: InboundEnvelope): void {
    if (channelId !== this.channel.channelId) return;
    if (event.type === "message") {
      const { from, providerMessageId: id, text, media } = event;
      const file = media?.[0]?.filename;
      const name = "name" in from ? from.name : undefined;
      this.tell({
        kind: "message",
        session: from.value,
        own: false,
        id,
        ...(name === undefined ? {} : { name }),
        ...(text === undefined ? {} : { text }),
        ...(file === undefined ? {} : { file }),
      });
    } else if (event.type === "conversation" && event.subject !== undefined) {
      if (event.event === "typing") this.tell({ kind: "typing", session: event.subject });
      if (event.event === "erasure-requested") this.forget(event.subject);
    }
  }

  /** What the visitor had deleted is deleted here too. */
  private forget(session: string): void {
    for (let index = this.told.length - 1; index >= 0; index -= 1)
      if (this.told[index]?.session === session) this.told.splice(index, 1);
    for (const listener of this.listeners) listener({ kind: "erased", session });
  }

  private tell(told: Told): void {
    if (told.kind === "message") this.told.push(told);
    if (this.told.length > MOST) this.told.shift();
    for (const listener of this.listeners) listener(told);
  }

  private presence(state: "available" | "away"): void {
    // The host may be closing: nobody waits for this.
    this.center.conversations.presence({ ...this.channel, state }).catch(() => undefined);
  }
}
