import type { ContactCenter } from "@plugboard/core";
import type { FaultRow } from "../../fault-row.js";
import { call, isMalformed, toldBy } from "./attack.js";
import type { Caller } from "./call-arguments.js";
import { callArguments } from "./call-arguments.js";
import { type FacadeMethod, facadeMethods, nameOf } from "./facade-methods.js";
import { HOST_CALLS, OPEN_TO_ACTORS } from "./scope.js";
import { switchedOff } from "./switched-off.js";
import {
  actOf,
  type Ids,
  openTwoAccounts,
  THIEF,
  type TwoAccounts,
  VICTIM,
  victimOf,
  type WorldOptions,
} from "./two-accounts.js";
import { canaryOf, SHARED_NUMBER } from "./whole-provider.js";

/** A sample tries so many of the worlds that an attack has. */
const SAMPLED_WORLDS = 1;

interface Attack {
  readonly row: string;
  readonly title: string;
  /** Who calls how; several where there are several ways. */
  callers(world: TwoAccounts): readonly Caller[];
  /** Calls it makes no sense for. */
  leaves?(method: FacadeMethod, args: readonly unknown[]): boolean;
  /** Whether the account calls first, so that everything is at hand. */
  readonly warm?: boolean;
  readonly times?: number;
  /** Whether the calls change what the next ones meet, so that each gets a host of its own. */
  readonly changes?: boolean;
  /** Each is attacked. */
  readonly worlds?: readonly WorldOptions[];
  readonly mutantWorld?: WorldOptions;
  mutate?(center: ContactCenter): void;
}

const eve = actOf(THIEF);
const foreignIds = ({ ids, thief }: TwoAccounts): Caller[] => [{ accountId: thief, act: eve, ids: ids[VICTIM] }];

const GUESSES: readonly ((id: string) => unknown)[] = [
  (id) => id.toUpperCase(),
  (id) => ` ${id}`,
  (id) => `${id}\u0000`,
  (id) => `${VICTIM}/${id}`,
  (id) => `${id.slice(0, -1)}%`,
  () => "*",
  () => "__proto__",
  (id) => [id],
];
const NAMES: readonly unknown[] = [
  ...[
    VICTIM.toUpperCase(),
    `${VICTIM} `,
    `${VICTIM}\u0000`,
    `${THIEF},${VICTIM}`,
    `${VICTIM}\u200b`,
    "v\u0456ctim",
    "\uff56ictim",
    "*",
    "%",
    "",
    "__proto__",
  ],
  ...[undefined, null, [VICTIM], { toString: () => VICTIM }],
];

/** Names of two accounts: one is the other's beginning, or the same but for what a comparison may pass over. */
const ALIKE: readonly (readonly [victim: string, thief: string])[] = [
  ...([
    ["a", "a/b"],
    ["a/b", "a"],
    ["a", "a:b"],
    ["a", "A"],
    ["ab", "a_"],
    ["a", "__proto__"],
  ] as const),
];

/** What the longer of two names has beyond the other, as the beginning of a key: `a` with `b/c` reads like `a/b` with `c`. */
function addedTo(victim: string, thief: string): string {
  return thief.startsWith(victim) ? `${thief.slice(victim.length + 1)}${thief[victim.length] ?? ""}` : "";
}

/** The other's ids, and the same cut or lengthened so that with the account's name they read alike. */
function alikeIds({ ids, victim, thief }: TwoAccounts): Caller[] {
  const cut = addedTo(victim, thief);
  const added = addedTo(thief, victim);
  const alike = mapped(ids[VICTIM], (id) =>
    cut !== "" && id.startsWith(cut) ? id.slice(cut.length) : `${added}${id}`,
  );
  return [ids[VICTIM], alike].map((one) => ({ accountId: thief, act: eve, ids: one }));
}

