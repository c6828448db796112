import { inject, injectable } from "tsyringe";
import type { CallTraces } from "../calls/call-traces.js";
import { TOKENS } from "../di/tokens.js";
import type { EventBus } from "../host/event-bus.js";
import type { ActedBy } from "../ledger/acted-by.js";
import type { AuditLog } from "../ledger/audit-log.js";
import type { PersonReferences } from "../people/person-references.js";
import type { Store, StoreWrite } from "../ports/store.js";
import type { ClockV1 } from "../spec/connection/clock.js";
import type { Address } from "../spec/message/address.js";
import { Turns } from "../timing/turns.js";
import { counted } from "./counted.js";
import type { LedgerTraces } from "./ledger-traces.js";
import type { LocalErasure } from "./local-erasure.js";
import type { PersonLists } from "./person-lists.js";
import type { ProviderTargets } from "./provider-targets.js";
import type { RestrictionBook } from "./restriction-book.js";
import type { RightsBook } from "./rights-book.js";
import { isCarriedOut, nextTarget, withoutPerson } from "./rights-plan.js";
import type { RightsRequest, RightsTarget } from "./rights-request.js";

/** A transfer under way is looked at again so soon. Milliseconds. */
const LOOK_AGAIN_MS = 5_000;
const THE_HOST: ActedBy = { actor: "host" };

/**
 * Carries requests out, one target after the other, each recorded before the next: what a crash interrupts is done again, which every step can
 * bear (R15, FAULTS A1).
 */
@injectable()
export class RightsRunner {
  private readonly turns = new Turns();
  /** An erasure that concludes looks into the other requests: one at a time, or two would wait for each other. */
  private concluding: Promise<void> | undefined;
  private stopped = false;

  constructor(
    @inject(TOKENS.Store) private readonly store: Store,
    @inject(TOKENS.Clock) private readonly clock: ClockV1,
    @inject(TOKENS.EventBus) private readonly events: EventBus,
    @inject(TOKENS.AuditLog) private readonly audit: AuditLog,
    @inject(TOKENS.PersonReferences) private readonly people: PersonReferences,
    @inject(TOKENS.RightsBook) private readonly book: RightsBook,
    @inject(TOKENS.RestrictionBook) private readonly restrictions: RestrictionBook,
    @inject(TOKENS.LocalErasure) private readonly local: LocalErasure,
    @inject(TOKENS.LedgerTraces) private readonly ledger: LedgerTraces,
    @inject(TOKENS.PersonLists) private readonly lists: PersonLists,
    @inject(TOKENS.ProviderTargets) private readonly providers: ProviderTargets,
    @inject(TOKENS.CallTraces) private readonly calls: CallTraces,
  ) {}

  /** Does what can be done now; resolves when the rest waits for its time or for a person. Calls for one request follow each other. */
  async run(requestId: string): Promise<void> {
    for (;;) {
      const { left, before } = await this.turns.take(requestId, () => this.steps(requestId));
      for (const other of left) await this.run(other);
      if (before === undefined) return;
      // Outside of its own turn, which the other may need.
      await before;
    }
  }

  /** @returns `left`: other requests that go on without what this one did; `before`: what has to end before there is more to do. */
  private async steps(
    requestId: string,
  ): Promise<{ readonly left: readonly string[]; readonly before?: Promise<void> | undefined }> {
    const left: string[] = [];
    while (!this.stopped) {
      const request = this.book.find(requestId);
      if (request === undefined) break;
      if (request.right === "erase" && request.state === "open" && isCarriedOut(request)) {
        if (this.concluding !== undefined) return { left, before: this.concluding };
        const concluded = this.conclude(request, left);
        this.concluding = concluded.then(
          () => undefined,
          () => undefined,
        );
        try {
          if (!(await concluded)) break;
        } finally {
          this.concluding = undefined;
        }
      } else if (!(await this.step(request))) break;
    }
    return { left };
  }

  /** Changes a request while nothing runs on it. */
  change<Result>(requestId: string, change: () => Promise<Result>): Promise<Result> {
    return this.turns.take(requestId, change);
  }

  /** Begins no further step. */
  stop(): void {
    this.stopped = true;
  }

