import type { WebhookContract } from "@plugboard/core/spec";
import type { WebhookSample } from "../fixtures/webhook-fixtures.js";
import type { Check } from "../kit/check.js";
import { CheckFailure } from "../kit/check-failure.js";
import { expectThat } from "../kit/expect-that.js";
import type { KitContext } from "../kit/kit-context.js";
import { asBody, type Stand } from "../stand/stand.js";
import { changedByOneByte, type Forgery, postForged } from "./forged-delivery.js";
import { secretNames } from "./secret-names.js";
import { withValueAt } from "./with-value-at.js";

const DAY_MS = 86_400_000;
const TEN_MEGABYTES = 10_000_000;
/** Bodies that a careless parser chokes on, and that nobody signed. */
const UNSIGNED_BODIES: readonly Uint8Array[] = [
  Buffer.from("1"),
  Buffer.from("[]"),
  Buffer.from([0xff, 0xfe, 0xc0, 0x80]),
  Buffer.from("{"),
  Buffer.alloc(0),
  Buffer.alloc(TEN_MEGABYTES, "a"),
];

/** The sixteen forgeries of PROVIDERS.md, each against the provider's own contract and samples. */
export function forgeryChecks(context: KitContext): Check[] {
  const { fixtures, manifest, provider } = context;
  const contract = manifest.webhooks;
  if (contract === undefined) return [];
  const check = (what: string, title: string, run: (tools: Tools) => Promise<void>): Check => ({
    id: `forgery.${what}`,
    rule: "forgeries",
    title,
    run: () => context.on((stand) => run({ stand, sample: sampleOf(context), contract })),
  });
  const schemes = [contract.signature, ...(contract.secondFactor === undefined ? [] : [contract.secondFactor])];
  const toleranceMs =
    Math.max(0, ...schemes.map((one) => ("toleranceSeconds" in one ? one.toleranceSeconds : 0))) * 1_000;
  return [
    {
      id: "forgery.1-empty-secret",
      rule: "forgeries",
      title: "an empty secret is refused before a channel exists",
      run: async () => {
        for (const name of secretNames(contract)) {
          const credentials = withValueAt(fixtures.credentials, name, "");
          if (!provider.credentialsSchema.safeParse(credentials).success) continue;
          // The schema lets it pass, so activation must not.
          const refused = await context
            .on(() => Promise.resolve(), { credentials: { current: credentials } })
            .then(
              () => false,
              () => true,
            );
          expectThat(refused, `an empty ${name} is taken`);
        }
      },
    },
    check("2-missing-signature", "without its proof a delivery is refused", (tools) =>
      expectShutOut(tools, { headers: () => [], plainUrl: true }),
    ),
    check("3-other-secret", "a proof made with another secret is refused", (tools) =>
      expectShutOut(tools, { credentials: fixtures.otherCredentials }),
    ),
    contract.strength === "strong"
      ? check("4-changed-body", "a body changed by one byte is refused", (tools) =>
          expectShutOut(tools, { body: changedByOneByte(tools.sample) }),
        )
      : check("4-changed-body", "a proof that does not cover the body needs every factor", async (tools) => {
          if (contract.signature.scheme !== "md5-callback-hash") {
            await expectShutOut(tools, { headers: () => [] }, "without its headers");
            return;
          }
          // This proof stands in the body: what was not signed has none.
          await expectShutOut(tools, { body: tools.sample.body }, "without its hash");
          await expectShutOut(tools, { plainUrl: true }, "without its secret path");
        }),
    toleranceMs > 0
      ? check("5-stale", "a stale and a future timestamp are refused", async (tools) => {
          await expectShutOut(tools, { signedAtMs: Date.now() - toleranceMs - 60_000 }, "stale");
          await expectShutOut(tools, { signedAtMs: Date.now() + toleranceMs + 60_000 }, "future");
        })
      : check("5-stale", "a delivery that proves no time is not acted on again a day later", async (tools) => {
          await expectActedOnOnce(tools, [0, DAY_MS]);
        }),
    check("6-replay", "the same bytes again are acknowledged and not acted on", (tools) =>
      expectActedOnOnce(tools, [0, 0, 1_000]),
    ),
    check(
      "7-before-parsing",
      "bodies nobody signed get the same answer, and no code of the plugin sees them",
      async (tools) => {
        const { stand } = tools;
        const answers = new Set<string>();
        for (const body of UNSIGNED_BODIES)
          answers.add(
            await shapeOf(await postForged(stand, tools.sample, { body, headers: () => [], plainUrl: true })),
          );
        expectThat(answers.size === 1, () => `answers: ${[...answers].join(" | ")}`);
        expectThat([...answers][0]?.startsWith("401") === true, () => `answered ${[...answers].join()}`);
        expectThat(stand.parsed.count === 0, "the plugin was asked to parse one");
      },
    ),
    check("8-uniform-refusal", "every refusal looks the same and says nothing", async (tools) => {
      const { stand, sample } = tools;
      const forgeries: Forgery[] = [
        { headers: () => [], plainUrl: true },
        { credentials: fixtures.otherCredentials },
        { headers: (signed) => Object.keys(signed).map((name) => [name, "x"]), plainUrl: true },
      ];
      const answers = new Set<string>();
      for (const forgery of forgeries) answers.add(await shapeOf(await postForged(stand, sample, forgery)));
      const unknownChannel = new Request(stand.webhookUrl(undefined, "no-such-channel"), {
        method: "POST",
        body: "{}",
      });
      answers.add(await shapeOf(await stand.answer(unknownChannel)));
      expectThat(answers.size === 1, () => `answers: ${[...answers].join(" | ")}`);
      expectThat([...answers][0] === "401 {} ", () => `answered ${[...answers].join()}`);
    }),
    check("9-no-comparison-in-plugin", "no code of the plugin runs on bytes that are not verified", async (tools) => {
      const { stand, sample } = tools;
      await postForged(stand, sample, { credentials: fixtures.otherCredentials });
      await postForged(stand, sample, { headers: () => [], plainUrl: true });
      expectThat(stand.parsed.count === 0 && stand.keyed.count === 0, "the plugin was asked");
    }),
    check("10-duplicates", "two proofs at once are not one", async (tools) => {
      const wrong = (signed: Readonly<Record<string, string>>) =>
        Object.entries(signed).flatMap(([name, value]) => [[name, `x${value}`] as const, [name, `y${value}`] as const]);
      await expectShutOut(tools, { headers: wrong, plainUrl: true }, "two wrong headers");
      if (contract.strength === "strong")
        await expectShutOut(
          tools,
          { body: Buffer.concat([asBody(tools.sample.body), Buffer.from("&a=1&a=2")]) },
          "two more fields",
        );
    }),
    check(
      "11-url-variants",
      "behind a proxy an honest delivery gets in, and one signed for another address does not",
      async (tools) => {
        const { stand, sample } = tools;
        const answer = await postForged(stand, sample);
        expectThat(answer.status === contract.acknowledgement.status, `an honest one was answered ${answer.status}`);
        if (contract.signature.scheme !== "twilio") return;
        // It is acknowledged before it is acted on; what comes of it late would be taken for the forgery's.
        await stand.until(() => stand.received.length >= sample.events.length);
        await expectShutOut(
          tools,
          { signedUrl: "https://elsewhere.example.com/webhooks/channel-of-the-kit" },
          "elsewhere",
        );
        await expectShutOut(
          tools,
          { signedUrl: `${stand.webhookUrl(sample.query)}${sample.query ? "&" : "?"}a=1` },
          "more query",
        );
      },
    ),
    {
      id: "forgery.12-rotation",
      rule: "forgeries",
      title: "during a rotation both secrets are taken, and no third one",
      run: () =>
        context.on(
          async (stand) => {
            const sample = sampleOf(context);
            for (const credentials of [fixtures.credentials, fixtures.otherCredentials]) {
              const { status } = await postForged(stand, sample, { credentials });
              expectThat(status === contract.acknowledgement.status, `a live secret was answered ${status}`);
            }
            const third = secretNames(contract).reduce<unknown>(
              (credentials, name) => withValueAt(credentials, name, thirdSecret(credentials, name)),
              fixtures.credentials,
            );
            const { status } = await postForged(stand, sample, { credentials: third });
            expectThat(status === 401, `a third secret was answered ${status}`);
          },
          { credentials: { current: fixtures.otherCredentials, previous: fixtures.credentials } },
        ),
    },
    check("13-other-tenant", "another account's valid signature opens nothing here", async ({ stand, sample }) => {
      const { settings } = fixtures.connect(stand.simulator?.origin ?? "");
      await stand.activateChannel("channel-of-another", "another-account", settings);
      const before = stand.received.length;
      const { status } = await postForged(stand, sample, { credentials: fixtures.otherCredentials });
      expectThat(status === 401, `answered ${status}`);
      expectThat(stand.received.length === before, "it was acted on");
    }),
    check("14-handshake-proves-nothing", "a handshake is answered as declared and lets nothing in", async (tools) => {
      const { stand } = tools;
      const handshakes = fixtures.webhooks?.handshakes ?? [];
      const hasSecretPath = schemes.some(({ scheme }) => scheme === "secret-path");
      const shown = new Set<string>(handshakes.map(({ method }) => method));
      const missing = contract.handshake.filter((method) => method !== "POST" && !shown.has(method));
      expectThat(missing.length === 0, `the fixtures do not show ${missing.join(", ")}`);
      for (const { method, query, answer, wrongQuery } of handshakes) {
        const urlOf = (with_: string) => stand.webhookUrl(with_ === "" ? undefined : with_);
        const ask = async (with_: string) =>
          stand.answer(new Request(hasSecretPath ? await addressOf(stand, urlOf(with_)) : urlOf(with_), { method }));
        const right = await ask(query);
        const body = await right.text();
        expectThat(right.status === answer.status, `${method} was answered ${right.status}`);
        expectThat(
          answer.body === undefined || method === "HEAD" || body === answer.body,
          `${method} got another body`,
        );
        if (hasSecretPath) {
          const { status } = await stand.answer(new Request(urlOf(query), { method }));
          const absent = await stand.answer(new Request(stand.webhookUrl(undefined, "no-such-channel"), { method }));
          expectThat(status === absent.status, `${method} without the secret tells that the channel exists: ${status}`);
        }
        if (wrongQuery === undefined) continue;
        const wrong = await ask(wrongQuery);
        const got = await wrong.text();
        expectThat(wrong.status !== answer.status || got !== body, `${method} with a wrong token got the answer`);
        const absent = await stand.answer(new Request(stand.webhookUrl(wrongQuery, "no-such-channel"), { method }));
        expectThat(
          wrong.status === absent.status && got === (await absent.text()),
          `${method} with a wrong token tells that the channel exists: ${wrong.status}, and ${absent.status} for none`,
        );
      }
      const plain = await stand.answer(new Request(stand.webhookUrl(), { method: "GET" }));
      expectThat(
        contract.handshake.includes("GET") || plain.status >= 400,
        `an undeclared GET was answered ${plain.status}`,
      );
      await expectShutOut(tools, { headers: () => [], plainUrl: true }, "after the handshake");
      expectThat(stand.received.length === 0, "a handshake became an event");
    }),
    {
      id: "forgery.16-mutant",
      rule: "forgeries",
      title: "these checks notice a host that lets everything in",
      run: () =>
        context.on(async (stand) => {
          stand.lie = () => new Response(null, { status: contract.acknowledgement.status });
          const tools = { stand, sample: sampleOf(context), contract };
          const blind = [];
          for (const forgery of [{ headers: () => [], plainUrl: true }, { credentials: fixtures.otherCredentials }])
            blind.push(
              await expectShutOut(tools, forgery).then(
                () => true,
                () => false,
              ),
            );
          expectThat(!blind.includes(true), "a check passes whatever the host answers");
        }),
    },
  ];
}