const attacks: readonly Attack[] = [
  { row: "F1", title: "another account's ids", callers: foreignIds, mutate: switchedOff.owner },
  {
    row: "F2",
    title: "another account's name, by somebody who may not act for it",
    callers: ({ ids, victim }) => [{ accountId: victim, act: eve, ids: ids[VICTIM] }],
    // Who reads in which account's name is the host's to know: it says so by the name it passes.
    leaves: (method, args) => OPEN_TO_ACTORS.has(nameOf(method)) || !JSON.stringify(args).includes('"actor"'),
    mutantWorld: { everybodyMay: true },
  },
  {
    row: "F3",
    title: "guessed ids",
    callers: ({ ids, thief }) =>
      GUESSES.map((guess) => ({ accountId: thief, act: eve, ids: mapped(ids[VICTIM], (id) => guess(id)) })),
    mutate: switchedOff.owner,
  },
  {
    row: "F4",
    title: "account names that look or print like another's",
    callers: ({ ids }) => NAMES.map((accountId) => ({ accountId, act: eve, ids: ids[VICTIM] })),
    mutate: switchedOff.exactAccount,
  },
  {
    row: "F5",
    title: "the same keys, names and numbers in an account of one's own",
    callers: ({ ids, thief }) => [
      { accountId: thief, act: eve, ids: { ...ids[THIEF], idempotencyKey: `order-no-${VICTIM}` } },
    ],
    changes: true,
    mutantWorld: { spoil: switchedOff.keysOfAccounts },
  },
  {
    row: "F6",
    title: "right after the account itself",
    callers: foreignIds,
    warm: true,
    changes: true,
    mutate: switchedOff.owner,
  },
  {
    row: "F7",
    title: "after a restart, from what is stored",
    callers: foreignIds,
    worlds: [{ restart: true }],
    mutate: switchedOff.owner,
  },
  {
    row: "F8",
    title: "again and again, to use up what is another's",
    callers: foreignIds,
    times: 12,
    mutate: switchedOff.owner,
  },
  {
    row: "F11",
    title: "account names that begin with another's, or join with a key to what another's do, from a file",
    callers: alikeIds,
    worlds: ALIKE.map(([victim, thief]) => ({
      ...{ names: { victim, thief }, prefix: addedTo(victim, thief), isFile: true, restart: true },
    })),
    mutantWorld: { spoil: switchedOff.wholeNames },
  },
];

export const tenantRows: readonly FaultRow[] = attacks.map((attack) => ({
  row: attack.row,
  provider: "core",
  title: attack.title,
  run: (options) => run(attack, options),
}));

async function run(
  attack: Attack,
  { sample, mutant, report }: Parameters<FaultRow["run"]>[0],
): ReturnType<FaultRow["run"]> {
  const tally = { tried: 0, lost: 0, duplicated: 0, letIn: 0 };
  const methods = facadeMethods().filter((method) => !HOST_CALLS.has(nameOf(method)));
  const { worlds = [{}] } = attack;
  for (const options of sample ? worlds.slice(0, SAMPLED_WORLDS) : worlds) {
    const ended = await runIn(options, attack, { sample, mutant, report, methods });
    tally.tried += ended.tried;
    tally.lost += ended.lost;
    tally.letIn += ended.letIn;
    // One that is caught is caught.
    if (mutant && tally.letIn > 0) break;
  }
  return tally;
}

