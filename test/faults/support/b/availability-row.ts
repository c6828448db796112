import { setTimeout as pause } from "node:timers/promises";
import type { AvailabilityReport, ContactCenter } from "@plugboard/core";
import { createHttpProvider, startHttpProviderServer } from "@plugboard/provider-testkit";
import type { FaultRow } from "../../fault-row.js";
import { textMessage } from "./http-protocol.js";
import { blamingTheRecipient } from "./mutants.js";
import { ACCOUNT, activateChannel, BY_ADMINISTRATOR, openHost } from "./open-host.js";
import type { Trouble } from "./trouble.js";

const APPEARS_WITHIN_MS = 10_000;
const CLEARS_WITHIN_MS = 60_000;
const HEALTHY_FOR_MS = 2_000;
const EVERY_MS = 200;
const BYSTANDER = "bystander";

interface Told extends AvailabilityReport {
  readonly atMs: number;
}

/**
 * Providers that work, break down and work again, all at once, beside one that always works. Lost: reports that did not appear within 10 s or
 * did not clear within 60 s. Let in: reports that blame the wrong party, name another provider, or that should not be.
 */
export function availabilityRow(protocol: "http" | "smtp", all: readonly Trouble[]): FaultRow {
  return {
    row: "B8",
    provider: protocol,
    title: "a report names the right party in 10 s, blames nobody else, and clears in 60 s",
    run: async ({ sample, mutant, report }) => {
      const troubles = sample ? all.slice(0, 3) : all;
      const bystander = await startHttpProviderServer();
      const providers = troubles.map((one) =>
        mutant ? blamingTheRecipient(one.provider(one.name)) : one.provider(one.name),
      );
      const center = await openHost([...providers, createHttpProvider({ id: BYSTANDER })]);
      const told: Told[] = [];
      center.on("availability-changed", (one) => told.push({ ...one, atMs: Date.now() }));
      const refused = new Set<string>();
      center.on("channel-state-changed", ({ channelId, state }) => {
        if (state === "needs-reauthorisation") refused.add(channelId);
      });
      for (const one of troubles)
        await activateChannel(center, {
          providerId: one.name,
          channelId: one.name,
          settings: await one.begin(),
          secret: protocol,
        });
      const settings = { baseUrl: bystander.baseUrl, countries: ["DE"] };
      await activateChannel(center, { providerId: BYSTANDER, channelId: BYSTANDER, settings, secret: "http" });

      const traffic = startTraffic(center, troubles);
      await pause(HEALTHY_FOR_MS);
      const brokenAtMs = Date.now();
      for (const one of troubles) await one.breakDown();
      await until(brokenAtMs + APPEARS_WITHIN_MS, () =>
        troubles.every((one) => one.reported.every((scope) => find(told, one, scope, brokenAtMs))),
      );
      // Trouble that must not be reported gets as long to be reported by mistake.
      const isSilent = troubles.some(({ reported }) => reported.length === 0);
      if (isSilent && !sample) await until(brokenAtMs + APPEARS_WITHIN_MS, () => false);
      const healedAtMs = Date.now();
      for (const one of troubles) await one.heal();
      // Credentials that were refused twice are not tried again by themselves; whoever put them right says so.
      for (const channelId of refused) await center.channels.reauthorise(ACCOUNT, channelId, BY_ADMINISTRATOR);
      await until(healedAtMs + CLEARS_WITHIN_MS, () =>
        troubles.every((one) => one.reported.every((scope) => hasCleared(told, one, scope, healedAtMs))),
      );
      traffic.stop();

      let [lost, letIn] = [0, 0];
      for (const one of troubles) {
        for (const scope of one.reported) {
          const appeared = find(told, one, scope, brokenAtMs);
          const cleared = hasCleared(told, one, scope, healedAtMs);
          if (!appeared || !cleared) lost += 1;
          const appearedText = appeared ? `${appeared.state} after ${appeared.atMs - brokenAtMs} ms` : "never reported";
          const clearedText = cleared ? `cleared after ${cleared.atMs - healedAtMs} ms` : "never cleared";
          report(`${one.name}, ${scope}: ${appearedText}, ${clearedText}`);
        }
      }
      for (const one of told) {
        const wrong = wrongIn(one, troubles);
        if (wrong === undefined) continue;
        letIn += 1;
        report(`${one.scope} ${one.id} ${one.state}: ${wrong}`);
      }
      await center.close({ graceMs: 500 });
      for (const one of troubles) await one.end();
      await bystander.close();
      return { tried: traffic.sent(), lost, duplicated: 0, letIn };
    },
  };
}

/** A report of trouble that is not the one to be expected; what is working again is nobody's fault. */
function wrongIn({ scope, id, providerId, state, party }: Told, troubles: readonly Trouble[]): string | undefined {
  if (state === "operational" || state === "unknown") return undefined;
  const one = troubles.find(({ name }) => name === id);
  if (!one) return "nothing is wrong with it";
  if (!one.reported.includes(scope)) return "must not be reported";
  if (providerId !== one.name) return `names the provider ${providerId}`;
  return party === one.party ? undefined : `blames ${String(party)}, not ${one.party}`;
}

function find(told: readonly Told[], { name }: Trouble, scope: string, sinceMs: number): Told | undefined {
  return told.find(
    (one) =>
      one.id === name &&
      one.scope === scope &&
      one.atMs >= sinceMs &&
      (one.state === "down" || one.state === "degraded"),
  );
}

function hasCleared(told: readonly Told[], { name }: Trouble, scope: string, sinceMs: number): Told | undefined {
  const last = told.filter((one) => one.id === name && one.scope === scope).at(-1);
  return last?.state === "operational" && last.atMs >= sinceMs ? last : undefined;
}

async function until(deadlineMs: number, isDone: () => boolean): Promise<void> {
  while (Date.now() < deadlineMs && !isDone()) await pause(50);
}

function startTraffic(center: ContactCenter, troubles: readonly Trouble[]): { sent(): number; stop(): void } {
  let sent = 0;
  const timer = setInterval(() => {
    sent += 1;
    const messages = troubles.map((one) => ({ channelId: one.name, parts: one.message(sent) }));
    for (const { channelId, parts } of [...messages, { channelId: BYSTANDER, parts: textMessage(sent) }])
      void center.send({ accountId: ACCOUNT, channelId, ...parts });
  }, EVERY_MS);
  return { sent: () => sent * (troubles.length + 1), stop: () => clearInterval(timer) };
}