interface Tools {
  readonly stand: Stand;
  readonly sample: WebhookSample;
  readonly contract: WebhookContract;
}

/** The first sample that becomes an event: one whose being acted on shows. */
function sampleOf({ fixtures }: KitContext): WebhookSample {
  const sample = fixtures.webhooks?.samples.find(({ events }) => events.length > 0);
  if (sample === undefined) throw new CheckFailure("the fixtures have no webhook sample with an event");
  return sample;
}

/** Where the address has a secret, it is the signer that knows it. */
async function addressOf(stand: Stand, url: string): Promise<string> {
  const { webhooks, credentials } = stand.fixtures;
  const signedAtMs = Date.now() + stand.clockOffsetMs;
  const toSign = { contentType: "text/plain", body: "", url, deliveryId: "handshake", signedAtMs, credentials };
  return (await webhooks?.sign(toSign))?.url ?? url;
}

async function expectShutOut({ stand, sample }: Tools, forgery: Forgery, what = "it"): Promise<void> {
  const before = stand.received.length;
  const { status } = await postForged(stand, sample, forgery);
  expectThat(status === 401, `${what} was answered ${status}`);
  expectThat(stand.received.length === before, `${what} was acted on`);
}

async function expectActedOnOnce({ stand, sample, contract }: Tools, delaysMs: readonly number[]): Promise<void> {
  const signedAtMs = Date.now();
  for (const delayMs of delaysMs) {
    stand.clockOffsetMs += delayMs;
    const { status } = await postForged(stand, sample, { signedAtMs });
    expectThat(status === contract.acknowledgement.status, `a repetition was answered ${status}`);
    await stand.until(() => stand.received.length >= sample.events.length);
  }
  await stand.quiet();
  expectThat(stand.received.length === sample.events.length, `acted on ${stand.received.length} times`);
}

/** A secret of the same form that is neither of the two. */
function thirdSecret(credentials: unknown, name: string): string {
  const value: unknown = name
    .split(".")
    .reduce<unknown>(
      (part, key) => (typeof part === "object" && part !== null ? Reflect.get(part, key) : undefined),
      credentials,
    );
  const text = typeof value === "string" ? value : "";
  const at = Math.floor(text.length / 2);
  return text.slice(0, at) + (text[at] === "A" ? "B" : "A") + text.slice(at + 1);
}

async function shapeOf(response: Response): Promise<string> {
  const headers = Object.fromEntries([...response.headers].filter(([name]) => name !== "date"));
  return `${response.status} ${JSON.stringify(headers)} ${await response.text()}`;
}
