import { join } from "node:path";
import { createContactCenter } from "@plugboard/core";
import { memoryStore } from "@plugboard/core/memory";
import { activateChannel } from "./activate-channel.mjs";
import { createBenchProvider } from "./create-bench-provider.mjs";
import { COUNTED_PLAN, putRulesInForce } from "./rules-in-force.mjs";
import { withoutLedger } from "./without-ledger.mjs";

/** Channels are activated so many at once: each activation is a durable write, and they share commit groups. */
const ACTIVATIONS_AT_ONCE = 512;

/** @param {"memory" | "sqlite"} kind @param {string} directory */
async function storeOf(kind, directory) {
  // What is done is forgotten at once, as the peers that keep nothing do.
  if (kind === "memory") return memoryStore({ keepFinished: 0 });
  const { sqliteStore } = await import("@plugboard/store-sqlite");
  return sqliteStore(join(directory, "plugboard.db"));
}

/** @param {string} directory @param {Parameters<typeof createBenchProvider>[0]} options */
async function isolatedProvider(directory, options) {
  const { isolateConnector } = await import("../connectors/isolate-connector.mjs");
  const isolate = await isolateConnector(directory, options);
  return (await isolate()).provider;
}

/**
 * A host as an application would start it, with the bench's providers and one channel for each account and provider.
 * @param {object} options
 * @param {"memory" | "sqlite"} options.store
 * @param {string} options.directory
 * @param {readonly string[]} options.providerUrls - none: one provider that does nothing
 * @param {number} options.lanes
 * @param {number} [options.accounts] - each with a channel; messages go round
 * @param {"nothing" | "never"} [options.doing] - what a provider without URL does: answer at once, or never
 * @param {boolean} [options.carriesText] - false: the capability gate refuses every message
 * @param {readonly { accountId: string, channelId: string }[]} [options.active] - channels an earlier process activated
 * @param {boolean} [options.isolated] - the provider in a process of its own; one provider
 * @param {"spine" | "everything"} [options.rules] - gates without anything to decide and no ledger, or every gate busy; absent: as a host starts
 */
export async function openHost({
  store,
  directory,
  providerUrls,
  lanes,
  accounts = 1,
  active,
  isolated,
  rules,
  ...behaviour
}) {
  const { doing, carriesText } = behaviour;
  const optionsOf = (/** @type {string | undefined} */ url, /** @type {number} */ index) =>
    /** @type {const} */ ({ id: `bench-${index}`, url, lanes, doing, carriesText });
  const wanted = (providerUrls.length === 0 ? [undefined] : providerUrls).map(optionsOf);
  const providers = isolated ? [await isolatedProvider(directory, wanted[0])] : wanted.map(createBenchProvider);
  const opened = await storeOf(store, directory);
  const center = await createContactCenter({
    store: rules === "spine" ? withoutLedger(opened) : opened,
    providers,
    ...(rules === "everything" ? { fairUse: COUNTED_PLAN } : {}),
    authority: { unchecked: "the bench acts for its own accounts" },
    egress: {
      dangerouslyAllowPrivateAddresses: ["127.0.0.0/8"],
      dangerouslyAllowPlainText: ["127.0.0.1"],
      connectionsPerOrigin: lanes,
    },
  });
  /** @type {{ accountId: string, channelId: string }[]} */
  const channels = [...(active ?? [])];
  for (let account = channels.length; account < accounts;) {
    const next = Math.min(accounts, account + ACTIVATIONS_AT_ONCE);
    const batch = Array.from({ length: next - account }, (_, step) => `account-${account + step}`).flatMap(
      (accountId) => providers.map((provider) => activateChannel(center, accountId, provider.manifest.id)),
    );
    channels.push(...(await Promise.all(batch)));
    account = next;
  }
  if (rules === "everything") await Promise.all(channels.map(({ accountId }) => putRulesInForce(center, accountId)));
  return { center, channels };
}
