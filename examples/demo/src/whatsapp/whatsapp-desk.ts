import { createServer, type Server } from "node:http";
import type { ContactCenter, OutboundMessageInput } from "@plugboard/core";
import { nodeWebhooks } from "@plugboard/http-adapters/node";
import type { Timeline } from "../timeline.js";
import type { Account } from "../watch-host.js";
import type { SimulatedProvider } from "./simulated-provider.js";

/** Messages each provider gets in a round: a template, and the answer to a person. */
export const MESSAGES_PER_PROVIDER = 2;

/** The host's WhatsApp channels, one per provider, with its webhooks on a port of their own. */
export class WhatsAppDesk {
  private readonly server: Server;
  private round = 0;

  constructor(
    private readonly center: ContactCenter,
    private readonly timeline: Timeline,
    private readonly account: Account,
    readonly providers: readonly SimulatedProvider[],
  ) {
    this.server = createServer((request, response) => void nodeWebhooks(center)(request, response));
    center.on("transfer-closed", ({ channelId, messageId, outcome, providerMessageId }) => {
      const provider = providers.find((one) => one.channelId === channelId);
      if (provider === undefined || outcome !== "received") return;
      provider
        .reportDelivered(messageId, providerMessageId)
        .catch(() => timeline.step(messageId, "outside", "could not report", "red"));
    });
    center.receive(async ({ event, eventId, channelId }) => {
      const provider = providers.find((one) => one.channelId === channelId);
      if (provider === undefined || event.type !== "message") return;
      // Within the 24 hours that the person's message opened; the same event answers once, whatever happens.
      const answer = provider.text(`Yes, order ${String(this.round)} is ready ✓`, this.round);
      await this.send({ ...answer, idempotencyKey: `answer-to-${eventId}` }, nameOf("answer", provider));
    }, "answers");
  }

  async open(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    const address = this.server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    this.timeline.heading("WhatsApp, by recorded instruction (R4)");
    for (const provider of this.providers) {
      await this.activate(provider);
      provider.connectWebhook(`http://127.0.0.1:${String(port)}/webhooks/${provider.channelId}`);
    }
  }

  /** One round: free text before the person wrote is refused, a template passes, the person writes and is answered. */
  async runRound(round: number): Promise<number> {
    this.round = round;
    let refused = 0;
    for (const provider of this.providers) {
      const early = await this.center.send(provider.text("Freely written, too early", round));
      if (early.accepted) throw new Error(`${provider.providerId} let free text pass a closed window`);
      refused += 1;
      await this.send(provider.template(round), nameOf("to", provider));
      await provider.personWrites("Is my order ready?", round);
    }
    return refused;
  }

  async close(): Promise<void> {
    for (const { providerId, complaints } of this.providers)
      for (const complaint of complaints)
        this.timeline.step(undefined, "complaint", `${providerId}: ${complaint}`, "red");
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async send(message: OutboundMessageInput, name: string): Promise<void> {
    const result = await this.center.send(message);
    if (!result.accepted) throw new Error(`refused: ${result.refusal.code}`);
    if (result.duplicate) return;
    this.account.sent += 1;
    this.timeline.name(result.messageId, name);
    this.timeline.step(
      result.messageId,
      "accepted",
      `${message.channelId}, durable, every gate passed`,
      "cyan",
      message.channelId,
    );
  }

  private async activate(provider: SimulatedProvider): Promise<void> {
    const { providerId, channelId } = provider;
    const { settings } = provider.place();
    const shown = this.center.channels.disclosure(providerId, settings);
    const act = { actor: "ann.admin", authority: "administrator", at: new Date().toISOString() } as const;
    const result = await this.center.channels.activate({
      accountId: "acme",
      channelId,
      providerId,
      settings,
      secret: channelId,
      instructed: act,
      shown,
      termsAccepted: act,
      residency: {
        zones: ["EEA"],
        countries: shown.countries.filter((country) => country !== "US"),
        safeguards: (["standard-contractual-clauses", "adequacy-decision", "binding-corporate-rules"] as const).map(
          (safeguard) => ({ country: "US", safeguard, reference: "acme's transfer file, 2026" }),
        ),
      },
    });
    if (!result.activated) throw new Error(`${providerId} not activated: ${result.refusal.reason}`);
    const probe = await this.center.channels.probe("acme", channelId);
    this.timeline.fact(
      providerId.replace("whatsapp-", ""),
      `${shown.seller}; ${shown.countries.join(", ")}; probe: ${probe.state}`,
    );
  }
}

const nameOf = (what: string, { providerId }: SimulatedProvider): string =>
  `${what} ${providerId.replace("whatsapp-", "")}`;