  /** @returns whether there may be more to do at once. */
  private async step(request: RightsRequest): Promise<boolean> {
    if (request.state === "closing") return this.close(request);
    if (isCarriedOut(request)) return this.conclude(request);
    const target = nextTarget(request, this.clock.now());
    if (target === undefined) return false;
    if (target.kind === "provider") return this.askProvider(request, target);
    const proof = await this.carryOut(request, target);
    if (proof === undefined) {
      await this.update(request, {
        ...target,
        state: "waiting",
        nextAtMs: this.clock.now() + LOOK_AGAIN_MS,
        code: "TRANSFER_UNDER_WAY",
      });
      return false;
    }
    // Everything but what providers still have to do is gone: the files are cleaned now, and once more at the end.
    if (target.kind === "files") await this.update(request, { ...target, state: "waiting", code: "PROVIDERS_OPEN" });
    else
      await this.done(request, target, proof, target === request.targets[0] ? await this.providers.plan(request) : []);
    return true;
  }

  /** @returns the proof; nothing when it cannot be finished yet. */
  private async carryOut(request: RightsRequest, { kind }: RightsTarget): Promise<string | undefined> {
    const { right } = request;
    switch (kind) {
      case "queue": {
        const person = right === "rectify" ? { ...request, addresses: wrongOf(request) } : request;
        const { cancelled, underWay } = await this.local.clearQueue(person, right === "erase" ? "ERASED" : "RECTIFIED");
        // Nobody is cut off: what is said now is over when the call is.
        const talking = right === "erase" ? this.calls.underWay(request).length : 0;
        return underWay + talking > 0 ? undefined : `${counted(cancelled, "waiting message")} taken back`;
      }
      case "lists":
        if (right !== "erase") return this.lists.apply(request);
        return `${counted(await this.local.eraseLists(request), "entry", "entries")} deleted`;
      case "store": {
        if (right !== "erase") return "read when it is handed over";
        const { messages, deliveries, documents } = await this.local.eraseStored(request);
        const all = documents + (await this.calls.erase(request));
        return `${counted(messages, "message")}, ${counted(deliveries, "delivery", "deliveries")}, ${counted(all, "document")} deleted`;
      }
      case "ledger":
        return `${counted(await this.ledger.erase(request), "reference")} taken out`;
      case "files":
        await this.store.scrub();
        return "no byte left";
      case "provider":
        return undefined;
    }
  }

  private async askProvider(request: RightsRequest, target: RightsTarget): Promise<boolean> {
    const asked = await this.providers.ask(request, target);
    if (asked === undefined) return false;
    if (asked.next === "done") await this.done(request, asked.target, asked.proof);
    else if (asked.next === "by-hand") await this.byHand(request, asked.target, asked.instructions);
    else await this.update(request, asked.target);
    return true;
  }

  private async byHand(request: RightsRequest, target: RightsTarget, instructions: string): Promise<void> {
    const { accountId, requestId, dueAt } = request;
    const { nextAtMs: _next, ...rest } = target;
    const task = { instructions, createdAt: this.now(), dueAt };
    await this.update(request, { ...rest, state: "manual", task });
    this.events.emit("rights-task-created", { accountId, requestId, targetId: target.targetId });
  }

  /** A target is done, with its proof in the trail. */
  async done(
    request: RightsRequest,
    target: RightsTarget,
    text: string,
    added: readonly RightsTarget[] = [],
    by: ActedBy = THE_HOST,
  ): Promise<void> {
    const { accountId, requestId } = request;
    const { nextAtMs: _next, code: _code, ...rest } = target;
    const proven: RightsTarget = { ...rest, state: "done", proof: { at: this.now(), by: by.actor, text } };
    const details = { targetId: target.targetId, channelId: target.channelId, proof: text };
    const entry = this.audit.entryOf({
      accountId,
      ...by,
      action: "rights-target-done",
      subject: requestId,
      details,
    });
    await this.book.put({ ...request, targets: [...replaced(request, proven), ...added] }, entry);
  }

  private update(request: RightsRequest, target: RightsTarget): Promise<void> {
    return this.book.put({ ...request, targets: replaced(request, target) });
  }

