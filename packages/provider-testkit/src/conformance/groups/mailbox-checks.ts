import type { Check } from "../kit/check.js";
import { expectThat } from "../kit/expect-that.js";
import type { KitContext } from "../kit/kit-context.js";
import { matches } from "../kit/matches.js";
import type { Stand } from "../stand/stand.js";

/** What arrives by itself becomes the events it is, once. */
export function mailboxChecks(context: KitContext): Check[] {
  if (!context.has("mailboxSync")) return [];
  const { mailbox } = context.fixtures;
  const check = (id: string, rule: Check["rule"], title: string, run: (stand: Stand) => Promise<void>): Check => ({
    id,
    rule,
    title,
    run: () => context.on(run),
  });
  if (mailbox === undefined)
    return [
      {
        id: "inbound.fixtures",
        rule: "inbound-events",
        title: "the fixtures show what the mailbox takes",
        run: () => expectThat(false, "fixtures.mailbox is missing"),
      },
    ];
  const deliver = async (stand: Stand, body: string | Uint8Array): Promise<void> => {
    expectThat(stand.simulator !== undefined, "no simulator");
    await mailbox.deliver(stand.simulator, body);
  };
  const [first] = mailbox.samples;
  return [
    ...mailbox.samples.map((sample) =>
      check(`inbound.${sample.name}`, "inbound-events", `${sample.name} becomes its events`, async (stand) => {
        await deliver(stand, sample.body);
        await stand.until(() => stand.handled > 0);
        await stand.quiet();
        const found = stand.received.map(({ event }) => event);
        expectThat(matches(found, sample.events), () => `became ${JSON.stringify(found)}`);
      }),
    ),
    ...(first === undefined
      ? []
      : [
          check(
            "deduplication.copies",
            "deduplication",
            "the same thing delivered three times is shown once",
            async (stand) => {
              for (let copy = 0; copy < 3; copy += 1) await deliver(stand, first.body);
              await stand.until(() => stand.handled > 0);
              await stand.quiet();
              expectThat(stand.received.length === first.events.length, `shown ${stand.received.length} times`);
            },
          ),
        ]),
    ...(mailbox.echo === undefined
      ? []
      : [
          check(
            "echo.own-message",
            "no-echo",
            "the account's own message does not come back as a message",
            async (stand) => {
              await deliver(stand, mailbox.echo ?? "");
              await stand.until(() => stand.handled > 0);
              await stand.quiet();
              const shown = stand.received.filter(({ event }) => event.type === "message");
              expectThat(shown.length === 0, "it came back as a message");
            },
          ),
        ]),
  ];
}
