import type { ProbeResult } from "@plugboard/core/spec";
import { startFaultServer } from "../../fault-server/start-fault-server.js";
import { startFaultySmtpServer } from "../../smtp-faults/start-faulty-smtp-server.js";
import type { ChannelPlace } from "../fixtures/channel-place.js";
import type { Misbehaviour } from "../fixtures/provider-simulator.js";
import type { Check } from "../kit/check.js";
import { expectThat } from "../kit/expect-that.js";
import type { KitContext } from "../kit/kit-context.js";
import { within } from "../kit/within.js";
import type { Stand } from "../stand/stand.js";
import { ACCOUNT } from "../stand/start-host.js";

const TIMEOUT_MS = 1_000;
/** Deadline of a probe that nobody answers, and when it must have ended on a machine that is busy. */
const SILENCE_MS = 400;
const LATEST_MS = 4_000;

/** A probe tells whether the channel works, sends nothing, and blames the right party. */
export function probeChecks(context: KitContext): Check[] {
  if (!context.has("probe")) return [];
  const check = (what: string, title: string, run: () => Promise<void>): Check => ({
    id: `probe.${what}`,
    rule: "probe",
    title,
    run,
  });
  const after = (misbehaviour: Misbehaviour, party: string): Promise<void> =>
    context.on(
      async (stand) => {
        stand.simulator?.misbehave(misbehaviour, 10);
        expectBlames(await probe(stand), [party]);
        expectSentNothing(stand);
      },
      { timeoutMs: TIMEOUT_MS },
    );
  const works = [
    check("works", "a channel that works is operational, and nothing is sent", () =>
      context.on(async (stand) => {
        const { state, certainty } = await probe(stand);
        expectThat(state === "operational", `state ${state}`);
        expectThat(certainty > 0, "no certainty");
        expectSentNothing(stand);
        expectThat((stand.simulator?.complaints ?? []).length === 0, "against the provider's rules");
      }),
    ),
  ];
  // Where there is no other side nobody else can fail.
  if (!context.hasOtherSide) return works;
  return [
    ...works,
    check("no-personal-data", "the operations of a probe carry no personal data", () =>
      context.on(async (stand) => {
        await probe(stand);
        const calls = context.observation.calls.filter(({ standId }) => standId === stand.standId);
        const used = new Set([...calls.map(({ request }) => request.operation), ...stand.watch.socketOperations]);
        const carrying = context.manifest.operations.filter(
          ({ id, personalData }) => used.has(id) && personalData.length > 0,
        );
        expectThat(carrying.length === 0, `uses ${carrying.map(({ id }) => id).join(", ")}`);
        expectThat(used.size > 0, "it asks nobody");
      }),
    ),
    check("credentials-refused", "a revoked key is the account's", () =>
      after({ kind: "credentials-refused" }, "account"),
    ),
    check("unavailable", "an outage is the provider's", () => after({ kind: "unavailable" }, "provider")),
    check("rate-limited", "too many requests is the account's", () =>
      after({ kind: "rate-limited", retryAfterSeconds: 1 }, "account"),
    ),
    check("unreachable", "a connection that is refused is the provider's or the network's", () =>
      context.on(async (stand) => {
        await stand.simulator?.close();
        expectBlames(await probe(stand), ["provider", "network"]);
      }),
    ),
    {
      id: "deadline.probe",
      rule: "deadline",
      title: "a probe that nobody answers ends with its deadline, and blames who does not answer",
      run: () =>
        silentPlace(context, (place) =>
          context.on(
            async (stand) => {
              await stand.open();
              const startedAtMs = performance.now();
              const probing = stand.instance?.probe?.doProbe(AbortSignal.timeout(SILENCE_MS));
              // The host maps an error by itself.
              const settled = probing?.catch(() => undefined) ?? Promise.resolve(undefined);
              const result = await within(LATEST_MS, "the end of the probe", settled);
              const tookMs = performance.now() - startedAtMs;
              expectThat(tookMs < LATEST_MS, `took ${Math.round(tookMs)} ms of ${SILENCE_MS}`);
              if (result !== undefined) expectBlames(result, ["provider", "network"]);
            },
            { place, timeoutMs: SILENCE_MS },
          ),
        ),
    },
  ];
}

const probe = (stand: Stand): Promise<ProbeResult> => stand.center.channels.probe(ACCOUNT, stand.channelId);

function expectBlames({ state, party, code }: ProbeResult, parties: readonly string[]): void {
  expectThat(state !== "operational", "it says that the channel works");
  expectThat(party !== undefined && parties.includes(party), `blames ${String(party)} (${String(code)})`);
}

function expectSentNothing({ simulator }: Stand): void {
  expectThat((simulator?.messages.length ?? 0) === 0, "it sent a message");
}

/** A place where connections are accepted and nobody says anything. */
export async function silentPlace<Result>(
  { fixtures, observation }: KitContext,
  run: (place: ChannelPlace) => Promise<Result>,
): Promise<Result> {
  const { faults } = fixtures;
  const server =
    faults?.protocol === "smtp"
      ? await startFaultySmtpServer({ script: () => ({ greeting: { act: "silence" } }) })
      : await startFaultServer({ script: () => [{ step: "read-request" }, { step: "hang" }] });
  observation.knownPorts.add(server.port);
  try {
    return await run(
      faults?.protocol === "smtp"
        ? faults.connect({ host: "127.0.0.1", port: server.port, security: "none" })
        : fixtures.connect(`http://127.0.0.1:${server.port}`),
    );
  } finally {
    await server.close();
  }
}
