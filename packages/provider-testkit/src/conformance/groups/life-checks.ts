import { personalDataProbe } from "../../personal-data/personal-data-probe.js";
import type { Check } from "../kit/check.js";
import { expectThat } from "../kit/expect-that.js";
import type { KitContext } from "../kit/kit-context.js";
import { within } from "../kit/within.js";
import { silentPlace } from "./probe-checks.js";

/** Deadline of a send that nobody answers, and when it must have ended on a machine that is busy. */
const SILENCE_MS = 400;
const LATEST_MS = 4_000;

/** Closing, deadlines, and what was seen over the whole run. The last group: it judges what the others did. */
export function lifeChecks(context: KitContext): Check[] {
  const { observation } = context;
  const first = context.fixtures.messages[0];
  const checks: Check[] = [];
  if (first !== undefined)
    checks.push(
      {
        id: "close.twice",
        rule: "close",
        title: "closing an instance a second and a third time is harmless",
        run: () =>
          context.on(async (stand) => {
            await stand.send(context.plain("close"));
            const { instance } = stand;
            await stand.center.close({ graceMs: 200 });
            for (const time of ["second", "third"])
              await within(2_000, `the ${time} close`, Promise.resolve(instance?.close()));
          }),
      },
      {
        id: "close.unused",
        rule: "close",
        title: "an instance that was never used closes",
        run: async () => {
          const instance = await context.openBare();
          await within(2_000, "close", instance.close());
          await within(2_000, "the second close", instance.close());
        },
      },
      {
        id: "close.silent-afterwards",
        rule: "close",
        title: "after closing nothing is asked of the provider",
        run: () =>
          context.on(async (stand) => {
            await stand.send(context.plain("silence"));
            await stand.center.close({ graceMs: 200 });
            const before = observation.calls.length;
            await stand.simulator?.close();
            const later = observation.calls.slice(before).filter(({ standId }) => standId === stand.standId);
            expectThat(later.length === 0, `${later.length} requests after closing`);
          }),
      },
      {
        id: "deadline.send",
        rule: "deadline",
        title: "a send that nobody answers ends with its deadline",
        run: () =>
          silentPlace(context, (place) =>
            context.on(
              async (stand) => {
                const startedAtMs = performance.now();
                const { transfers } = await stand.send(context.plain("deadline"));
                const tookMs = performance.now() - startedAtMs;
                const [receipt] = transfers;
                expectThat(receipt !== undefined && receipt.outcome !== "received", "it was received");
                expectThat(tookMs < LATEST_MS, `took ${Math.round(tookMs)} ms of ${SILENCE_MS}`);
                const send = observation.sends.find(({ messageId }) => messageId === receipt.messageId);
                const settled = send?.outcome !== undefined || send?.error !== undefined;
                expectThat(settled, "doSend itself did not settle: the host gave up on it");
              },
              { place, timeoutMs: SILENCE_MS, limits: { maxAttempts: 1 } },
            ),
          ),
      },
      {
        id: "deadline.close-aborts",
        rule: "deadline",
        title: "closing the channel ends a send that is under way",
        run: () =>
          silentPlace(context, (place) =>
            context.on(
              async (stand) => {
                const result = await stand.trySend(context.plain("abort"));
                expectThat(result.accepted, "refused");
                const opened = () => observation.sends.find(({ messageId }) => messageId === result.messageId);
                await stand.until(() => opened() !== undefined);
                await stand.center.close({ graceMs: 50 });
                const settled = (): boolean => opened()?.outcome !== undefined || opened()?.error !== undefined;
                for (let turn = 0; turn < 1_000 && !settled(); turn += 1)
                  await new Promise<void>((resolve) => void setImmediate(resolve));
                expectThat(settled(), "doSend goes on after the channel was closed");
              },
              { place, timeoutMs: 10_000, limits: { maxAttempts: 1 } },
            ),
          ),
      },
    );
  return [
    // Where there is no other side nobody is waited for.
    ...checks.filter(({ rule }) => rule !== "deadline" || context.hasOtherSide),
    {
      id: "border.data-only",
      rule: "border",
      title: "only structured-cloneable data crossed the border (over the whole run)",
      run: () => {
        const breaches = [...observation.borderBreaches];
        expectThat(breaches.length === 0, breaches.join(", "));
      },
    },
    {
      id: "privacy.no-canary",
      rule: "privacy",
      title:
        "no address, text or secret shows in an error, a log line, an event or on the console (over the whole run)",
      run: () => {
        const probe = personalDataProbe(Object.fromEntries(observation.canaries));
        const places = new Set(
          observation.utterances.flatMap(({ place, value }) =>
            probe.search(value).map(({ place: within, canary }) => `${canary} in ${place} (${within})`),
          ),
        );
        expectThat(observation.utterances.length > 0, "nothing was said: the search says nothing");
        expectThat(places.size === 0, () => [...places].slice(0, 5).join("; "));
      },
    },
  ];
}
