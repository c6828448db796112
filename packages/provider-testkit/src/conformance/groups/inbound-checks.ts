import { type DeliveryReport, inboundEventSchema, type InboundEventInput, type RawInbound } from "@plugboard/core/spec";
import type { WebhookBody, WebhookSample } from "../fixtures/webhook-fixtures.js";
import type { Check } from "../kit/check.js";
import { expectThat } from "../kit/expect-that.js";
import type { KitContext } from "../kit/kit-context.js";
import { firstDifference } from "../kit/first-difference.js";
import type { Stand } from "../stand/stand.js";
import { ACCOUNT } from "../stand/start-host.js";
import { asBody } from "../stand/stand.js";

const COPIES = 46;
const AT_ONCE = 25;
const STATE_RANK = ["received", "sent", "delivered", "undelivered", "read"] as const;

/** Webhook deliveries become the events they are, once each, and reports move messages forward. */
export function inboundChecks(context: KitContext): Check[] {
  const { fixtures, manifest, observation } = context;
  const { webhooks } = fixtures;
  const contract = manifest.webhooks;
  if (contract === undefined) return [];
  if (webhooks === undefined)
    return [
      {
        id: "inbound.fixtures",
        rule: "inbound-events",
        title: "the fixtures show the webhooks the manifest declares",
        run: () => expectThat(false, "fixtures.webhooks is missing"),
      },
    ];
  const check = (id: string, rule: Check["rule"], title: string, run: (stand: Stand) => Promise<void>): Check => ({
    id,
    rule,
    title,
    run: () => context.on(run),
  });
  // A call that waits for verbs gets these in the answer, whatever they are.
  const asksForVerbs = ({ events }: WebhookSample): boolean =>
    context.has("calls") && events.some((event) => event.type === "call" && event.awaitsVerbs === true);
  const acknowledged = async (response: Response, isAsked = false): Promise<void> => {
    const { status, body, contentType } = contract.acknowledgement;
    const answered = await response.text();
    if (isAsked && response.status === 200 && answered !== "") return;
    expectThat(
      response.status === status,
      response.status === 401
        ? `answered 401: what fixtures.webhooks.sign made does not prove it by ${contract.signature.scheme}`
        : `answered ${response.status}`,
    );
    expectThat(answered === body, "answered with another body");
    const found = response.headers.get("content-type");
    expectThat(contentType === undefined || found === contentType, `answered as ${String(found)}`);
  };
  for (const [sample, text] of webhooks.samples.flatMap(({ name, events }) =>
    textsOf(events).map((text) => [name, text] as const),
  ))
    observation.canaries.set(`inbound ${sample} ${text.length}`, text);

  const checks = webhooks.samples.flatMap((sample): Check[] => [
    check(
      `inbound.${sample.name}`,
      "inbound-events",
      `${sample.name} is acknowledged and becomes its events`,
      async (stand) => {
        await acknowledged(await stand.post(sample, { deliveryId: sample.name }), asksForVerbs(sample));
        await stand.until(() => stand.isHandled());
        const expected = sample.events.map((event) => inboundEventSchema.parse(event));
        const found = stand.received.map(({ event }) => event);
        const difference = firstDifference(found.map(keyless), expected.map(keyless), "events");
        expectThat(difference === undefined, difference ?? "");
        for (const event of found)
          expectThat(
            event.type !== "message" || context.has("inboundEvents"),
            "a message without capability inboundEvents",
          );
      },
    ),
    check(
      `inbound.${sample.name}-again`,
      "inbound-events",
      `${sample.name} is read again without side effects, to the same events`,
      async (stand) => {
        await acknowledged(await stand.post(sample, { deliveryId: sample.name }), asksForVerbs(sample));
        await stand.until(() => stand.isHandled());
        const raw = stand.lastRaw;
        expectThat(raw !== undefined && stand.instance?.inboundEvents !== undefined, "it was not parsed");
        const before = observation.calls.length;
        const [first, second] = [await parse(stand, raw), await parse(stand, raw)];
        expectThat(firstDifference(first, second) === undefined, "two readings differ");
        const calls = observation.calls.slice(before).filter(({ standId }) => standId === stand.standId);
        expectThat(calls.length === 0, "reading it made requests");
      },
    ),
  ]);
  checks.push(
    check(
      "inbound.unknown",
      "inbound-events",
      "a signed delivery of an unknown kind is acknowledged, and parked or told as `other`, never thrown away",
      async (stand) => {
        const { contentType } = webhooks.samples[0] ?? { contentType: "application/json" };
        const json = /json/.test(contentType);
        const body = json ? '{"plugboard_kit":{"kind":"unknown"}}' : "plugboard_kit=unknown";
        await acknowledged(await stand.post(webhooks.unknown ?? { contentType, body }, { deliveryId: "unknown" }));
        await stand.until(() => stand.isHandled());
        const others = stand.received.filter(({ event }) => event.type === "conversation" && event.event === "other");
        expectThat(stand.received.length === others.length, "it became an event of a kind that is known");
        expectThat(stand.parked > 0 || others.length > 0, "it was read as nothing, and is lost unseen");
      },
    ),
    check(
      "inbound.shows-what-is-declared",
      "inbound-events",
      "the samples show what the manifest declares",
      async () => {
        const types = new Set(webhooks.samples.flatMap(({ events }) => events.map(({ type }) => type)));
        expectThat(!context.has("deliveryReports") || types.has("delivery-report"), "no delivery report");
        const messages = types.has("message") || types.has("call") || types.has("conversation");
        expectThat(webhooks.message === undefined || messages, "no message");
        await Promise.resolve();
      },
    ),
  );
  const { message: write } = webhooks;
  if (write !== undefined) {
    const from = fixtures.messages[0]?.message.recipients[0]?.address.value ?? "+4930123456";
    const bodyOf = (id: string, text: string): WebhookBody =>
      write({ providerMessageId: id, from, text, occurredAtMs: Date.now() });
    const messages = (stand: Stand) => stand.received.filter(({ event }) => event.type === "message");
    checks.push(
      check("inbound.message-text", "inbound-events", "a person's text arrives as it was written", async (stand) => {
        const text = '  Grüße 👋\n"quoted" \\ <b>&amp; ';
        await acknowledged(await stand.post(bodyOf("text-1", text), { deliveryId: "text-1" }));
        await stand.until(() => stand.isHandled());
        const [envelope] = messages(stand);
        expectThat(envelope?.event.type === "message" && envelope.event.text === text, "another text arrived");
        expectThat(envelope.event.from.value === from, "from somebody else");
      }),
      check(
        "deduplication.copies",
        "deduplication",
        `${COPIES} copies, ${AT_ONCE} of them at once, up to 29 hours apart: shown once`,
        async (stand) => {
          const body = bodyOf("copy-1", "copied");
          const options = { deliveryId: "copy-1" };
          await Promise.all(Array.from({ length: AT_ONCE }, async () => acknowledged(await stand.post(body, options))));
          for (let copy = AT_ONCE; copy < COPIES; copy += 1) {
            stand.clockOffsetMs += (29 * 3_600_000) / (COPIES - AT_ONCE);
            await acknowledged(await stand.post(body, options));
          }
          await stand.quiet();
          expectThat(messages(stand).length === 1, `shown ${messages(stand).length} times`);
        },
      ),
      check(
        "deduplication.two-are-two",
        "deduplication",
        "two messages with the same text are shown twice",
        async (stand) => {
          for (const id of ["pair-1", "pair-2"])
            await acknowledged(await stand.post(bodyOf(id, "the same"), { deliveryId: id }));
          await stand.quiet();
          expectThat(messages(stand).length === 2, `shown ${messages(stand).length} times`);
        },
      ),
    );
    const { batch } = webhooks;
    if (batch !== undefined)
      checks.push(
        check(
          "deduplication.regrouped",
          "deduplication",
          "events that come again in other company are shown once each",
          async (stand) => {
            const say = (name: string): WebhookBody => bodyOf(`regrouped-${name}`, `message ${name}`);
            const [a, b, c] = [say("a"), say("b"), say("c")];
            for (const [index, body] of [batch([a, b]), a, b, batch([b, c]), c].entries()) {
              await acknowledged(await stand.post(body, { deliveryId: `regrouped-${index}` }));
              await stand.quiet();
            }
            const texts = messages(stand).map(({ event }) => event.type === "message" && event.text);
            const wanted = ["message a", "message b", "message c"];
            expectThat(firstDifference(texts, wanted) === undefined, () => `shown: ${texts.join(", ")}`);
          },
        ),
      );
  }
  const { echo, reports } = webhooks;
  if (echo !== undefined)
    checks.push(
      check(
        "echo.own-message",
        "no-echo",
        "the account's own message does not come back as a message",
        async (stand) => {
          await stand.send(context.plain("echo"));
          const [message] = stand.simulator?.messages ?? [];
          expectThat(message !== undefined, "the simulator took nothing");
          const before = stand.received.length;
          await acknowledged(await stand.post(echo(message), { deliveryId: "echo" }));
          await stand.quiet();
          const shown = stand.received.slice(before).filter(({ event }) => event.type === "message");
          expectThat(shown.length === 0, "it came back as a message");
        },
      ),
    );
  if (context.has("deliveryReports") && reports !== undefined)
    checks.push(...reportChecks(context, reports, { check, acknowledged }));
  return checks;
}