async function runIn(
  options: WorldOptions,
  attack: Attack,
  { sample, mutant, report, methods }: Parameters<FaultRow["run"]>[0] & { readonly methods: readonly FacadeMethod[] },
): Promise<{ tried: number; lost: number; letIn: number }> {
  const tally = { tried: 0, lost: 0, letIn: 0 };
  let world: TwoAccounts | undefined;
  for (const [index, method] of methods.entries()) {
    // What a mutant spoils may be one method.
    if (sample && !mutant && index % 4 !== Number(attack.row.slice(1)) % 4) continue;
    if (attack.row === "F1" && !mutant && !(await isCovered(method))) {
      tally.lost += 1;
      report(`${nameOf(method)} cannot be called with what call-arguments.ts makes up`);
    }
    for (let way = 0; ; way += 1) {
      world ??= await openTwoAccounts({ ...options, ...(mutant ? attack.mutantWorld : {}) });
      if (mutant) attack.mutate?.(world.center);
      const caller = attack.callers(world)[way];
      if (caller === undefined) break;
      const { tried, letIn } = await attackOnce(attack, method, world, caller);
      tally.tried += tried;
      tally.letIn += letIn.length;
      const names = `${world.thief} at ${world.victim}`;
      if (!mutant) for (const what of letIn) report(`${nameOf(method)}, ${names}: ${what}`);
      // An attack that was refused leaves everything as it was, so the next one may meet it, unless the attacker ended itself.
      if (letIn.length === 0 && attack.changes !== true && world.center.accounts.state(world.thief) === "active")
        continue;
      await world.close();
      world = undefined;
    }
    if (mutant && tally.letIn > 0) break;
  }
  await world?.close();
  return tally;
}

/** A call that its own account cannot make is no attack when another makes it. */
async function isCovered(method: FacadeMethod): Promise<boolean> {
  const world = await openTwoAccounts();
  try {
    return !isMalformed(await call(world, method, victimOf(world)));
  } finally {
    await world.close();
  }
}

async function attackOnce(
  attack: Attack,
  method: FacadeMethod,
  world: TwoAccounts,
  caller: Caller,
): Promise<{ readonly tried: number; readonly letIn: readonly string[] }> {
  const letIn = new Set<string>();
  const { ids, victim } = world;
  if (attack.leaves?.(method, callArguments(method, caller, world.center)) === true) return { tried: 0, letIn: [] };
  if (attack.warm === true) await call(world, method, victimOf(world));
  const before = await restingState(world);
  world.store.takeOwners();
  world.takeUsed();
  const lines = world.logger.lines.length;
  const times = attack.times ?? 1;
  for (let time = 0; time < times; time += 1) {
    const told = toldBy(await call(world, method, caller));
    if (told.includes(canaryOf(victim))) letIn.add("what came back is another account's");
    if (attack.row === "F5" && told.includes(`"${String(ids[VICTIM]["messageId"])}"`))
      letIn.add("another account's message was taken for its own");
  }
  if (JSON.stringify(world.logger.lines.slice(lines)).includes("canary-")) letIn.add("a log line quotes an account");
  if (world.store.takeOwners().includes(victim)) letIn.add("something of another account was written");
  if (world.takeUsed().includes(victim)) letIn.add("another account's plugin was used");
  if ((await stateOf(world)) !== before) letIn.add("another account is not as it was");
  return { tried: times, letIn: [...letIn] };
}

/** What its own call set off has ended: an erasure goes on for a while. */
async function restingState(world: TwoAccounts): Promise<string> {
  for (let before = await stateOf(world); ;) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    const now = await stateOf(world);
    if (now === before) return now;
    before = now;
  }
}

/** Everything of the victim that it can see itself. */
async function stateOf({ center, victim: accountId }: TwoAccounts): Promise<string> {
  const address = { kind: "phone", value: SHARED_NUMBER } as const;
  // It may have deleted itself just before: then its receipts are all that it sees.
  if (/^delet/.test(center.accounts.state(accountId)))
    return JSON.stringify([await center.accounts.deleted(accountId), await center.ledger.entries({ accountId })]);
  return JSON.stringify([
    center.channels.list(accountId),
    await center.channels.document(accountId, `c-${VICTIM}`),
    await center.messages.list({ accountId }),
    await center.ledger.entries({ accountId }),
    await center.consents.of(accountId, address),
    await center.suppressions.of(accountId, address),
    await center.blocks.list(accountId),
    await center.rights.list(accountId),
    await center.credentials.list(accountId),
    center.accounts.usage(accountId).limits.map(({ used }) => used),
    center.availability.channel(accountId, `c-${VICTIM}`).state,
  ]);
}

function mapped(ids: Ids, change: (id: string) => unknown): Ids {
  return Object.fromEntries(Object.entries(ids).map(([name, id]) => [name, change(String(id)) as string]));
}
