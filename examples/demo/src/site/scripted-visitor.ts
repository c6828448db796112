import type { ContactCenter, InboundEnvelope } from "@plugboard/core";
import type { OperatorView } from "@plugboard/example-livechat";
import { ChatVisitor } from "@plugboard/provider-livechat/testing";

/** Sent in a round: an answer by e-mail to the form, one in the chat. */
export const SITE_PER_ROUND = { answers: 2, messages: 2 } as const;

const FORM_TEXT = "Do you deliver to Graz?";
const CHAT_TEXT = "Is it bright enough for a kitchen?";
const LIMIT_MS = 10_000;

/** A visitor that speaks the pages' own protocol over HTTP, as a browser would. */
export class ScriptedVisitor {
  constructor(
    private readonly origin: string,
    private readonly channels: { readonly form: string; readonly chat: string },
  ) {}

  async visit(center: ContactCenter, counter: OperatorView): Promise<void> {
    const formHeard = heardOnce(center, this.channels.form, FORM_TEXT);
    await this.sendForm();
    await counter.answer((await formHeard).from.value, "Yes, within three days.");
    const chatHeard = heardOnce(center, this.channels.chat, CHAT_TEXT);
    const visitor = await new ChatVisitor(`${this.origin}/sites/${this.channels.chat}`, this.origin).begin();
    const answered = new Promise<number>((resolve) => {
      void visitor.listen((entry) => entry.by === "operator" && resolve(entry.seq));
    });
    await visitor.say(CHAT_TEXT);
    await counter.answer((await chatHeard).from.value, "As day.");
    const seq = await answered;
    await visitor.marks(seq, seq);
    visitor.leave();
  }

  private async sendForm(): Promise<void> {
    const form = `${this.origin}/sites/${this.channels.form}`;
    const page = await (await fetch(form)).text();
    const token = /name="_token" value="([^"]+)"/.exec(page)?.[1] ?? "";
    const answer = await fetch(form, {
      method: "POST",
      headers: { origin: this.origin, accept: "application/json" },
      body: new URLSearchParams({
        full_name: "Finn Form",
        email: "finn@example.org",
        message: FORM_TEXT,
        newsletter: "yes",
        _token: token,
      }),
    });
    if (!answer.ok) throw new Error(`the form was answered with ${String(answer.status)}`);
  }
}

type Message = Extract<InboundEnvelope["event"], { type: "message" }>;

/** What this visitor wrote, when it came in; others may write at the same time. @throws when it does not come. */
function heardOnce(center: ContactCenter, channelId: string, written: string): Promise<Message> {
  return new Promise((resolve, reject) => {
    const end = (act: () => void): void => {
      clearTimeout(timer);
      off();
      act();
    };
    const timer = setTimeout(() => end(() => reject(new Error(`nothing came in through ${channelId}`))), LIMIT_MS);
    const off = center.receive(({ channelId: of, event }) => {
      if (of === channelId && event.type === "message" && event.text?.includes(written)) end(() => resolve(event));
    }, `scripted-visitor-${channelId}`);
  });
}
