import { CheckFailure } from "../kit/check-failure.js";
import type { MessageParts } from "../fixtures/sample-message.js";
import type { ProviderFixtures } from "../provider-fixtures.js";
import type { Stand } from "./stand.js";

/** Where a provider lets a business write only to who wrote before: the person writes first, once for each. */
export class ServiceWindows {
  readonly #wrote = new Set<string>();

  constructor(
    private readonly stand: Stand,
    private readonly fixtures: ProviderFixtures,
  ) {}

  /** Opens what a message needs. @throws {CheckFailure} the person's message was not taken. */
  async open({ recipients, content }: MessageParts): Promise<void> {
    const { stand } = this;
    const window = this.fixtures.provider.manifest.content?.serviceWindow;
    const write = this.fixtures.webhooks?.message;
    if (window === undefined || write === undefined || window.always.includes(content.type)) return;
    for (const { address } of recipients) {
      if (this.#wrote.has(address.value)) continue;
      this.#wrote.add(address.value);
      const count = this.#wrote.size;
      const before = stand.received.length;
      const name = `window-${stand.standId}-${count}`;
      const body = write({
        providerMessageId: name,
        from: address.value,
        text: "Guten Tag",
        occurredAtMs: Date.now() + stand.clockOffsetMs,
      });
      const response = await stand.post(body, { deliveryId: name });
      if (response.status >= 300) throw new CheckFailure(`a person's message was answered ${response.status}`);
      await stand.until(() => stand.received.length > before);
    }
  }
}