type Reports = NonNullable<NonNullable<KitContext["fixtures"]["webhooks"]>["reports"]>;
type MakeCheck = (id: string, rule: Check["rule"], title: string, run: (stand: Stand) => Promise<void>) => Check;

/** @param tools - what makes a check, and what ends one whose delivery was not taken: nothing would come of waiting. */
function reportChecks(
  context: KitContext,
  { statuses, body }: Reports,
  { check, acknowledged }: { check: MakeCheck; acknowledged: (response: Response) => Promise<void> },
): Check[] {
  const begin = async (stand: Stand) => {
    const { messageId } = await stand.send(context.plain("reported"));
    const [message] = stand.simulator?.messages ?? [];
    expectThat(message !== undefined, "the simulator took nothing");
    const report = async (status: DeliveryReport["status"], occurredAtMs: number, deliveryId: string) =>
      acknowledged(await stand.post(body({ message, status, occurredAtMs }), { deliveryId }));
    const state = async () => (await stand.center.messages.status(ACCOUNT, messageId)).state;
    return { messageId, report, state };
  };
  const ranked = statuses.filter((one) => one === "sent" || one === "delivered" || one === "read");
  const last = ranked.at(-1);
  return [
    ...statuses.map((status) =>
      check(
        `reports.${status}`,
        "delivery-reports",
        `"${status}" is told of our message, with the provider's time`,
        async (stand) => {
          const { messageId, report, state } = await begin(stand);
          const before = stand.received.length;
          const occurredAtMs = Math.floor(Date.now() / 1_000) * 1_000 - 5_000;
          await report(status, occurredAtMs, `report-${status}`);
          await stand.quiet();
          const envelope = stand.received.slice(before).find(({ event }) => event.type === "delivery-report");
          expectThat(envelope?.event.type === "delivery-report", "no report came");
          expectThat(envelope.messageId === messageId, "it is not known to be about our message");
          expectThat(envelope.event.status === status, `it became "${envelope.event.status}"`);
          const at = envelope.event.occurredAt;
          expectThat(at === undefined || Math.abs(Date.parse(at) - occurredAtMs) < 1_000, "with another time");
          const moves = STATE_RANK.find((one) => one === status);
          if (moves !== undefined) expectThat((await state()) === moves, `the message is ${await state()}`);
        },
      ),
    ),
    ...permutations(ranked).map((order) =>
      check(
        `forgery.15-order-${order.join("-")}`,
        "delivery-reports",
        `${order.join(", ")} in this order: never back`,
        async (stand) => {
          const { report, state } = await begin(stand);
          const begunAtMs = Date.now() - 60_000;
          let highest = 0;
          for (const status of order) {
            await report(status, begunAtMs + ranked.indexOf(status) * 1_000, `order-${status}`);
            await stand.quiet();
            const rank = STATE_RANK.findIndex((one) => one === status);
            highest = Math.max(highest, rank);
            expectThat((await state()) === STATE_RANK[highest], `after ${status} the message is ${await state()}`);
          }
          expectThat((await state()) === last, `the message ended as ${await state()}`);
        },
      ),
    ),
  ];
}

function permutations<Item>(items: readonly Item[]): Item[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, index) =>
    permutations([...items.slice(0, index), ...items.slice(index + 1)]).map((rest) => [item, ...rest]),
  );
}

async function parse({ instance }: Stand, raw: RawInbound): Promise<unknown> {
  return instance?.inboundEvents?.doParse({ ...raw, body: asBody(raw.body) });
}

/** What a person wrote and who it was, long enough to be looked for. */
function textsOf(events: readonly InboundEventInput[]): string[] {
  return events
    .flatMap((event) => (event.type === "message" ? [event.text, event.from.value, event.html] : []))
    .filter((text) => text !== undefined)
    .filter((text) => text.length >= 8);
}

/** What makes two tellings one is the plugin's affair; the samples say what an event tells. */
function keyless(event: object): object {
  return { ...event, deduplicationKey: undefined };
}
