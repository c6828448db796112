import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Act, type ContactCenter, createContactCenter, localKeyRing, type Store } from "@plugboard/core";
import { memoryStore } from "@plugboard/core/memory";
import { recordingLogger, type RecordingLogger } from "@plugboard/provider-testkit";
import { sqliteStore } from "@plugboard/store-sqlite";
import type { Caller } from "./call-arguments.js";
import { canaryOf, SHARED_NUMBER, wholeProvider } from "./whole-provider.js";
import { type WatchedStore, watchedStore } from "./watched-store.js";

export const VICTIM = "victim";
export const THIEF = "thief";

export const actOf = (role: typeof VICTIM | typeof THIEF): Act => ({
  actor: role === VICTIM ? "ann" : "eve",
  authority: "administrator",
  at: "2026-11-22T00:00:00Z",
});

/** Ids of things of one account, by the names that parameters have. */
export type Ids = Readonly<Record<string, string | number>>;

/** A host with two accounts that have everything an account can have, alike. */
export interface TwoAccounts {
  readonly center: ContactCenter;
  /** The names of the accounts. */
  readonly victim: string;
  readonly thief: string;
  readonly store: WatchedStore;
  readonly logger: RecordingLogger;
  readonly ids: Readonly<Record<typeof VICTIM | typeof THIEF, Ids>>;
  /** Accounts whose plugin instance was used since the last call. */
  takeUsed(): string[];
  close(): Promise<void>;
}

/** The first account, acting for itself. */
export const victimOf = ({ ids, victim }: TwoAccounts): Caller => ({
  ...{ accountId: victim, act: actOf(VICTIM) },
  ids: ids[VICTIM],
});

export interface WorldOptions {
  /** The store, changed: a guard of it switched off. */
  readonly spoil?: (store: Store) => Store;
  /** Whether the authority says yes to everybody. */
  readonly everybodyMay?: boolean;
  /** Whether the host is started anew on what it stored, so that nothing is known of before. */
  readonly restart?: boolean;
  /** Whether it is in a file, instead of memory. */
  readonly isFile?: boolean;
  /** What the accounts are called, where it matters. */
  readonly names?: Readonly<Record<typeof VICTIM | typeof THIEF, string>>;
  /** What the first account's own words begin with: names of credentials, keys. */
  readonly prefix?: string;
}

/** @throws {Error} something of it was refused. */
export async function openTwoAccounts({
  spoil = (store) => store,
  everybodyMay = false,
  restart = false,
  isFile = false,
  names = { [VICTIM]: VICTIM, [THIEF]: THIEF },
  prefix = "",
}: WorldOptions = {}): Promise<TwoAccounts> {
  const folder = isFile ? mkdtempSync(join(tmpdir(), "plugboard-two-accounts-")) : "";
  const openStore = (): WatchedStore =>
    watchedStore(spoil(isFile ? sqliteStore(join(folder, "store.db")) : memoryStore()), { isFile });
  let store = openStore();
  const logger = recordingLogger();
  let used: string[] = [];
  const open = (): Promise<ContactCenter> =>
    createContactCenter({
      store,
      logger,
      providers: [wholeProvider((accountId) => void used.push(accountId))],
      keyRing: localKeyRing({ current: "k1", keys: { k1: new Uint8Array(32).fill(7) } }),
      authority: {
        authorise: ({ accountId, act }) => ({
          authorised: everybodyMay || accountId === names[act.actor === "ann" ? VICTIM : THIEF],
        }),
      },
      fairUse: {
        plans: { small: { limits: [{ per: "account", messages: 40, windowSeconds: 3_600 }] } },
        defaultPlan: "small",
      },
    });
  let center = await open();
  const ids = {
    [VICTIM]: await fill(center, { role: VICTIM, accountId: names[VICTIM], prefix }),
    [THIEF]: await fill(center, { role: THIEF, accountId: names[THIEF], prefix: "" }),
  };
  if (restart) {
    await center.close({ graceMs: 0 });
    if (isFile) store = openStore();
    center = await open();
    // So that what it noted at its start is written.
    await new Promise((resolve) => setImmediate(resolve));
  }
  store.takeOwners();
  used = [];
  return {
    center,
    victim: names[VICTIM],
    thief: names[THIEF],
    store,
    logger,
    ids,
    takeUsed: () => {
      const taken = used;
      used = [];
      return taken;
    },
    close: async () => {
      await center.close({ graceMs: 0 });
      if (isFile) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** One of the two, as it is filled. */
interface Filled {
  readonly role: typeof VICTIM | typeof THIEF;
  readonly accountId: string;
  readonly prefix: string;
}

async function fill(center: ContactCenter, { role, accountId, prefix }: Filled): Promise<Ids> {
  const act = actOf(role);
  const canary = canaryOf(accountId);
  const address = { kind: "phone", value: SHARED_NUMBER } as const;
  const channelId = `c-${role}`;
  const name = `${prefix}main`;
  await center.credentials.store({ accountId, channelId, name, value: { key: canary }, act });
  const activated = await center.channels.activate({
    ...{ accountId, channelId, providerId: "whole", secret: name, instructed: act, termsAccepted: act },
    shown: center.channels.disclosure("whole"),
    residency: { zones: ["EEA"] },
  });
  if (!activated.activated) throw new Error(activated.refusal.code);
  const send = async (waits: "yes" | "no"): Promise<string> => {
    const result = await center.send({
      ...{ accountId, channelId, idempotencyKey: `${prefix}order-${waits}-${role}`, metadata: { waits, canary } },
      recipients: [{ address }],
      content: { type: "text", text: canary },
    });
    if (!result.accepted) throw new Error(result.refusal.code);
    return result.messageId;
  };
  const messageId = await send("no");
  await center.messages.settled(accountId, messageId);
  const waitingId = await send("yes");
  const consent = { accountId, address, purposes: ["news"], method: "form" as const, source: canary, act };
  await center.consents.give({ ...consent, wording: canary, givenAt: act.at });
  const asked = await center.consents.request({ ...consent, wording: canary, givenAt: act.at });
  const other = { kind: "phone", value: role === VICTIM ? "+4930999001" : "+4930999002" } as const;
  await center.suppressions.add({ accountId, address: other, reason: "opt-out", act });
  await center.suppressions.add({ accountId, address, scope: "email", reason: "opt-out", act });
  const block = await center.blocks.place({
    ...{ accountId, act, reason: canary, cause: { kind: "suspicion" }, measure: { kind: "block" } },
    subject: { kind: "recipient", address: other },
  });
  const request = await center.rights.request({
    ...{ accountId, act, right: "access", addresses: [address], receivedAt: act.at },
    identity: { method: canary, checkedBy: "ann", checkedAt: act.at },
  });
  await center.rights.carriedOut(accountId, request.requestId);
  return {
    ...{ channelId, messageId, waitingId, token: asked.token, blockId: block.blockId, requestId: request.requestId },
    ...{ targetId: "store", mediaId: "m1", sessionId: `s-${role}`, rawId: `raw-${role}`, sequence: 1 },
    ...{ providerMessageId: `p-${messageId}`, idempotencyKey: `${prefix}order-no-${role}`, name },
  };
}
