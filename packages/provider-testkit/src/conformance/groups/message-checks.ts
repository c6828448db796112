import type { ContentFeature } from "@plugboard/core/spec";
import { personalDataProbe } from "../../personal-data/personal-data-probe.js";
import type { ReceivedRequest } from "../fixtures/provider-simulator.js";
import type { ReadCarried, SampleMessage } from "../fixtures/sample-message.js";
import type { Check } from "../kit/check.js";
import { expectThat } from "../kit/expect-that.js";
import type { KitContext } from "../kit/kit-context.js";
import type { Sent } from "../stand/stand.js";
import { contentValues } from "../wire/content-values.js";
import { isCarried } from "../wire/is-carried.js";
import { personalValues } from "../wire/personal-values.js";
import { readCarried } from "../wire/read-carried.js";

/** One sample on its way, looked at by several checks. */
interface Journey {
  readonly sent: Sent;
  readonly requests: readonly ReceivedRequest[];
  readonly complaints: readonly string[];
  readonly taken: number;
  /** Personal data by the operations that may not carry it. */
  readonly undeclared: readonly string[];
}

const METADATA = "metadata-of-the-kit-5b1f0c77";
const CARRIED_LEVELS: ReadonlySet<string> = new Set(["full", "partial", "fallback"]);

/** Every sample of the fixtures is sent through a real host, and compared with what reached the simulator. */
export function messageChecks(context: KitContext): Check[] {
  if (!context.has("outboundMessages")) return [];
  const { fixtures, manifest } = context;
  const read = fixtures.faults?.protocol === "smtp" ? fixtures.faults.readCarried : readCarried;
  const journeys = new Map<string, Promise<Journey>>();
  const journeyOf = (sample: SampleMessage): Promise<Journey> => {
    const journey = journeys.get(sample.name) ?? travel(context, sample);
    journeys.set(sample.name, journey);
    return journey;
  };
  return [
    {
      id: "content.samples-show-all",
      rule: "content-carried",
      title: "the samples show every content feature the manifest declares",
      run: () => {
        const shown = new Set(fixtures.messages.flatMap(({ features }) => features));
        const missing = Object.entries(manifest.content?.features ?? {})
          .filter(([feature, level]) => CARRIED_LEVELS.has(level) && !shown.has(feature as ContentFeature))
          .map(([feature]) => feature);
        expectThat(missing.length === 0, `not shown: ${missing.join(", ")}`);
      },
    },
    ...fixtures.messages.flatMap((sample): Check[] => [
      {
        id: `content.${sample.name}`,
        rule: "content-carried",
        title: `${sample.features.join(", ")}: received by the provider, within its rules`,
        run: async () => {
          const { sent, complaints, taken } = await journeyOf(sample);
          expectThat(complaints.length === 0, `against the provider's rules: ${complaints.join(", ")}`);
          const { state, code, attempt } = sent.status;
          expectThat(state === "received", `ended as ${state}, ${String(code)}`);
          expectThat(attempt === 1 && taken >= 1, `${taken} messages taken in ${attempt} attempts`);
        },
      },
      {
        id: `wire.${sample.name}`,
        rule: "wire-fidelity",
        title: `${sample.features.join(", ")}: every text, number and file is on the wire as it was handed over`,
        run: async () => {
          const { sent, requests } = await journeyOf(sample);
          // That it did not arrive is for the check above to say.
          if (sent.status.state === "received") expectUnchanged(sample, requests, read);
        },
      },
      {
        id: `personal-data.${sample.name}`,
        rule: "personal-data",
        title: `${sample.features.join(", ")}: only the categories that the operation declares leave`,
        run: async () => {
          const { undeclared } = await journeyOf(sample);
          expectThat(undeclared.length === 0, `undeclared: ${undeclared.join("; ")}`);
        },
      },
    ]),
    ...otherForms(context, read),
  ];
}

/** Letters that a "harmless" normalisation writes in another way: composed and not, a sign for a letter, a ligature, an emoji of several. */
const OTHER_FORMS = "a\u0308 \u00e4 \u212b \ufb01 \u{1f469}\u200d\u{1f467}";

function otherForms(context: KitContext, read: ReadCarried): Check[] {
  const [first] = context.fixtures.messages;
  if (first?.message.content.type !== "text") return [];
  const content = { ...first.message.content, text: OTHER_FORMS };
  const sample: SampleMessage = { ...first, name: "other-forms", message: { ...first.message, content } };
  return [
    {
      id: "wire.unicode-forms",
      rule: "wire-fidelity",
      title: "letters that can be written in several ways leave as they were written",
      run: async () => {
        const { sent, requests } = await travel(context, sample);
        if (sent.status.state === "received") expectUnchanged(sample, requests, read);
      },
    },
  ];
}

async function travel(context: KitContext, sample: SampleMessage): Promise<Journey> {
  for (const [name, { value }] of personalValues(sample.message).entries())
    context.observation.canaries.set(`${sample.name}-${name}`, value);
  return context.on(async (stand) => {
    const callsBefore = context.observation.calls.length;
    const requestsBefore = stand.simulator?.requests.length ?? 0;
    const sent = await stand.send({ ...sample.message, metadata: { note: METADATA } });
    const requests = stand.simulator?.requests.slice(requestsBefore) ?? [];
    const calls = context.observation.calls.slice(callsBefore).filter(({ standId }) => standId === stand.standId);
    const operations = [
      ...calls.map(({ request }) => ({ operation: request.operation, carried: request })),
      ...[...stand.watch.socketOperations].map((operation) => ({ operation, carried: requests })),
    ];
    return {
      sent,
      requests,
      complaints: [...(stand.simulator?.complaints ?? [])],
      taken: stand.simulator?.messages.length ?? 0,
      undeclared: operations.flatMap((one) => undeclaredIn(one, sample, context)),
    };
  });
}

function undeclaredIn(
  { operation, carried }: { readonly operation: string; readonly carried: unknown },
  sample: SampleMessage,
  { manifest }: KitContext,
): string[] {
  const declared = manifest.operations.find(({ id }) => id === operation)?.personalData ?? [];
  const values = personalValues(sample.message).filter(({ category }) => !declared.includes(category));
  const probe = personalDataProbe({
    ...Object.fromEntries(values.map(({ category, value }, index) => [`${category} ${index}`, value])),
    metadata: METADATA,
  });
  return [...new Set(probe.search(carried).map(({ canary }) => `${canary.split(" ", 1)[0] ?? ""} by ${operation}`))];
}

function expectUnchanged(sample: SampleMessage, requests: readonly ReceivedRequest[], read: ReadCarried): void {
  const rewritten = Object.keys(sample.rewritten ?? {});
  const carried = requests.flatMap((request) => [...read(request)]);
  const missing = contentValues(sample.message)
    .filter(({ path }) => !rewritten.some((one) => path === one || path.startsWith(`${one}.`)))
    .filter(({ value }) => !isCarried(value, carried))
    .map(({ path }) => path);
  expectThat(requests.length > 0, "nothing reached the provider");
  expectThat(missing.length === 0, `changed on the way, or missing: ${missing.join(", ")}`);
}
