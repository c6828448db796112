import type { OutboundMessageInput } from "@plugboard/core";
import { conformance } from "@plugboard/provider-whatsapp/testing";

type Fixtures = (typeof conformance)[number];

/** A person's phone, as digits; another one in each round, so that every round begins with a closed window. */
const personOf = (round: number): string => `+4915112${String(30_000 + round)}`;

/**
 * One WhatsApp provider and its other side on loopback: a server that asks for the credentials, checks what it is sent against the published shapes, and
 * signs what it posts.
 */
export class SimulatedProvider {
  private webhookUrl = "";
  private deliveries = 0;

  private constructor(
    private readonly fixtures: Fixtures,
    private readonly simulator: Awaited<ReturnType<Fixtures["startSimulator"]>>,
  ) {}

  static startAll(): Promise<readonly SimulatedProvider[]> {
    return Promise.all(
      conformance.map(
        async (fixtures) =>
          new SimulatedProvider(fixtures, await fixtures.startSimulator({ credentials: fixtures.credentials })),
      ),
    );
  }

  get provider(): Fixtures["provider"] {
    return this.fixtures.provider;
  }

  get providerId(): string {
    return this.fixtures.provider.manifest.id;
  }

  /** Its channel's id, which is also the name of its credentials. */
  get channelId(): string {
    return `acme-${this.providerId}`;
  }

  get credentials(): unknown {
    return this.fixtures.credentials;
  }

  get origin(): string {
    return this.simulator.origin;
  }

  /** What it found wrong with the requests it got. */
  get complaints(): readonly string[] {
    return this.simulator.complaints;
  }

  /** Settings of the channel, and where its hosts are led instead. */
  place(): ReturnType<Fixtures["connect"]> {
    return this.fixtures.connect(this.simulator.origin);
  }

  /** Where it posts to from now on. */
  connectWebhook(url: string): void {
    this.webhookUrl = url;
  }

  /** A person writes to the channel's number. */
  async personWrites(text: string, round: number): Promise<void> {
    const body = this.fixtures.webhooks?.message?.({
      providerMessageId: `in-${this.providerId}-${String(round)}`,
      from: personOf(round),
      text,
      occurredAtMs: Date.now(),
    });
    if (body !== undefined) await this.post(body);
  }

  /** What becomes of a message it took: sent on, then delivered. */
  async reportDelivered(messageId: string, providerMessageId: string | undefined): Promise<void> {
    const message = this.simulator.messages.find(
      ({ id, idempotencyKey }) => id === providerMessageId || idempotencyKey === messageId,
    );
    if (message === undefined) return;
    for (const status of ["sent", "delivered"] as const) {
      const body = this.fixtures.webhooks?.reports?.body({ message, status, occurredAtMs: Date.now() });
      if (body !== undefined) await this.post(body);
    }
  }

  /** To the round's person: an approved template, which needs no open window. */
  template(round: number): OutboundMessageInput {
    const sample = this.fixtures.messages.find(({ features }) => features.includes("template"));
    if (sample === undefined) throw new Error(`${this.providerId} shows no template`);
    return { ...sample.message, ...this.to(round) };
  }

  /** To the round's person: freely written. */
  text(words: string, round: number): OutboundMessageInput {
    return { content: { type: "text", text: words }, ...this.to(round) };
  }

  close(): Promise<void> {
    return this.simulator.close();
  }

  private to(round: number): Pick<OutboundMessageInput, "accountId" | "channelId" | "recipients"> {
    const recipients = [{ address: { kind: "phone" as const, value: personOf(round) } }];
    return { accountId: "acme", channelId: this.channelId, recipients };
  }

  private async post(delivery: { contentType: string; body: string | Uint8Array; query?: string }): Promise<void> {
    this.deliveries += 1;
    const query = delivery.query === undefined ? "" : `?${delivery.query}`;
    const signed = await this.fixtures.webhooks?.sign({
      ...delivery,
      url: this.webhookUrl + query,
      deliveryId: `delivery-${this.providerId}-${String(this.deliveries)}`,
      signedAtMs: Date.now(),
      credentials: this.fixtures.credentials,
    });
    const headers = { ...signed?.headers, "content-type": delivery.contentType };
    const response = await fetch(signed?.url ?? this.webhookUrl + query, {
      method: "POST",
      headers,
      body: Buffer.from(delivery.body),
    });
    if (!response.ok) throw new Error(`${this.providerId}: the host answered ${String(response.status)}`);
  }
}
