import { setTimeout as wait } from "node:timers/promises";
import { runChild } from "./run-child.mjs";

const POLL_MS = 250;
/** The provider is asked in pieces. */
const IDS_AT_ONCE = 50_000;

/**
 * Kills a sending process again and again, then opens the store once more, lets it go on, and asks the provider for every
 * message that was acknowledged. A message is lost when its idempotency key never came.
 * @param {{ params: any, env: NodeJS.ProcessEnv, context: any }} job - `params.lives` and `params.lifeMs`
 * @returns {Promise<import("../measure/run-scenario.mjs").Outcome>}
 */
export async function killAndRecover({ params, env, context }) {
  await context.provider.ask({ ask: "record-keys" });
  const requestsBefore = (await context.provider.ask({ ask: "counts" })).requests;
  /** @type {string[]} */
  const acknowledged = [];
  /** @type {number[]} */
  const openMs = [];
  let active;
  const live = (/** @type {boolean} */ send, /** @type {(kill: () => void) => void} */ whenOpen) =>
    runChild({
      probe: "send-until-killed",
      params: { ...params, active, send },
      env,
      onProgress(progress, kill) {
        if ("acknowledged" in progress) return void acknowledged.push(...progress.acknowledged);
        active = progress.channels;
        openMs.push(progress.openMs);
        whenOpen(kill);
      },
    });

  for (let life = 0; life < params.lives; life += 1) {
    await live(true, (kill) => setTimeout(kill, params.lifeMs * (0.5 + Math.random())));
    if (openMs.length <= life) return { failed: "a host did not open after kill -9" };
    context.progress(`  killed ${life + 1} times, ${acknowledged.length} acknowledged`);
  }
  await live(false, (kill) => void untilQuiet(context.provider).then(kill));
  let lost = 0;
  for (let from = 0; from < acknowledged.length; from += IDS_AT_ONCE) {
    const of = acknowledged.slice(from, from + IDS_AT_ONCE);
    lost += (await context.provider.ask({ ask: "missing", of })).missing;
  }
  const { requests, keys } = await context.provider.ask({ ask: "counts" });
  const repeated = requests - requestsBefore - keys;
  return { result: { acknowledged: acknowledged.length, lost, repeated, openMs: Math.max(...openMs.slice(1)) } };
}

/** Resolves when the provider has received nothing new for a while. @param {{ ask: (question: object) => Promise<any> }} provider */
async function untilQuiet(provider) {
  for (let last = -1, same = 0; same < 8;) {
    await wait(POLL_MS);
    const { requests } = await provider.ask({ ask: "counts" });
    same = requests === last ? same + 1 : 0;
    last = requests;
  }
}
