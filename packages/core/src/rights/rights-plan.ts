import type { RightsRequest, RightsTarget, SubjectRight } from "./rights-request.js";

/** What the host itself does for each right, in this order; providers come after the first. */
const OWN_TARGETS: Readonly<Record<SubjectRight, readonly RightsTarget["kind"][]>> = {
  access: ["store"],
  port: ["store"],
  rectify: ["queue", "lists"],
  erase: ["queue", "lists", "store", "ledger", "files"],
  restrict: ["lists"],
  object: ["lists"],
  withdraw: ["lists"],
};

/** The targets of the host's own that a right begins with. */
export function firstTargets(right: SubjectRight): RightsTarget[] {
  return OWN_TARGETS[right].map((kind) => ({ targetId: kind, kind, state: "pending", attempt: 0 }));
}

/** The right as providers know it; nothing where they have no part in it. */
export function providerRightOf(right: SubjectRight): "access" | "erase" | "rectify" | "restrict" | undefined {
  if (right === "port") return "access";
  return right === "object" || right === "withdraw" ? undefined : right;
}

/** Whether something can be done about a target now. */
function isDue(target: RightsTarget, nowMs: number): boolean {
  if (target.state === "pending") return true;
  return target.state === "waiting" && target.nextAtMs !== undefined && target.nextAtMs <= nowMs;
}

const isLocal = ({ kind }: RightsTarget): boolean => kind !== "provider" && kind !== "files";

/**
 * The next thing to do for a request: the first of the host's own, which must be done before anything else; then providers; then the rest of the
 * host's own, whatever providers say; the files last of all.
 */
export function nextTarget({ targets }: Pick<RightsRequest, "targets">, nowMs: number): RightsTarget | undefined {
  const [first] = targets;
  if (first === undefined) return undefined;
  if (first.state !== "done") return isDue(first, nowMs) ? first : undefined;
  const provider = targets.find((target) => target.kind === "provider" && isDue(target, nowMs));
  if (provider !== undefined) return provider;
  const local = targets.find((target) => isLocal(target) && target.state !== "done");
  if (local !== undefined) return isDue(local, nowMs) ? local : undefined;
  return targets.find((target) => target.kind === "files" && isDue(target, nowMs));
}

/** Whether everything but the files is done. */
export function isCarriedOut({ targets }: Pick<RightsRequest, "targets">): boolean {
  return targets.every(({ kind, state }) => kind === "files" || state === "done");
}

/** When something waits for its time: the earliest. */
export function nextAtMs({ targets }: Pick<RightsRequest, "targets">): number | undefined {
  const times = targets.flatMap((target) => (target.state === "waiting" ? (target.nextAtMs ?? []) : []));
  return times.length === 0 ? undefined : Math.min(...times);
}

/** A request that is over names nobody: no address, no provider's id, no data. */
export function withoutPerson(request: RightsRequest): RightsRequest {
  const { rectified: _rectified, ...rest } = request;
  const targets = request.targets.map(
    ({ data: _data, providerMessageIds: _ids, recordings: _recordings, ...target }) => target,
  );
  return { ...rest, addresses: [], targets };
}
