import type { Act } from "@plugboard/core";
import type { LoadedProvider } from "./load-provider.js";
import type { PluginsOptions } from "./plugin-options.js";

/** Why a package's providers were not exchanged, and which of them could not be brought back. */
export interface FailedExchange {
  readonly error: unknown;
  readonly stuck: readonly string[];
}

/**
 * Puts each provider of a package in the place of its own version before, and has that written down; all of it, or nothing.
 * @param how - who does it, and whether what is new runs or is disabled as the rest of its package.
 * @param keep - writes it down. @returns nothing when it is done.
 */
export async function exchangeProviders(
  before: ReadonlyMap<string, LoadedProvider>,
  after: ReadonlyMap<string, LoadedProvider>,
  providers: PluginsOptions["providers"],
  how: { readonly act: Act; readonly enabled: boolean },
  keep: () => Promise<void>,
): Promise<FailedExchange | undefined> {
  const { act, enabled } = how;
  const undo = new Map<string, () => Promise<void>>();
  try {
    for (const [id, { provider }] of after) {
      const old = before.get(id)?.provider;
      if (old === undefined) {
        await providers.add(provider, act, { enabled });
        undo.set(id, () => providers.remove(id, act));
      } else {
        await providers.upgrade(provider, act);
        undo.set(id, () => providers.upgrade(old, act));
      }
    }
    for (const [id, { provider }] of before) {
      if (after.has(id)) continue;
      await providers.remove(id, act);
      undo.set(id, () => providers.add(provider, act, { enabled }));
    }
    await keep();
    return undefined;
  } catch (error) {
    return { error, stuck: await undone(undo) };
  }
}

/** Takes steps back, the last one first. @returns whose could not be taken back. */
async function undone(steps: ReadonlyMap<string, () => Promise<void>>): Promise<readonly string[]> {
  const stuck: string[] = [];
  for (const [id, step] of [...steps].reverse())
    await step().catch(() => {
      stuck.push(id);
    });
  return stuck;
}
