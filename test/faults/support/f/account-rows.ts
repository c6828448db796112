import { ContactCenterError } from "@plugboard/core";
import type { FaultRow } from "../../fault-row.js";
import { call, type CallEnd } from "./attack.js";
import { callArguments } from "./call-arguments.js";
import { type FacadeMethod, facadeMethods, nameOf } from "./facade-methods.js";
import { HOST_CALLS, LEFT_OF_AN_ACCOUNT } from "./scope.js";
import { switchedOff } from "./switched-off.js";
import { actOf, openTwoAccounts, type TwoAccounts, VICTIM, victimOf } from "./two-accounts.js";

const act = actOf(VICTIM);
/** Acts that are carried out, at the least: the others are refused for the state that things are in. */
const FEWEST_ACTS = 20;

/** Every public call, made by an account that was deleted, and every act, looked for in the trail. */
export const accountRows: readonly FaultRow[] = [
  { row: "F9", provider: "core", title: "the name of an account that was deleted", run: bars },
  {
    row: "F10",
    provider: "core",
    title: "every act, in the trail with its authority and the host's word",
    run: records,
  },
];

async function bars({ sample, mutant, report }: Parameters<FaultRow["run"]>[0]): ReturnType<FaultRow["run"]> {
  const tally = { tried: 0, lost: 0, duplicated: 0, letIn: 0 };
  const world = await openTwoAccounts();
  await world.center.accounts.delete({ accountId: VICTIM, act, reason: "the contract ended" });
  if ((await world.center.accounts.deleted(VICTIM)) !== "deleted") throw new Error("the account could not be deleted");
  if (mutant) switchedOff.deletedAccounts(world.center);
  world.store.takeOwners();
  for (const [index, method] of facadeMethods().entries()) {
    const name = nameOf(method);
    if (HOST_CALLS.has(name) || LEFT_OF_AN_ACCOUNT.has(name) || !namesAccount(method, world)) continue;
    if (sample && index % 3 !== 0) continue;
    tally.tried += 1;
    const end = await call(world, method, victimOf(world));
    await new Promise((resolve) => setImmediate(resolve));
    const problems = [
      ...(isRefused(end) ? [] : ["it was not refused"]),
      ...(world.store.takeOwners().includes(VICTIM) ? ["something was written"] : []),
    ];
    tally.letIn += problems.length;
    if (!mutant) for (const problem of problems) report(`${name}: ${problem}`);
  }
  await world.close();
  return tally;
}

async function records({ sample, mutant, report }: Parameters<FaultRow["run"]>[0]): ReturnType<FaultRow["run"]> {
  const tally = { tried: 0, lost: 0, duplicated: 0, letIn: 0 };
  for (const [index, method] of (await acts()).entries()) {
    if (sample && index % 8 !== 0) continue;
    const world = await openTwoAccounts();
    try {
      if (mutant) switchedOff.authorityOnRecord(world.center);
      const isHosts = HOST_CALLS.has(nameOf(method));
      const before = (await trailOf(world, isHosts)).length;
      const end = await call(world, method, victimOf(world));
      if (end.error !== undefined || isRefused(end)) continue;
      tally.tried += 1;
      const added = (await trailOf(world, isHosts)).slice(before);
      if (added.some((entry) => isWhole(entry, isHosts))) continue;
      tally.lost += 1;
      if (!mutant)
        report(`${nameOf(method)} left nothing in the trail that says who, by what authority, and on whose word`);
      // One that is caught is caught.
      else break;
    } finally {
      await world.close();
    }
  }
  if (!sample && !mutant && tally.tried < FEWEST_ACTS) {
    report(`only ${String(tally.tried)} acts were carried out`);
    tally.lost += 1;
  }
  return tally;
}

/** The calls that say who acts, on an account or on the host's providers. */
async function acts(): Promise<FacadeMethod[]> {
  const world = await openTwoAccounts();
  const saysWho = (method: FacadeMethod): boolean =>
    JSON.stringify(callArguments(method, victimOf(world), world.center)).includes('"actor"');
  const isAct = (method: FacadeMethod): boolean => method.facade === "providers" || !HOST_CALLS.has(nameOf(method));
  const found = facadeMethods().filter((method) => isAct(method) && saysWho(method));
  await world.close();
  return found;
}

async function trailOf({ center }: TwoAccounts, isHosts: boolean): ReturnType<TwoAccounts["center"]["audit"]["list"]> {
  // What was pushed is written with the next group.
  await new Promise((resolve) => setTimeout(resolve, 10));
  return isHosts ? center.audit.ofHost({ limit: 1_000 }) : center.audit.list({ accountId: VICTIM, limit: 1_000 });
}

/** Nobody is asked about what whoever runs the host does to its providers. */
function isWhole({ actor, details }: Awaited<ReturnType<typeof trailOf>>[number], isHosts: boolean): boolean {
  const { authority, at, authorisation } = details;
  const isSaid = actor === act.actor && authority === act.authority && at === act.at;
  return isSaid && (isHosts || authorisation !== undefined);
}

function namesAccount(method: FacadeMethod, world: TwoAccounts): boolean {
  return JSON.stringify(callArguments(method, victimOf(world), world.center)).includes(`"${VICTIM}"`);
}

/** By the account's end, or because nothing of it is there. */
function isRefused({ value, error }: CallEnd): boolean {
  if (error !== undefined)
    return ContactCenterError.isInstance(error) && /^(ACCOUNT_DELETED|[A-Z]+_UNKNOWN)$/.test(error.code);
  if (typeof value !== "object" || value === null || !("refusal" in value)) return false;
  return typeof value.refusal === "object" && value.refusal !== null;
}
