import { ownValues, scrubDelivery } from "@plugboard/cli";
import { fakeConnection } from "@plugboard/provider-testkit";
import type { ProviderFixtures } from "@plugboard/provider-testkit/conformance";
import type { InboundEventInput, RawInbound } from "@plugboard/core/spec";
import { conformance as http } from "@plugboard/provider-http/testing";
import { conformance as telephony } from "@plugboard/provider-telephony/testing";
import { conformance as whatsapp } from "@plugboard/provider-whatsapp/testing";
import { describe, expect, test } from "vitest";

const key = Buffer.alloc(32, 5);
/** What a provider needs unchanged to know its own deliveries; whoever records says so with `--keep`. */
const KEPT: Readonly<Record<string, readonly string[]>> = {
  "whatsapp-meta": ["value"],
  "whatsapp-dialog360": ["value"],
  "whatsapp-edna": ["error", "channelType"],
};

const cases = [...http, ...telephony, ...whatsapp].flatMap((fixtures) =>
  (fixtures.webhooks?.samples ?? [])
    .filter(({ contentType, body }) => typeof body === "string" && /json|urlencoded/.test(contentType))
    .map((sample) => [`${fixtures.provider.manifest.id} ${sample.name}`, fixtures, sample] as const),
);

async function parser({ provider, connect, credentials }: ProviderFixtures) {
  const { settings } = connect("http://127.0.0.1:9");
  const { inboundEvents } = await provider.open(fakeConnection(provider, { settings, credentials }));
  return async (contentType: string, body: string, query = ""): Promise<readonly InboundEventInput[]> => {
    const raw: RawInbound = {
      contentType,
      body: Buffer.from(body),
      attributes: Object.fromEntries([...new URLSearchParams(query)].map(([name, value]) => [`query:${name}`, value])),
      receivedAtMs: 1_795_000_000_000,
    } as never;
    return (await inboundEvents?.doParse(raw)) ?? [];
  };
}

/** Of an event what says nothing of a person. */
const kindOf = (event: InboundEventInput): object =>
  event.type === "delivery-report"
    ? { type: event.type, status: event.status, permanence: event.permanence, party: event.party }
    : { type: event.type, ...(event.type === "call" ? { event: event.event } : {}) };

describe("a provider's deliveries, recorded without what they say of people", () => {
  test.each(cases)("%s: the same events come of it", async (_name, fixtures, sample) => {
    const { contentType, body, query, events } = sample;
    const keep = KEPT[fixtures.provider.manifest.id] ?? [];
    const scrubbed = scrubDelivery(
      { contentType, body: String(body), ...(query === undefined ? {} : { query }) },
      { keep, own: ownValues(fixtures.connect("http://127.0.0.1:9").settings), key },
    );
    const parse = await parser(fixtures);
    const parsed = await parse(contentType, scrubbed.body, scrubbed.query);
    expect(parsed.map(kindOf)).toEqual(events.map(kindOf));
    for (const event of events)
      if (event.type === "message" && (event.text?.length ?? 0) > 3) expect(scrubbed.body).not.toContain(event.text);
  });
});