  /** Everything is done but the traces that the work itself left. @param left - open erasures that this one took addresses from are added. */
  private async conclude(request: RightsRequest, left: string[] = []): Promise<boolean> {
    const { right, accountId, requestId } = request;
    if (request.state === "ready") return false;
    if (right === "access" || right === "port") {
      await this.book.put({ ...request, state: "ready" });
      this.events.emit("rights-request-ready", { accountId, requestId });
      return false;
    }
    if (right === "erase") {
      if (!(await this.eraseLate(request))) return false;
      // Calls of providers left receipts that name the person, and other requests name them as long as they are open.
      await this.ledger.erase(request);
      left.push(...(await this.supersede(request)));
    }
    this.local.forget(request);
    await this.book.put({ ...withoutPerson(request), state: "closing" });
    return true;
  }

  /**
   * What came while providers were asked, which may take days: reports of what was sent before, a message that waited in a hook of the host.
   * @returns false while a transfer has to end first.
   */
  private async eraseLate(request: RightsRequest): Promise<boolean> {
    if (!request.targets.some(({ kind }) => kind === "provider")) return true;
    const { underWay } = await this.local.clearQueue(request, "ERASED");
    if (underWay > 0) return false;
    await this.local.eraseStored(request);
    return true;
  }

  /**
   * Ends other open requests of a person who is erased: what they asked for is not there any more. Another erasure goes on with the addresses that
   * only it names, so that nothing that is left says who this one was about. @returns such erasures.
   */
  private async supersede({ accountId, requestId, addresses }: RightsRequest): Promise<string[]> {
    const names = new Set(addresses.map((address) => this.people.of(accountId, address)));
    const isErased = (address: Address): boolean => names.has(this.people.of(accountId, address));
    const left: string[] = [];
    for (const { requestId: otherId, accountId: theirs } of [...this.book.open()]) {
      if (otherId === requestId || theirs !== accountId) continue;
      await this.turns.take(otherId, async () => {
        const other = this.book.find(otherId);
        if (other === undefined || !other.addresses.some(isErased)) return;
        const { right } = other;
        const entry = (action: string): StoreWrite => {
          const details = { right, supersededBy: requestId };
          return this.audit.entryOf({ accountId, actor: "host", action, subject: otherId, details });
        };
        if (right === "erase") {
          const kept = other.addresses.filter((address) => !isErased(address));
          const changed: RightsRequest =
            kept.length === 0 ? { ...withoutPerson(other), state: "closing" } : { ...other, addresses: kept };
          await this.book.put(changed, entry("rights-superseded"));
          left.push(otherId);
          return;
        }
        await this.book.put({ ...withoutPerson(other), state: "done", closedAt: this.now() }, entry("rights-closed"));
        this.events.emit("rights-request-closed", { accountId, requestId: otherId });
      });
    }
    return left;
  }

  private async close(request: RightsRequest): Promise<boolean> {
    const { accountId, requestId, right } = request;
    // The request itself named the person until just now.
    if (right === "erase") await this.store.scrub();
    const closedAt = this.now();
    const targets = request.targets.map((target) =>
      target.kind === "files"
        ? {
            targetId: target.targetId,
            kind: target.kind,
            state: "done" as const,
            attempt: target.attempt + 1,
            proof: { at: closedAt, by: "host", text: "no byte left" },
          }
        : target,
    );
    const entry = this.audit.entryOf({
      accountId,
      actor: "host",
      action: "rights-closed",
      subject: requestId,
      details: { right },
    });
    await this.book.put({ ...request, targets, state: "done", closedAt }, entry);
    if (right === "erase") this.restrictions.allow(accountId, requestId);
    this.events.emit("rights-request-closed", { accountId, requestId });
    return false;
  }

  private now(): string {
    return new Date(this.clock.now()).toISOString();
  }
}

const wrongOf = ({ rectified = [] }: RightsRequest) => rectified.map(({ from }) => from);

const replaced = ({ targets }: RightsRequest, target: RightsTarget): RightsTarget[] =>
  targets.map((one) => (one.targetId === target.targetId ? target : one));
